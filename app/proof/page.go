package proof

import (
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
)

//go:embed page.html
var pageText string // never changed

// Words are the words on a page, in the language of whoever it is for.
type Words struct {
	Lang                                     string // tag of the language
	Intro, Keys, Yes, No, Stars, Note        string
	From, About, Save, Copy, Saved, Copied   string
	Count                                    string // with {yes}, {no} and {all}
	Close, Previous, Next, Picture, SendBack string
	Only, All                                string
}

// About says what a page is about.
type About struct {
	Title string
	ID    string // of the page: what was chosen is kept in the browser under it
	Words Words
}

// Page is a page that is being written.
type Page struct {
	to    io.Writer
	parts *template.Template
	about About
	count int
}

// NewPage begins a page.
func NewPage(to io.Writer, about About) (*Page, error) {
	parts, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, err
	}
	p := &Page{to: to, parts: parts, about: about}
	return p, parts.ExecuteTemplate(to, "begin", about)
}

// Add adds a picture, which is a whole JPEG.
func (p *Page) Add(name string, width, height int, jpeg []byte) error {
	p.count++
	return p.parts.ExecuteTemplate(p.to, "picture", struct {
		Name                  string
		Number, Width, Height int
		Source                template.URL
		Words                 Words
	}{name, p.count, width, height, template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg)), p.about.Words})
}

// End ends the page.
func (p *Page) End() error {
	return p.parts.ExecuteTemplate(p.to, "end", struct {
		About
		Format  string
		Version int
	}{p.about, Format, version})
}

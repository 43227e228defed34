package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func read(text string) (Answer, error) { return Read(strings.NewReader(text)) }

// What a page makes is read as it was chosen.
func TestAnswer(t *testing.T) {
	a, err := read("\xEF\xBB\xBF" + `{"format":"lookbook-proof-answer","version":1,"title":"Coats","from":"Zoë\n","note":"  more\u0000  red ","later":true,"pictures":[
		{"id":"7-aa","pick":"yes","stars":4,"note":"this\u202e one"},{"id":"8-bb","pick":"no"},{"id":"9-cc"},{"id":"10-dd","stars":1}]}`)
	want := Answer{Title: "Coats", From: "Zoë", Note: "more red", Pictures: []Chosen{{"7-aa", Yes, 4, "this one"}, {"8-bb", No, 0, ""}, {"10-dd", Open, 1, ""}}}
	if err != nil || len(a.Pictures) != 3 || a.Pictures[0] != want.Pictures[0] || a.Pictures[1] != want.Pictures[1] || a.Pictures[2] != want.Pictures[2] ||
		a.Title != want.Title || a.From != want.From || a.Note != want.Note {
		t.Errorf("%+v, %v", a, err)
	}
}

// endless is a file of any length.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestNoAnswers(t *testing.T) {
	one := `{"format":"lookbook-proof-answer","version":1,"pictures":[`
	for text, want := range map[string]error{
		"":                                       ErrSpoilt,
		"null":                                   ErrNoAnswer,
		"[]":                                     ErrSpoilt,
		`{"format":"other-program","version":1}`: ErrNoAnswer,
		`{"format":"lookbook-proof-answer","version":2}`: ErrNewer,
		one:                                                   ErrSpoilt,
		one + `{"id":"7"}]}`:                                  ErrSpoilt,
		one + `{"id":"-7-a"}]}`:                               ErrSpoilt,
		one + `{"id":"x-a"}]}`:                                ErrSpoilt,
		one + `{"id":"7-a","stars":6}]}`:                      ErrSpoilt,
		one + `{"id":"7-a","stars":-1}]}`:                     ErrSpoilt,
		one + `{"id":"7-a","pick":"maybe"}]}`:                 ErrSpoilt,
		one + `{"id":"7-a"},{"id":"7-a"}]}`:                   ErrSpoilt,
		one + `{"id":"7-` + strings.Repeat("a", 100) + `"}]}`: ErrSpoilt,
		one + strings.Repeat(`{"id":"7-a"},`, MaxPictures) + `{"id":"7-a"}]}`: ErrLong,
	} {
		if _, err := read(text); !errors.Is(err, want) {
			t.Errorf("%.80s: %v, want %v", text, err, want)
		}
	}
	e := &endless{}
	if _, err := Read(io.LimitReader(e, 50<<20)); !errors.Is(err, ErrLong) || e.read > 2*MaxBytes+1<<20 {
		t.Errorf("50 MB: %v after %d bytes", err, e.read)
	}
}

func TestNames(t *testing.T) {
	name := Name(17, "ig_1", "abc")
	if id, ok := IDOf(name); !ok || id != 17 || name == Name(17, "ig_1", "abd") || strings.Contains(name, "ig_1") {
		t.Errorf("%q, %d, %t", name, id, ok)
	}
}

// A page is well formed, keeps strangers' words harmless, and asks for nothing from outside.
func TestPage(t *testing.T) {
	var b bytes.Buffer
	evil := `</script><img src=x onerror=alert(1)>"'` + "`"
	p, err := NewPage(&b, About{Title: evil, ID: "id", Words: Words{Lang: "en", Yes: evil, Count: evil, Save: "Save"}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if err := p.Add(Name(int64(n+1), "job", "image"), 30, 20, []byte{0xFF, 0xD8, 0xFF, 0xD9}); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.End(); err != nil {
		t.Fatal(err)
	}
	var figures, pictures, scripts, policies int
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" || a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/jpeg;base64,") {
				t.Errorf("<%s> has %s=%.60q", n.Data, a.Key, a.Val)
			}
		}
		switch n.Data {
		case "figure":
			figures++
			if _, ok := IDOf(attributes["data-name"]); !ok {
				t.Errorf("a picture is named %q", attributes["data-name"])
			}
		case "img":
			pictures++
		case "script":
			scripts++
			if !strings.Contains(n.FirstChild.Data, Format) || strings.Contains(n.FirstChild.Data, "fetch(") {
				t.Error("the script is not the page's")
			}
		case "meta":
			if attributes["http-equiv"] == "Content-Security-Policy" && strings.Contains(attributes["content"], "default-src 'none'") {
				policies++
			}
		case "link", "iframe", "form", "base", "object":
			t.Errorf("the page has a <%s>", n.Data)
		}
	}
	if figures != 3 || pictures != 4 || scripts != 1 || policies != 1 {
		t.Errorf("%d figures, %d pictures, %d scripts, %d policies", figures, pictures, scripts, policies)
	}
	if strings.Contains(b.String(), "<no value>") || strings.Contains(b.String(), "ZgotmplZ") {
		t.Error("a word is missing or was refused")
	}
}

// Whatever a file has, an answer is within its bounds and can be written and read again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"lookbook-proof-answer","version":1,"title":"a","pictures":[{"id":"7-aa","pick":"yes","stars":4,"note":"b"}]}`))
	f.Add([]byte(`{"format":"lookbook-proof-answer","pictures":[{"id":"7-a","note":"\u202e\ud800"}],"from":"\u0000"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, c := range a.Pictures {
			if id, ok := IDOf(c.Name); !ok || id < 1 || c.Stars < 0 || c.Stars > 5 || len([]rune(c.Note)) > MaxText || strings.ContainsAny(c.Note, "\n\x00\u202e") {
				t.Errorf("%+v", c)
			}
		}
		text, err := json.Marshal(struct {
			Format  string `json:"format"`
			Version int    `json:"version"`
			Answer
		}{Format, version, a})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(text))
		if err != nil || len(again.Pictures) != len(a.Pictures) || again.Note != a.Note {
			t.Errorf("%+v became %+v, %v", a, again, err)
		}
	})
}

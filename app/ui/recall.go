package ui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/origin"
	"lookbook/app/media/recall"
	"lookbook/app/media/xmp"
	"lookbook/app/promptfile"
	"lookbook/app/proof"
	"lookbook/app/request"
	"lookbook/app/request/presets"
	"lookbook/app/session"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// openPicture asks for a picture and uses its parameters.
func (f *filler) openPicture() {
	f.dialogs.chooseFile(message.T("recall.title"), message.T("recall.files"), []string{"png", "jpg", "jpeg", "webp"}, f.readFile)
}

// content is what a file contains.
type content struct {
	picture *recall.Recalled
	presets *presets.File
	request *curl.Request
	key     string
	prompt  string
	lines   int           // of the prompt, without the empty ones
	table   bool          // a table of prompts, which is read for itself
	answer  *proof.Answer // from a proof page
}

// readFile fills the panel from a file of any kind that can be read.
func (f *filler) readFile(path string) { f.openFiles(session.NewVisit(path)) }

// textNames are the endings of files whose text may be a prompt: anything can be text, an error page
// for example. The list is never changed.
var textNames = []string{".txt", ".text", ".md", ".prompt"}

// readContent detects the kind of a file by its content, because names are
// unreliable. Only a prompt has to be in a text file by its name.
func readContent(path, baseURL string) (content, error) {
	info, err := os.Stat(path)
	if err != nil {
		return content{}, message.Said(message.T("recall.none"))
	}
	if !info.Mode().IsRegular() {
		return content{}, message.Said(message.T("recall.odd"))
	}
	if isTable(path) {
		return content{table: true}, nil
	}
	file, err := media.Open(path)
	if err != nil {
		return content{}, message.Said(message.T("recall.shut"))
	}
	var beside []media.Text
	if packet, err := origin.ReadPacket(media.Open(origin.Beside(path))); err == nil { // usually there is none
		beside = media.PacketTexts(packet)
	}
	c, err := readOpened(file, info.Size(), baseURL, beside)
	if c.prompt != "" && !slices.Contains(textNames, strings.ToLower(filepath.Ext(path))) {
		c, err = content{}, message.Said(message.T("recall.nothing"))
	}
	return c, errors.Join(err, file.Close())
}

func readOpened(file *os.File, size int64, baseURL string, beside []media.Text) (content, error) {
	picture, err := recall.Read(file, size, beside...)
	if err == nil {
		return content{picture: &picture}, tooLong(picture.Config)
	}
	if !errors.Is(err, media.ErrUnsupported) {
		return content{}, err
	}
	if packet, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, xmp.MaxBytes))); err == nil {
		if picture, err := recall.FromTexts(media.PacketTexts(packet)); err == nil { // the file is a sidecar
			return content{picture: &picture}, tooLong(picture.Config)
		}
	}
	head, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, 4096)))
	if err == nil && bytes.Contains(head, []byte(proof.Format)) {
		answer, err := proof.Read(io.NewSectionReader(file, 0, size))
		if err != nil {
			return content{}, proofFault(err)
		}
		return content{answer: &answer}, nil
	}
	const most = max(presets.MaxFileBytes, curl.MaxTextBytes)
	text, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, most+1)))
	if err != nil {
		return content{}, fmt.Errorf("the file can’t be read: %w", err)
	}
	if bytes.Contains(text[:min(len(text), 4096)], []byte(presets.Format)) {
		f, err := presets.Import(bytes.NewReader(text))
		for _, p := range f.Presets {
			if err == nil {
				err = tooLong(p.Config)
			}
		}
		return content{presets: &f}, err
	}
	decoded, err := promptfile.Decode(text)
	if err != nil && bytes.IndexByte(text, 0) >= 0 {
		return content{}, message.Said(message.T("recall.nothing"))
	}
	if err != nil {
		decoded = string(text)
	}
	return readText(decoded, baseURL)
}

// requestLike matches a text that is meant as a request, right or wrong.
var requestLike = regexp.MustCompile(`(?im)^\s*(\{\s*["}]|\[\s*[{\]])|^[\s$#>%]*(curl(\.exe)?|invoke-(webrequest|restmethod))\s`)

// readText reads a text as a request, a key, the parameters that another program shows of a picture,
// or else a prompt.
func readText(text, baseURL string) (content, error) {
	if key, err := api.CleanKey(text); err == nil && api.UsualKey(key) {
		return content{key: key}, nil
	}
	request, err := parseRequest(text, baseURL)
	switch {
	case err == nil && foreign(request):
		return content{}, message.Said(message.T("recall.nothing"))
	case err == nil:
		return content{request: &request}, tooLong(request.Config)
	}
	fault, ok := errors.AsType[*curl.Error](err)
	if !ok || requestLike.MatchString(text) || slices.Contains([]curl.Fault{curl.TooMuch, curl.NoText, curl.Empty}, fault.Fault) {
		return content{}, err
	}
	c := content{prompt: strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))}
	for line := range strings.SplitSeq(c.prompt, "\n") {
		if strings.TrimSpace(line) != "" {
			c.lines++
		}
	}
	if err := tooLong(api.Config{Prompt: c.prompt}); err != nil {
		return content{}, err
	}
	if infotext.Parse(c.prompt).Fields != nil {
		picture, err := recall.FromTexts([]media.Text{{Keyword: media.KeywordParameters, Value: c.prompt}})
		if err == nil {
			return content{picture: &picture}, tooLong(picture.Config)
		}
	}
	return c, nil
}

// foreign reports whether JSON has nothing of a request: it is another program's.
func foreign(r curl.Request) bool {
	unknown := len(r.Config.Unknown)
	r.Config.Unknown = nil
	return unknown > 0 && unknown == len(r.Unknown) && reflect.ValueOf(r.Config).IsZero()
}

// takePicture fills the panel with a picture's parameters, lists those that
// have no counterpart, and adds more sentences and actions.
func (f *filler) takePicture(name string, r recall.Recalled, said []string, more ...widgets.Action) {
	config := r.Config
	words := message.T("recall.filled", message.With{"File": name})
	if r.Source != recall.Lookbook {
		// Pictures of other programs lack the fields that only this service
		// has.
		config = request.Complete(config, f.panel.State().Config)
		words = message.T("recall.filled.foreign", message.With{"File": name, "Program": r.Source})
	}
	if r.Seed != nil {
		config.Seed = r.Seed
		delete(config.Unknown, string(request.Seed))
	}
	list := message.NotMapped(r)
	if n := len(list); n > 0 {
		const named = 3
		left := strings.Join(list[:min(n, named)], "; ")
		if n > named {
			left = message.N("list.more", n-named, message.With{"Names": left})
			more = append(more, widgets.Action{Text: message.T("recall.list"), Run: func() { f.showNotMapped(name, list) }})
		}
		words = withMore(words, []string{message.T("recall.left", message.With{"Names": left})})
	}
	state := params.StateOf(config)
	if r.Source == recall.Lookbook {
		state.Parent = library.Origin{JobID: r.JobID, ImageID: r.ImageID}
	}
	f.fill(state, withMore(words, said), more...)
}

// showNotMapped lists the parameters without a counterpart in a request.
func (f *filler) showNotMapped(name string, list []string) {
	label := widgets.NewLabel(strings.Join(list, "\n"))
	label.SetLines(0)
	label.SetMinWidth(400)
	scroll := widgets.NewScrollPane(label)
	question.Ask(f.window, question.Question{
		Title: message.T("recall.left.title", message.With{"File": name}), Content: scroll, No: message.T("close"), Size: fyne.NewSize(520, 420),
	}, nil)
}

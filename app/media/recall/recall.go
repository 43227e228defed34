package recall

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lookbook/api"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
)

// Source says who wrote the parameters, in words that can be shown.
type Source string

// The programs whose texts are read.
const (
	Lookbook      Source = "Lookbook"
	Automatic1111 Source = "AUTOMATIC1111"
	InvokeAI      Source = "InvokeAI"
	ComfyUI       Source = "ComfyUI"
	SwarmUI       Source = "SwarmUI"
)

// Recalled is what a picture says about how it was made.
type Recalled struct {
	Config  api.Config
	Source  Source
	JobID   string // "" when not known
	ImageID string // "" when not known

	// Seed is the seed of this very picture. Lookbook's request may have left
	// it to the service, and is not changed.
	Seed *int64

	// NotMapped names what the picture says and Config does not: "Clip skip: 2".
	// Each is one line.
	NotMapped []string
}

// NothingError says that a picture holds no parameters that can be read.
type NothingError struct{}

func (*NothingError) Error() string { return "There are no parameters in this picture." }

const (
	maxNotMapped = 100 // entries of Recalled.NotMapped
	maxShown     = 160 // characters of one
)

// The keywords of texts that package media has no names for.
const (
	keywordDream    = "Dream"       // InvokeAI 1 and 2
	keywordMetadata = "sd-metadata" // InvokeAI 2
)

// Read reads a picture's parameters. size is the file's in bytes. It is a
// *NothingError when there are none, and else the error of media.ReadTexts,
// wrapped.
func Read(r io.ReaderAt, size int64) (Recalled, error) {
	texts, err := media.ReadTexts(r, size)
	if errors.Is(err, media.ErrUnsupported) {
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	for _, reader := range readers {
		for _, text := range texts {
			if text.Keyword != reader.keyword {
				continue
			}
			m := &mapping{}
			if !reader.read(m, text.Value) {
				continue
			}
			if err != nil {
				m.note("A part of the picture's texts could not be read: " + err.Error())
			}
			return m.Recalled, nil
		}
	}
	if err != nil {
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	return Recalled{}, &NothingError{}
}

// readers are tried in this order: our own text first, then those that say
// more of what a request holds. A reader returns false when the text is not
// what it reads. The list is never changed.
var readers = []struct {
	keyword string
	read    func(*mapping, string) bool
}{
	{media.KeywordLookbook, (*mapping).lookbook},
	{media.KeywordParameters, (*mapping).parameters},
	{media.KeywordInvokeAI, (*mapping).invokeMetadata},
	{keywordMetadata, (*mapping).invokeImage},
	{keywordDream, (*mapping).dream},
	{media.KeywordComfyUI, (*mapping).comfyPrompt},
	{media.KeywordWorkflow, (*mapping).comfyWorkflow},
	{media.KeywordUserComment, (*mapping).comment},
}

// mapping collects what a text says.
type mapping struct{ Recalled }

// note adds an entry to NotMapped.
func (m *mapping) note(text string) {
	text = api.PlainText(text, maxShown)
	if text == "" || len(m.NotMapped) >= maxNotMapped || slices.Contains(m.NotMapped, text) {
		return
	}
	if len(m.NotMapped) == maxNotMapped-1 {
		text = "and more"
	}
	m.NotMapped = append(m.NotMapped, text)
}

// miss notes a value that has no counterpart.
func (m *mapping) miss(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		m.note(name + ": " + value)
	}
}

// lookbook reads our own text, the shape of which belongs to the engine.
func (m *mapping) lookbook(text string) bool {
	var origin struct {
		JobID   string          `json:"job_id"`
		ImageID string          `json:"image_id"`
		Seed    *int64          `json:"seed"`
		Request json.RawMessage `json:"request"`
	}
	if json.Unmarshal([]byte(text), &origin) != nil || len(origin.Request) == 0 || origin.Request[0] != '{' {
		return false
	}
	if json.Unmarshal(origin.Request, &m.Config) != nil {
		return false
	}
	m.Source, m.JobID, m.ImageID, m.Seed = Lookbook, origin.JobID, origin.ImageID, origin.Seed
	return true
}

// comment reads the comment of a JPEG or WebP: the web UI's text, or JSON of
// ComfyUI's extensions. A camera's or a person's comment is neither.
func (m *mapping) comment(text string) bool {
	if isObject(text) {
		return m.jsonObject(text)
	}
	return infotext.Parse(text).Fields != nil && m.parameters(text)
}

// jsonObject reads JSON that stands where the web UI's text usually does.
func (m *mapping) jsonObject(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	if params, ok := o["sui_image_params"].(map[string]any); ok {
		m.swarm(params)
		return true
	}
	for _, name := range []string{media.KeywordComfyUI, media.KeywordWorkflow} {
		part, err := json.Marshal(o[name])
		if inner, isText := o[name].(string); isText {
			part = []byte(inner)
		}
		if err != nil || o[name] == nil {
			continue
		}
		read := m.comfyPrompt
		if name == media.KeywordWorkflow {
			read = m.comfyWorkflow
		}
		if read(string(part)) {
			return true
		}
	}
	return m.comfyPrompt(text)
}

func isObject(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "{") }

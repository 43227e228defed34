package recall

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lookbook/api"
	"lookbook/app/media"
)

// Source is the program that wrote the parameters, by its own name.
type Source string

// The programs whose texts are read.
const (
	Lookbook      Source = "Lookbook"
	Automatic1111 Source = "AUTOMATIC1111"
	InvokeAI      Source = "InvokeAI"
	ComfyUI       Source = "ComfyUI"
	SwarmUI       Source = "SwarmUI"
	Fooocus       Source = "Fooocus"
	NovelAI       Source = "NovelAI"
	EasyDiffusion Source = "Easy Diffusion"
	DrawThings    Source = "Draw Things"
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

	// NotMapped is what the picture says and Config does not.
	NotMapped []Note
	Unread    error // why a part of what it says could not be read
}

// NothingError says that a picture holds no parameters that can be read.
type NothingError struct{}

func (*NothingError) Error() string { return "no parameters in this picture" }

const (
	maxNotMapped = 100 // entries of Recalled.NotMapped
	maxShown     = 160 // characters of one's name and value
)

// The keywords of texts that package media has no names for.
const (
	keywordDream    = "Dream"       // InvokeAI 1 and 2
	keywordMetadata = "sd-metadata" // InvokeAI 2

	keywordComment   = "Comment"                    // NovelAI, JSON
	keywordEasyModel = "use_stable_diffusion_model" // Easy Diffusion, which has a text for each field
)

// Read reads a picture's parameters. size is the file's in bytes, beside are
// texts from its sidecar. It is a *NothingError when there are none, and else the
// error of media.ReadTexts, wrapped.
func Read(r io.ReaderAt, size int64, beside ...media.Text) (Recalled, error) {
	texts, err := media.ReadTexts(r, size)
	if errors.Is(err, media.ErrUnsupported) {
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	found, failed := FromTexts(append(texts, beside...))
	switch {
	case err == nil:
		return found, failed
	case failed != nil:
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	found.Unread = err
	return found, nil
}

// FromTexts reads parameters from the texts of a picture, wherever they stand. It
// is a *NothingError when there are none.
func FromTexts(texts []media.Text) (Recalled, error) {
	all := make(map[string]string, len(texts))
	for _, text := range texts {
		if _, before := all[text.Keyword]; !before {
			all[text.Keyword] = text.Value
		}
	}
	for _, reader := range readers {
		for _, text := range texts {
			if text.Keyword != reader.keyword {
				continue
			}
			if m := (&mapping{texts: all}); reader.read(m, text.Value) {
				return m.Recalled, nil
			}
		}
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
	{keywordComment, novelAI},
	{keywordEasyModel, easyTexts},
	{media.KeywordUserComment, (*mapping).comment},
	{media.KeywordDescription, (*mapping).comment},
	{media.KeywordXMP, packet},
}

// mapping collects what a text says.
type mapping struct {
	Recalled
	texts map[string]string // all of the picture, by keyword
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

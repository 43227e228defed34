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
	JobID   string // "": unknown
	ImageID string // "": unknown

	// Seed is the seed of this picture. Lookbook's request may have left the
	// seed to the service, and is unchanged.
	Seed *int64

	// NotMapped is what the picture says and Config doesn't.
	NotMapped []Note
	Unread    error // why some texts could not be read
}

// NothingError says that a picture has no readable parameters.
type NothingError struct {
	Signed bool // it has content credentials, where Lookbook doesn't look for them
}

func (*NothingError) Error() string { return "no parameters in this picture" }

const (
	maxNotMapped = 100 // entries of Recalled.NotMapped
	maxShown     = 160 // characters of an entry's name and value
)

// Keywords of texts without a name in package media.
const (
	keywordDream    = "Dream"       // InvokeAI 1 and 2
	keywordMetadata = "sd-metadata" // InvokeAI 2

	keywordComment   = "Comment"                    // NovelAI, JSON
	keywordEasyModel = "use_stable_diffusion_model" // Easy Diffusion, with a text for each field
)

// Read reads a picture's parameters. size is that of the file in bytes; beside are texts from its
// sidecar. The error is a *NothingError when there are none, otherwise that of media.ReadTexts,
// wrapped.
func Read(r io.ReaderAt, size int64, beside ...media.Text) (Recalled, error) {
	texts, err := media.ReadTexts(r, size)
	if errors.Is(err, media.ErrUnsupported) {
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	found, failed := FromTexts(append(texts, beside...))
	if failed != nil {
		if hidden := hiddenTexts(r, size); hidden != nil {
			found, failed = FromTexts(hidden)
		}
	}
	signed, _ := media.Signed(r, size) // what is wrong with the file is in err
	switch {
	case failed == nil:
		m := mapping{Recalled: found}
		m.Unread = err
		if signed && m.Source != Lookbook {
			m.note(Credentials, "", "")
		}
		return m.Recalled, nil
	case err != nil:
		return Recalled{}, fmt.Errorf("reading a picture's parameters: %w", err)
	}
	return Recalled{}, &NothingError{Signed: signed}
}

// FromTexts reads parameters from the texts of a picture, wherever they come from. The error is a
// *NothingError when there are none.
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

// readers are tried in order: our own text first, then those with more of a
// request. A reader returns false for a text of another kind. The list is never
// changed.
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

// mapping collects the parameters of a text.
type mapping struct {
	Recalled
	texts map[string]string // all texts of the picture, by keyword
}

// lookbook reads our own text, whose form package origin defines.
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

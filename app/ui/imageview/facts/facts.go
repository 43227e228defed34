package facts

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// Fact is one thing to tell about a picture.
type Fact struct {
	// Name is the field's own word at the window.
	Name, Value string
	Long        bool // a text of any length, to be set beneath its name
}

// Models is what models are called, by their ids; nil: by these. It is called on
// any goroutine.
type Models func(id string) string

// words are what a model is called, with the id that everything else knows it by.
func (m Models) words(id string) string {
	if m == nil {
		return id
	}
	name := m(id)
	if strings.Contains(name, id) {
		return name
	}
	return name + " · " + id
}

// Of is what is known of a picture and of the job that made it, the most telling first. What is not known is left out;
// without the job there is only what the picture itself says.
func Of(img library.Image, e *library.Entry, credentials files.Credentials, models Models) []Fact {
	list := Parameters(img, e, models)
	if img.JobID != "" {
		list = append(list, Fact{Name: message.T("facts.job"), Value: img.JobID})
	}
	if e != nil && !e.Created.IsZero() {
		list = append(list, Fact{Name: message.T("facts.made"), Value: message.DateTime(e.Created.Local())})
	}
	if tags := strings.Join(img.Marks.Tags, ", "); tags != "" {
		list = append(list, Fact{Name: message.T("facts.tags"), Value: tags, Long: true})
	}
	if img.Path != "" {
		if img.Bytes > 0 {
			list = append(list, Fact{Name: message.T("facts.bytes"), Value: humanize.Bytes(uint64(img.Bytes))})
		}
		if img.Doubted {
			list = append(list, Fact{Name: message.T("facts.checksum"), Value: message.T("facts.checksum.odd"), Long: true})
		}
		switch credentials {
		case files.CredentialsAsSaved:
			list = append(list, Fact{Name: message.T("facts.credentials"), Value: message.T("facts.credentials.unchanged")})
		case files.CredentialsChanged:
			list = append(list, Fact{Name: message.T("facts.credentials"), Value: message.T("facts.credentials.changed"), Long: true})
		}
		list = append(list, Fact{Name: message.T("facts.file"), Value: img.Path, Long: true})
	}
	return list
}

// Parameters are what a picture was made with, in the order in which they are told.
func Parameters(img library.Image, e *library.Entry, models Models) []Fact {
	var list []Fact
	add := func(name, value string, long bool) {
		if value != "" {
			list = append(list, Fact{name, value, long})
		}
	}
	var c api.Config
	if e != nil {
		c = img.Asked(e.Job)
	}
	head := []request.Field{request.Prompt, request.Negative, request.CheckpointID, request.BaseModel, request.ModelType}
	for _, field := range head {
		row := field.Row()
		value := row.Get(c)
		if row.Kind == request.KindModel {
			value = models.words(value)
		}
		add(name(row), value, row.Kind == request.KindPrompt)
	}
	if img.Generated.Seed != nil { // the one of this very picture
		add(message.Field(request.Seed), strconv.FormatInt(*img.Generated.Seed, 10), false)
	}
	add(message.T("facts.size"), sizeWords(img.Width, img.Height), false)
	head = append(head, request.Seed, request.Width, request.Height)
	for _, row := range request.Rows() {
		if !row.Untold && !slices.Contains(head, row.Field) {
			add(name(row), valueOf(row, c), false)
		}
	}
	for _, key := range request.Odd(c) {
		add(key, plain(c.Unknown[key]), false)
	}
	return list
}

// name is what a field is called here, where both fields of a model are told, and a picture has tags of its own.
func name(row request.Row) string {
	switch row.Field {
	case request.BaseModel:
		return message.T("facts.base.model")
	case request.Tags:
		return message.T("facts.job.tags")
	}
	return message.Field(row.Field)
}

// valueOf is a field's value as it is told.
func valueOf(row request.Row, c api.Config) string {
	switch value := row.Get(c); {
	case row.Field == request.Denoising && request.HighRes.Row().Get(c) == "false":
		return ""
	case row.Kind == request.KindTags:
		return tagWords(c.Tags)
	case row.Kind == request.KindSwitch && value != "":
		return onOff(value == "true")
	default:
		return value
	}
}

// sizeWords says how many pixels a picture has, "" when that is not known.
func sizeWords(width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	return strconv.Itoa(width) + " × " + strconv.Itoa(height)
}

func onOff(on bool) string {
	if on {
		return message.T("facts.on")
	}
	return message.T("facts.off")
}

func tagWords(tags []api.Tag) string {
	words := make([]string, len(tags))
	for i, t := range tags {
		words[i] = t.Key
		if t.Value != "" {
			words[i] += ": " + t.Value
		}
	}
	return strings.Join(words, ", ")
}

// plain is a value that only the service knows: a text without its quotes, anything else as it was sent.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

package facts

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// Fact is one piece of information about a picture.
type Fact struct {
	// Name is the name of the field in the window.
	Name, Value string
	Long        bool // a text of any length, to be shown below its name
}

// Models returns a model's name by its id; nil: the id is the name. It is called on any goroutine.
type Models func(id string) string

// words returns a model's name together with its id, which everything else uses.
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

// Of returns what is known about a picture and its job, the most important first. Unknown facts are left out; without
// the job there are only those of the picture itself.
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
			list = append(list, Fact{Name: message.T("facts.bytes"), Value: message.Bytes(uint64(img.Bytes))})
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

// Parameters returns the parameters of a picture, in the order of its details.
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
	if img.Generated.Seed != nil { // the seed of this picture
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

// name is the name of a field here, where both fields of a model are shown, and pictures have tags of their own.
func name(row request.Row) string {
	switch row.Field {
	case request.BaseModel:
		return message.T("facts.base.model")
	case request.Tags:
		return message.T("facts.job.tags")
	}
	return message.Field(row.Field)
}

// valueOf returns a field's value as shown.
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

// sizeWords formats a picture's size; "": unknown.
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

// plain formats a value of an unknown field: a text without its quotes, anything else as it was sent.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

package recall

import (
	"encoding/json"
	"regexp"
	"strings"

	"lookbook/app/media"
	"lookbook/app/media/infotext"
)

// comment reads the comment of a JPEG or WebP: the web UI's text, or JSON of
// another program. A camera's or a person's comment is neither.
func (m *mapping) comment(text string) bool {
	if isJSON(text) {
		return m.jsonObject(text)
	}
	return infotext.Parse(text).Fields != nil && m.parameters(text)
}

// isJSON reports whether a text is JSON, possibly truncated: JSON of an unknown
// program is not a prompt.
func isJSON(text string) bool {
	text = unwrapped(text)
	if json.Valid([]byte(withoutNaN(text))) {
		return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
	}
	return beginsObject.MatchString(text) && !ownFields.MatchString(text)
}

// unwrapped returns a text without surrounding blanks, a byte order mark, and
// the quotes of JSON within JSON.
func unwrapped(text string) string {
	const around = " \t\r\n\x00\uFEFF"
	text = strings.Trim(text, around)
	var within string
	if strings.HasPrefix(text, `"{`) && json.Unmarshal([]byte(text), &within) == nil {
		return strings.Trim(within, around)
	}
	return text
}

var (
	// beginsObject matches the start of an object, also in Python's quotes.
	beginsObject = regexp.MustCompile(`^\s*\[?\s*\{\s*(?:"(?:\\.|[^"\\])*"|'[^']*')\s*:`)

	// ownFields matches the web UI's line of fields after a prompt that is JSON.
	ownFields = regexp.MustCompile(`(?m)^(?:Negative prompt:|Steps: *\d)`)
)

// jsonObject reads JSON in the place of the web UI's text.
func (m *mapping) jsonObject(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	if params, ok := o["sui_image_params"].(map[string]any); ok {
		m.swarm(params)
		return true
	}
	for _, read := range []func(*mapping, map[string]any) bool{fooocus, easy, drawThings} {
		if read(m, o) {
			return true
		}
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

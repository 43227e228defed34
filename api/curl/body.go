package curl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"lookbook/api"
)

// maxNotes bounds Request.Notes.
const maxNotes = 50

// readBody reads the JSON of the request.
func (r *reader) readBody() error {
	w := *r.body
	if r.unescape != nil && !json.Valid([]byte(w.value)) {
		w = r.unescape(w)
	}
	text := strings.TrimPrefix(w.value, "\uFEFF")
	start := len(w.value) - len(strings.TrimLeft(text, " \t\r\n"))
	if start == len(w.value) {
		return r.src.fail(w.at, "The request is empty.")
	}
	raw := []byte(w.value[start:])
	if !json.Valid(raw) {
		w.value = w.value[:start] + plainBlanks(w.value[start:])
		raw = []byte(w.value[start:])
	}
	if !json.Valid(raw) {
		return r.notJSON(w, start)
	}
	if at, escape := half(w.value[start:]); at >= 0 {
		return r.src.fail(w.place(start+at), "%s is only half of a character. Its other half is missing.", escape)
	}
	if raw[0] != '{' {
		return r.src.fail(w.place(start), "This is JSON, but not a request: a request is one object, in braces.")
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return r.notJSON(w, start)
	}
	if compact.Len() > api.MaxRequestBytes {
		return r.src.fail(w.at, "The request has %d kB, and at most %d kB can be sent.", compact.Len()>>10, api.MaxRequestBytes>>10)
	}
	if err := json.Unmarshal(compact.Bytes(), &r.request.Config); err != nil {
		// Valid JSON and an object: what remains is that it is nested without end.
		return r.src.fail(w.place(start), "The request is nested too deeply to be one.")
	}
	r.note()
	return nil
}

// note says which fields are not known here.
func (r *reader) note() {
	known := map[string]bool{}
	config := reflect.TypeFor[api.Config]()
	for i := range config.NumField() {
		known[config.Field(i).Tag.Get("json")] = true
	}
	for _, name := range slices.Sorted(maps.Keys(r.request.Config.Unknown)) {
		switch {
		case known[name]: // a value of another kind, which checking the request reports
		case len(r.request.Notes) == maxNotes:
			r.request.Notes = append(r.request.Notes, "There are more fields that are not known here.")
			return
		default:
			r.request.Notes = append(r.request.Notes, fmt.Sprintf("The field “%s” is not known here. It is kept and sent on.", shown(name)))
		}
	}
}

// notJSON says where and why a text is no JSON.
func (r *reader) notJSON(w word, start int) error {
	raw := w.value[start:]
	var syntax *json.SyntaxError
	var ignored json.RawMessage
	err := json.Unmarshal([]byte(raw), &ignored)
	if !errors.As(err, &syntax) {
		return r.src.fail(w.at, "The request is not JSON.")
	}
	offset := min(max(int(syntax.Offset)-1, 0), len(raw))
	if endsEarly(syntax) {
		offset = len(strings.TrimRight(raw, " \t\r\n"))
	}
	for offset > 0 && offset < len(raw) && !utf8.RuneStart(raw[offset]) {
		offset--
	}
	e := r.src.fail(w.place(start+offset), "%s", whyNotJSON(raw, offset, syntax))
	e.notJSON = true
	return e
}

func whyNotJSON(raw string, offset int, err *json.SyntaxError) string {
	if endsEarly(err) {
		return "The JSON ends too early: something is missing at its end."
	}
	if strings.Contains(err.Error(), "exceeded max depth") {
		return "The request is nested too deeply to be one."
	}
	at, _ := utf8.DecodeRuneInString(raw[offset:])
	last := strings.TrimRight(raw[:offset], " \t\r\n")
	switch {
	case isDoubleQuote(at) && at != '"' || isSingleQuote(at) && at != '\'':
		return fmt.Sprintf("The JSON has a typographic quote %c here, where a plain \" belongs.", at)
	case at == '\'':
		return "The JSON has a ' here, where a \" belongs."
	case (at == '}' || at == ']') && strings.HasSuffix(last, ","):
		return "The JSON has a comma too many here."
	case at == '\n' || at == '\r':
		return "A line ends within a text of the JSON. There it has to be written as \\n."
	case offset == 0:
		return "What should be the request is not JSON."
	}
	return "This is not JSON: " + strings.TrimSuffix(err.Error(), ".") + "."
}

func endsEarly(err *json.SyntaxError) bool { return strings.HasPrefix(err.Error(), "unexpected end") }

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

// readBody reads the JSON of the request.
func (r *reader) readBody() error {
	w := *r.body
	if r.unescape != nil && !json.Valid([]byte(w.value)) {
		w = r.unescape(w)
	}
	text := strings.TrimPrefix(w.value, "\uFEFF")
	start := len(w.value) - len(strings.TrimLeft(text, " \t\r\n"))
	if start == len(w.value) {
		return r.src.fail(w.at, NoBody)
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
		return r.src.fail(w.place(start+at), HalfCharacter, "Text", escape)
	}
	if raw[0] != '{' {
		return r.src.fail(w.place(start), NotOneObject)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return r.notJSON(w, start)
	}
	if compact.Len() > api.MaxRequestBytes {
		return r.src.fail(w.at, TooLong, "Number", fmt.Sprint(compact.Len()>>10), "Most", fmt.Sprint(api.MaxRequestBytes>>10))
	}
	if err := json.Unmarshal(compact.Bytes(), &r.request.Config); err != nil {
		// It is valid JSON and an object, so it must be nested too deeply.
		return r.src.fail(w.place(start), TooDeep)
	}
	r.note()
	return nil
}

// note lists the unknown fields.
func (r *reader) note() {
	known := map[string]bool{}
	config := reflect.TypeFor[api.Config]()
	for i := range config.NumField() {
		known[config.Field(i).Tag.Get("json")] = true
	}
	for _, name := range slices.Sorted(maps.Keys(r.request.Config.Unknown)) {
		if !known[name] { // otherwise a value of another type, which the check of the request reports
			r.request.Unknown = append(r.request.Unknown, shown(name))
		}
	}
}

// notJSON says where and why a text is not JSON.
func (r *reader) notJSON(w word, start int) error {
	raw := w.value[start:]
	var syntax *json.SyntaxError
	var ignored json.RawMessage
	err := json.Unmarshal([]byte(raw), &ignored)
	if !errors.As(err, &syntax) {
		return r.src.fail(w.at, BodyNotJSON)
	}
	offset := min(max(int(syntax.Offset)-1, 0), len(raw))
	if endsEarly(syntax) {
		offset = len(strings.TrimRight(raw, " \t\r\n"))
	}
	for offset > 0 && offset < len(raw) && !utf8.RuneStart(raw[offset]) {
		offset--
	}
	f, with := whyNotJSON(raw, offset, syntax)
	return r.src.fail(w.place(start+offset), f, with...)
}

func whyNotJSON(raw string, offset int, err *json.SyntaxError) (f Fault, with []string) {
	if endsEarly(err) {
		return EndsEarly, nil
	}
	if strings.Contains(err.Error(), "exceeded max depth") {
		return TooDeep, nil
	}
	at, _ := utf8.DecodeRuneInString(raw[offset:])
	last := strings.TrimRight(raw[:offset], " \t\r\n")
	switch {
	case isDoubleQuote(at) && at != '"' || isSingleQuote(at) && at != '\'':
		return JSONQuote, []string{"Sign", string(at)}
	case at == '\'':
		return JSONSingle, nil
	case (at == '}' || at == ']') && strings.HasSuffix(last, ","):
		return JSONComma, nil
	case at == '\n' || at == '\r':
		return JSONLineEnd, nil
	case offset == 0:
		return NotJSON, nil
	}
	return JSONOther, []string{"Text", strings.TrimSuffix(err.Error(), ".")}
}

func endsEarly(err *json.SyntaxError) bool { return strings.HasPrefix(err.Error(), "unexpected end") }

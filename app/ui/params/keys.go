package params

import (
	"encoding/json"
	"strings"

	"lookbook/api/curl"
	"lookbook/api/redact"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// keyFilter keeps API keys out of the fields, because their content ends up in
// files and pictures. It reports what it found in a pasted text.
type keyFilter struct {
	redact func(text string) string
	say    func(kind widgets.BannerKind, words string, actions ...widgets.Action)
	// onRequest and onKey are offered for a pasted request and a pasted key;
	// nil: not offered.
	onRequest, onKey func(text string)
}

// lineEnds normalises line ends of Windows and old Macs, which would be sent to
// the service within a prompt.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// pasted returns the part of a pasted text that goes into a field.
func (k *keyFilter) pasted(text string) string {
	text = lineEnds.Replace(text)
	clean := k.redact(text)
	taken, request := clean != text, curl.Looks(text)
	var actions []widgets.Action
	if request && k.onRequest != nil {
		actions = append(actions, widgets.Action{Text: message.T("params.key.fill"), Run: func() { k.onRequest(text) }})
	}
	switch {
	case taken && keyAlone(clean):
		if k.onKey != nil {
			actions = append(actions, widgets.Action{Text: message.T("params.key.use"), Run: func() { k.onKey(text) }})
		}
		k.say(widgets.BannerWarning, message.T("params.key.alone"), actions...)
		return ""
	case taken && request:
		k.say(widgets.BannerWarning, message.T("params.key.request"), actions...)
	case taken:
		k.say(widgets.BannerWarning, message.T("params.key.paste"))
	case request:
		k.say(widgets.BannerInfo, message.T("params.request"), actions...)
	}
	return clean
}

// keyAlone reports whether a text was only a key.
func keyAlone(clean string) bool {
	rest := strings.TrimSpace(strings.ReplaceAll(clean, redact.Mark, ""))
	return rest == "" || strings.EqualFold(rest, "bearer") || strings.Trim(rest, "\"'`") == ""
}

// state returns a state without the keys in its texts, and whether there were
// any.
func (k *keyFilter) state(s State) (clean State, taken bool) {
	raw, err := json.Marshal(s)
	if err != nil {
		return s, false
	}
	text := k.redact(string(raw))
	if text == string(raw) {
		return s, false
	}
	if clean, err = ParseState([]byte(text)); err != nil {
		return s, false // the library removes keys from what it stores
	}
	return clean, true
}

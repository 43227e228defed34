package params

import (
	"encoding/json"
	"strings"

	"lookbook/api/curl"
	"lookbook/api/redact"
	"lookbook/widgets"
)

// pasted answers what of a pasted text goes into a field: all but an API key,
// which would end up in files and pictures. It says so, and offers to fill the
// panel where the text is a whole request.
func (p *Pane) pasted(text string) string {
	clean := p.redacted(text)
	taken, request := clean != text, curl.Looks(text)
	var actions []widgets.Action
	if request && p.params.OnRequest != nil {
		actions = append(actions, widgets.Action{Text: "Fill the panel", Run: func() { p.params.OnRequest(text) }})
	}
	switch {
	case taken && keyAlone(clean):
		if p.params.OnKey != nil {
			actions = append(actions, widgets.Action{Text: "Use this key", Run: func() { p.params.OnKey(text) }})
		}
		p.Say(widgets.BannerWarning, "That is an API key. It was not pasted, so that it ends up in no picture.", actions...)
		return ""
	case taken && request:
		p.Say(widgets.BannerWarning, "That is an API request. The key in it was taken out, and “dl-…” stands in its place.", actions...)
	case taken:
		p.Say(widgets.BannerWarning, "An API key was taken out of what you pasted; “dl-…” stands in its place.")
	case request:
		p.Say(widgets.BannerInfo, "That is an API request.", actions...)
	}
	return clean
}

// keyAlone reports whether nothing but a key was in a text.
func keyAlone(clean string) bool {
	rest := strings.TrimSpace(strings.ReplaceAll(clean, redact.Mark, ""))
	return rest == "" || strings.EqualFold(rest, "bearer") || strings.Trim(rest, "\"'`") == ""
}

// redacted is text without keys.
func (p *Pane) redacted(text string) string {
	if p.params.Redact != nil {
		return p.params.Redact(text)
	}
	return redact.Text(text)
}

// holdsKey takes a key out of a field that it got into in another way than
// with a paste. The field's OnChanged is called again then, without it.
func (p *Pane) holdsKey(text string, set func(text string)) bool {
	clean := p.redacted(text)
	if clean == text {
		return false
	}
	set(clean)
	if !p.filling {
		p.Say(widgets.BannerWarning, "An API key was taken out of this field; “dl-…” stands in its place.")
	}
	return true
}

// cleaned is holdsKey for a field whose OnChanged is not called when it is set:
// the text that it has now.
func (p *Pane) cleaned(text string, set func(text string)) string {
	p.holdsKey(text, set)
	return p.redacted(text)
}

// withoutKeys is a state without the keys in its texts, and whether there were
// any.
func (p *Pane) withoutKeys(s State) (clean State, taken bool) {
	raw, err := json.Marshal(s)
	if err != nil {
		return s, false
	}
	text := p.redacted(string(raw))
	if text == string(raw) {
		return s, false
	}
	if clean, err = ParseState([]byte(text)); err != nil {
		return s, false // the library takes keys out of what it stores
	}
	return clean, true
}

package params

import (
	"encoding/json"
	"fmt"
	"maps"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// State is the content of the pane. Unlike in a request, its prompts may
// contain alternatives in braces.
type State struct {
	Config api.Config               `json:"request"`
	Sweeps map[request.Field]string `json:"sweeps,omitempty"` // lists of values, as typed
	Locked bool                     `json:"locked,omitempty"` // the sides keep their aspect ratio
	// Parent is the picture or job that the request was made from. It stays while
	// the request is edited, until the prompt is emptied.
	Parent library.Origin `json:"parent,omitzero"`
}

// StateOf returns the state that sends exactly this request.
func StateOf(config api.Config) State {
	config.Prompt = variations.Escape(config.Prompt)
	config.NegativePrompt = variations.Escape(config.NegativePrompt)
	return State{Config: config}
}

// ParseState decodes a state encoded with json.Marshal.
func ParseState(stored []byte) (State, error) {
	var s State
	if err := json.Unmarshal(stored, &s); err != nil {
		return State{}, fmt.Errorf("reading what was being written: %w", err)
	}
	return s, nil
}

// State returns the content of the pane.
func (p *Pane) State() State {
	return State{Config: p.draft.Config(), Sweeps: maps.Clone(p.lists.texts), Locked: p.draft.Sides.Locked(), Parent: p.parent}
}

// SetState shows a state, with prompts and lists of values unchanged. It is not
// an edit: OnDraft is not called.
func (p *Pane) SetState(s State) {
	s, taken := p.form.keys.state(s)
	p.draft.Sides.Lock(false)
	p.draft.Load(s.Config)
	p.draft.Sides.Lock(s.Locked)
	p.parent = s.Parent
	p.Buttons.edited()
	p.Hush()
	p.fill(s.Sweeps)
	p.scroll.ScrollToTop()
	if taken {
		p.Say(widgets.BannerWarning, message.T("params.key.shown"))
	}
}

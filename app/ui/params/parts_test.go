package params

import (
	"slices"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/widgets"
)

// field is a marker without a control.
type field struct {
	marker
	words string
}

func (f *field) Error() string         { return f.words }
func (f *field) SetError(words string) { f.words = words }
func (f *field) SetWarning(string)     {}

func TestMarksLeaveANumberInPeaceWhileItIsTyped(t *testing.T) {
	width, tags, far := &field{}, &field{}, false
	m := &marks{
		places: map[request.Field]place{
			request.Width: {marker: width, number: true, beyond: func() bool { return far }},
			request.Tags:  {marker: tags},
		},
		served: map[request.Field]string{}, shown: map[request.Field]string{},
	}
	wrong := []problem{
		{field: request.Width, words: "too small"},
		{field: request.Tags, words: "no name"},
		{field: request.Prompt, words: "empty", empty: true},
	}
	m.show(wrong, request.Width)
	if width.words != "" || tags.words != "no name" {
		t.Fatalf("while typing: width %q, tags %q", width.words, tags.words)
	}
	far = true
	if m.show(wrong, request.Width); width.words != "too small" {
		t.Errorf("beyond help: width %q", width.words)
	}
	if m.show(nil); width.words+tags.words != "" {
		t.Errorf("put right: width %q, tags %q", width.words, tags.words)
	}
	first, rest := m.serve([]api.FieldError{
		{Loc: []string{"body", "tags", "0"}, Message: "too long"}, {Loc: []string{"body", "cookie"}, Message: "odd"},
	})
	if m.show(nil); first != request.Tags || len(rest) != 1 || m.at(request.Tags) != "too long" {
		t.Errorf("the service's words: first %q, %d of no field, tags %q", first, len(rest), m.at(request.Tags))
	}
	m.edited(request.Tags)
	if m.show(nil); m.at(request.Tags) != "" {
		t.Errorf("edited: tags %q", m.at(request.Tags))
	}
}

func TestThePlanNeedsNoPane(t *testing.T) {
	config := request.Defaults()
	config.Prompt = "a {red|blue} boat"
	lists := &valueLists{texts: map[request.Field]string{request.Seed: "1..3"}, models: request.StockModels}
	p := &planner{draft: request.NewDraft(config), lists: lists}
	p.replan()
	if p.err != nil || p.plan.Count() != 6 || p.first().Prompt != "a red boat" || len(p.problems()) != 0 {
		t.Errorf("%d requests (%v), the first %q, problems %v", p.plan.Count(), p.err, p.first().Prompt, p.problems())
	}
	p.lists.texts[request.Seed] = "1, many"
	p.replan()
	if found := p.problems(); len(found) != 1 || !found[0].inList || found[0].field != request.Seed {
		t.Errorf("problems %+v", found)
	}
}

func TestKeysAreFoundAndTheRestIsOffered(t *testing.T) {
	var said []string
	var offered []string
	k := &keyFilter{
		redact: func(text string) string { return strings.ReplaceAll(text, "secret", "dl-…") },
		say: func(_ widgets.BannerKind, words string, actions ...widgets.Action) {
			said = append(said, words)
			for _, a := range actions {
				offered = append(offered, a.Text)
			}
		},
		onKey: func(string) {},
	}
	if got := k.pasted("a boat"); got != "a boat" || said != nil {
		t.Errorf("%q, said %q", got, said)
	}
	if got := k.pasted("secret"); got != "" || !slices.Equal(offered, []string{"Use this key"}) {
		t.Errorf("a key alone: %q, offered %q", got, offered)
	}
	if got := k.pasted("a boat secret"); got != "a boat dl-…" || len(said) != 2 {
		t.Errorf("a key in a text: %q, said %q", got, said)
	}
	if s, taken := k.state(State{Config: api.Config{Prompt: "secret boat"}}); !taken || s.Config.Prompt != "dl-… boat" {
		t.Errorf("a state: %q, taken %v", s.Config.Prompt, taken)
	}
}

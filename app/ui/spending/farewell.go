package spending

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/api"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Loved is a request whose pictures a person kept.
type Loved struct {
	Config api.Config
	Kept   int // pictures
}

const (
	usualPrompts  = 5  // proposed at first
	mostFarewell  = 64 // pictures of each prompt
	usualFarewell = 4
)

// Farewell proposes a batch of the prompts that a person kept most with a model.
type Farewell struct {
	loved   []Loved
	cost    func([]api.Config) string
	prompts *widgets.NumberEntry
	each    *widgets.NumberEntry
	listed  *fyne.Container
	sum     *widgets.Label
	content fyne.CanvasObject
}

// NewFarewell makes the proposal. intro says which model it is for and until when it is there; cost says
// in words what requests cost, "": nothing is said.
func NewFarewell(intro string, loved []Loved, cost func([]api.Config) string) *Farewell {
	f := &Farewell{loved: loved, cost: cost, listed: arrange.Stack(darkroom.Space8), sum: note("")}
	f.prompts = widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("farewell.prompts"), Min: 1, Max: float64(len(loved)), Step: 1})
	f.prompts.SetText(strconv.Itoa(min(usualPrompts, len(loved))))
	f.each = widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("farewell.each"), Min: 1, Max: mostFarewell, Step: 1})
	f.each.SetText(strconv.Itoa(usualFarewell))
	changed := func(widgets.Number, bool) { f.show() }
	f.prompts.OnChanged, f.each.OnChanged = changed, changed
	f.content = container.NewBorder(
		arrange.Inset(darkroom.Space8, 0, darkroom.Space8, arrange.Stack(darkroom.Space12, note(intro), arrange.Columns(darkroom.Space12, f.prompts, f.each))),
		arrange.Inset(darkroom.Space8, darkroom.Space8, darkroom.Space8, f.sum), nil, nil,
		container.NewVScroll(arrange.Inset(darkroom.Space8, 0, 0, f.listed)))
	f.show()
	return f
}

// Object returns the proposal.
func (f *Farewell) Object() fyne.CanvasObject { return f.content }

// Requests are those of the numbers as they are; none: they make no sense.
func (f *Farewell) Requests() []api.Config {
	prompts, ok := count(f.prompts, len(f.loved))
	each, fine := count(f.each, mostFarewell)
	if !ok || !fine {
		return nil
	}
	requests := make([]api.Config, prompts)
	for i := range requests {
		requests[i] = f.loved[i].Config
		requests[i].NumSamples = each
	}
	return requests
}

// count is a whole number from 1 to most.
func count(e *widgets.NumberEntry, most int) (int, bool) {
	n, err := strconv.Atoi(e.Text())
	return n, err == nil && n >= 1 && n <= most
}

// show lists the prompts of the batch, and says what it costs.
func (f *Farewell) show() {
	requests := f.Requests()
	f.listed.RemoveAll()
	for i := range requests {
		prompt := widgets.NewLabel(f.loved[i].Config.Prompt)
		prompt.SetMinWidth(0)
		prompt.SetLines(2)
		f.listed.Add(arrange.Stack(darkroom.Space4, prompt, note(message.N("farewell.kept", f.loved[i].Kept))))
	}
	words := message.T("farewell.none")
	if len(requests) > 0 {
		words = message.N("farewell.sum", len(requests), message.With{"Images": message.N("command.images", len(requests)*requests[0].NumSamples)})
		if cost := f.cost(requests); cost != "" {
			words = message.N("farewell.sum.cost", len(requests), message.With{"Images": message.N("command.images", len(requests)*requests[0].NumSamples), "Cost": cost})
		}
	}
	f.sum.SetText(words)
	f.content.Refresh()
}

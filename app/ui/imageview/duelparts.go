package imageview

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/duel"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// pairLayout puts two images beside each other, whatever the shape of the window: their keys are Left and Right. One
// image has all the room.
type pairLayout struct{}

func (pairLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 100) }

func (pairLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	parts[0].Move(fyne.NewPos(0, 0))
	if !parts[1].Visible() {
		parts[0].Resize(size)
		return
	}
	half := fyne.NewSize((size.Width-tableGap)/2, size.Height)
	parts[0].Resize(half)
	parts[1].Move(fyne.NewPos(half.Width+tableGap, 0))
	parts[1].Resize(half)
}

// duelFoot is the line below the images: what can be chosen, and how much is left.
type duelFoot struct {
	widget.BaseWidget
	d                  *Duel
	left, equal, right *widgets.QuietButton
	back, restart      *widgets.QuietButton
	words              *widgets.Label
}

func newDuelFoot(d *Duel) *duelFoot {
	f := &duelFoot{d: d, words: widgets.NewQuietLabel("")}
	f.words.SetMinWidth(0)
	button := func(key string, do func()) *widgets.QuietButton {
		return widgets.NewQuietButton(message.T(key), func() {
			do()
			d.Focus()
		})
	}
	f.left = button("duel.choose.left", func() { d.step(-1) })
	f.equal = button("duel.choose.equal", func() { d.choose(0) })
	f.right = button("duel.choose.right", func() { d.step(1) })
	f.back = button("duel.undo", d.undo)
	f.restart = button("duel.restart", d.restart)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is Fyne's.
func (f *duelFoot) CreateRenderer() fyne.WidgetRenderer {
	line := container.New(layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12),
		container.New(duelFootLayout{}, f.words, container.New(widgets.NewLine(darkroom.Space8), f.left, f.equal, f.right),
			container.New(widgets.NewLine(darkroom.Space8), f.restart, f.back)))
	return renderer(f, widgets.NewSurface(darkroom.ColorNameWindow, line))
}

// duelFootLayout puts the choices in the middle, or as near to it as the buttons at the end allow. The
// words before them are cut if there is too little room.
type duelFootLayout struct{}

func (duelFootLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	choices, end := o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(choices.Width+darkroom.Space8+end.Width, max(choices.Height, end.Height, o[0].MinSize().Height))
}

func (duelFootLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, width float32) {
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	choices, end := o[1].MinSize().Width, o[2].MinSize().Width
	x := max(min((size.Width-choices)/2, size.Width-end-darkroom.Space8-choices), 0)
	put(o[0], 0, max(x-darkroom.Space8, 0))
	put(o[1], x, choices)
	put(o[2], size.Width-end, end)
}

func (f *duelFoot) tell() {
	open := f.d.open()
	for _, b := range []*widgets.QuietButton{f.left, f.equal, f.right} {
		arrange.Show(b, open)
	}
	arrange.Show(f.restart, !open)
	arrange.Enable(f.back, len(f.d.state.Games) > 0)
	switch {
	case open:
		f.words.SetText(message.N("duel.left", f.d.state.Left()))
	case len(f.d.order) == 0:
		f.words.SetText("")
	default:
		f.words.SetText(message.T("duel.place", message.With{"Place": f.d.at + 1, "Count": len(f.d.order)}))
	}
	f.Refresh()
}

// duelResults is the panel beside the winner: which settings won.
type duelResults struct {
	widget.BaseWidget
	d      *Duel
	column *fyne.Container
	scroll *container.Scroll
	preset *widgets.QuietButton
	use    *widgets.QuietButton
}

func newDuelResults(d *Duel) *duelResults {
	r := &duelResults{d: d, column: arrange.Stack(darkroom.Space12)}
	r.scroll = container.NewVScroll(arrange.Inset(darkroom.Space16, darkroom.Space16, darkroom.Space16, r.column))
	r.preset = widgets.NewQuietButton(message.T("duel.preset"), d.savePreset)
	r.use = widgets.NewQuietButton(message.T("duel.use"), d.useSettings)
	r.ExtendBaseWidget(r)
	r.Hide()
	return r
}

// CreateRenderer is Fyne's.
func (r *duelResults) CreateRenderer() fyne.WidgetRenderer {
	inset := layout.NewCustomPaddedLayout(darkroom.Space16, darkroom.Space16, darkroom.Space16, darkroom.Space16)
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), container.New(inset, arrange.Stack(darkroom.Space4, r.preset, r.use)))
	edge := container.NewBorder(nil, nil, widgets.NewVerticalHairline(), nil)
	body := container.NewStack(container.New(layout.NewBorderLayout(nil, foot, nil, nil), foot, r.scroll), edge)
	return renderer(r, widgets.NewSurface(darkroom.ColorNamePane, body))
}

// tell shows what won. While pairs are being asked it shows nothing: the duel is blind.
func (r *duelResults) tell() {
	r.column.RemoveAll()
	if r.d.open() {
		return
	}
	r.column.Add(widgets.NewTitle(message.T("duel.clear")))
	words := widgets.NewQuietLabel(message.N("duel.pairs", len(r.d.state.Games)))
	words.SetLines(0)
	r.column.Add(words)
	list := r.d.scored()
	for _, s := range list {
		heading := widgets.NewLabel(s.name)
		heading.SetBold(true)
		lines := arrange.Stack(darkroom.Space4, heading)
		for i, score := range s.scores {
			lines.Add(scoreLine(score, i == 0))
		}
		r.column.Add(lines)
	}
	if len(list) == 0 {
		none := widgets.NewQuietLabel(message.T("duel.same.settings"))
		none.SetLines(0)
		r.column.Add(none)
	}
	r.scroll.Content.Refresh()
	r.scroll.Refresh()
}

// scored is a field, and how its values did, the strongest first.
type scored struct {
	name   string
	scores []duel.Score
}

// scored returns how the settings did. The words of a prompt are together, each as compared with prompts that lack it.
func (d *Duel) scored() []scored {
	var list []scored
	for _, s := range d.settings {
		values := map[int64]string{}
		for i, id := range d.state.IDs {
			values[id] = s.Values[i]
		}
		scores := d.state.Tally(func(id int64) string { return values[id] })
		if s.Word != "" {
			scores = slices.DeleteFunc(scores, func(score duel.Score) bool { return score.Value != s.Word })
		}
		if n := len(list) - 1; n >= 0 && s.Word != "" && list[n].name == s.Name {
			list[n].scores = append(list[n].scores, scores...)
			slices.SortStableFunc(list[n].scores, func(a, b duel.Score) int { return cmp.Compare(b.Strength, a.Strength) })
			continue
		}
		list = append(list, scored{s.Name, scores})
	}
	return list
}

// scoreLine shows a value at the left, and how it did at the right.
func scoreLine(s duel.Score, first bool) fyne.CanvasObject {
	value := widgets.NewLabel(strings.TrimSpace(s.Value))
	value.SetLines(1)
	with := message.With{"Wins": s.Wins, "Games": s.Games, "Equal": s.Equal}
	did := widgets.NewQuietLabel(message.T("duel.score", with))
	if s.Games == 0 {
		did.SetText(message.T("duel.score.none"))
	}
	if first && s.Games > 0 {
		value.SetBold(true)
	}
	return container.New(layout.NewBorderLayout(nil, nil, nil, did), did, value)
}

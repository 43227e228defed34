package imageview

import (
	"slices"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
	"github.com/rivo/uniseg"
)

// foldAfter is how many characters of a long text are shown before a person
// asks for all of it: about ten lines, so that what follows stays visible.
const foldAfter = 400

// nameWidth is the room for the names of short facts, in Fyne's pixels.
const nameWidth float32 = 120

// factList tells facts beneath each other. From one picture to the next their
// names are mostly the same: then only words change, and nothing is made again.
type factList struct {
	rows   *fyne.Container
	canvas func() fyne.Canvas
	grown  func() // a text was unfolded
	shown  []facts.Fact
	values []*widgets.SelectText
	links  []fyne.CanvasObject // beneath each long text, the link to all of it; nil beside short ones
	open   bool                // long texts are shown whole
}

func newFactList(canvas func() fyne.Canvas, grown func()) *factList {
	return &factList{rows: arrange.Stack(darkroom.Space8), canvas: canvas, grown: grown}
}

// fold shows long texts folded again.
func (l *factList) fold() { l.open = false }

// show tells facts and reports whether anything has to get another place: to
// find that for every row takes longer than everything else that a key does.
func (l *factList) show(list []facts.Fact) bool {
	if slices.Equal(list, l.shown) {
		return false
	}
	same := slices.EqualFunc(list, l.shown, func(a, b facts.Fact) bool { return a.Name == b.Name && a.Long == b.Long })
	l.shown = list
	if !same {
		l.build()
	}
	return l.write() || !same
}

// build makes the rows.
func (l *factList) build() {
	l.rows.RemoveAll()
	l.values, l.links = nil, nil
	for _, f := range l.shown {
		value := widgets.NewSelectText("")
		value.OnSecondaryTapped = func(event *fyne.PointEvent) { l.popUp(value, event) }
		var whole fyne.CanvasObject
		if f.Long {
			whole = newLink(message.T("imageview.show.all"), l.unfold)
		}
		l.values, l.links = append(l.values, value), append(l.links, whole)
		l.rows.Add(factRow(f.Name, value, f.Long, whole))
	}
	l.rows.Refresh()
}

// write puts the words into the rows and reports whether one has another
// height then.
func (l *factList) write() (moved bool) {
	for i, f := range l.shown {
		words, folded := f.Value, false
		if f.Long && !l.open {
			words, folded = fold(f.Value, foldAfter)
		}
		value := l.values[i]
		if words != value.Text() {
			before := value.MinSize().Height
			value.SetText(words)
			moved = moved || value.MinSize().Height != before
		}
		if link := l.links[i]; link != nil && link.Visible() != folded {
			link.(*fyne.Container).Hidden = !folded
			moved = true
		}
	}
	return moved
}

// factRow is a short value beside its name, or a long one beneath it, with the link to all of it if there is one.
func factRow(name string, value fyne.CanvasObject, long bool, link fyne.CanvasObject) fyne.CanvasObject {
	label := widgets.NewQuietLabel(name)
	switch {
	case !long:
		return container.New(named(nameWidth), label, value)
	case link == nil:
		return arrange.Stack(0, label, value)
	}
	return arrange.Stack(0, label, value, link)
}

// newLink is words to press whose letters, not whose edge, stand in line.
func newLink(words string, do func()) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, -darkroom.Space4, 0), container.NewHBox(widgets.NewLinkButton(words, do)))
}

func (l *factList) unfold() {
	l.open = true
	l.write()
	l.grown()
}

// popUp is the menu of a value.
func (l *factList) popUp(value *widgets.SelectText, event *fyne.PointEvent) {
	whole := ""
	for i, v := range l.values {
		if v == value {
			whole = l.shown[i].Value // also where it is folded
		}
	}
	selected := value.SelectedText()
	one := fyne.NewMenuItem(message.T("imageview.copy"), func() { fyne.CurrentApp().Clipboard().SetContent(selected) })
	one.Disabled = selected == ""
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", one,
		fyne.NewMenuItem(message.T("imageview.copy.whole"), func() { fyne.CurrentApp().Clipboard().SetContent(whole) })),
		l.canvas(), event.AbsolutePosition)
}

// fold cuts a text behind so many graphemes.
func fold(text string, graphemes int) (head string, cut bool) {
	rest, state := text, -1
	for range graphemes {
		_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if rest == "" {
			return text, false
		}
	}
	return text[:len(text)-len(rest)] + "…", true
}

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

// foldAfter is how many characters of a long text are shown at first: about ten
// lines, so that what follows stays visible.
const foldAfter = 400

// nameWidth is the width for the names of short facts, in Fyne's pixels.
const nameWidth float32 = 120

// factList shows facts below each other. Pictures mostly have the same facts;
// then only the words change and no widget is made.
type factList struct {
	reveal func(fyne.CanvasObject) // scrolls to what has the focus; nil: nothing scrolls
	rows   *fyne.Container
	canvas func() fyne.Canvas
	grown  func() // called when a text was expanded
	shown  []facts.Fact
	values []*widgets.SelectText
	links  []fyne.CanvasObject // below each long text, the button for the rest; nil for short texts
	open   bool                // long texts are shown completely
}

func newFactList(canvas func() fyne.Canvas, grown func()) *factList {
	return &factList{rows: arrange.Stack(darkroom.Space8), canvas: canvas, grown: grown}
}

// fold folds long texts again.
func (l *factList) fold() { l.open = false }

// show shows facts. It reports whether anything needs another place, because
// laying out every row takes longer than everything else that a key causes.
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
		value.OnFocused = func() {
			if l.reveal != nil {
				l.reveal(value)
			}
		}
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

// write writes the words into the rows. It reports whether a row's height
// changed.
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

// factRow shows a short value beside its name, or a long one below it, with its button.
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

// newLink is a text button whose letters, not its edge, align with other text.
func newLink(words string, do func()) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, -darkroom.Space4, 0), container.NewHBox(widgets.NewLinkButton(words, do)))
}

func (l *factList) unfold() {
	l.open = true
	l.write()
	l.grown()
}

// popUp opens the menu of a value.
func (l *factList) popUp(value *widgets.SelectText, event *fyne.PointEvent) {
	whole := ""
	for i, v := range l.values {
		if v == value {
			whole = l.shown[i].Value // the whole text, even if folded
		}
	}
	selected := value.SelectedText()
	one := fyne.NewMenuItem(message.T("imageview.copy"), func() { fyne.CurrentApp().Clipboard().SetContent(selected) })
	one.Disabled = selected == ""
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", one,
		fyne.NewMenuItem(message.T("imageview.copy.whole"), func() { fyne.CurrentApp().Clipboard().SetContent(whole) })),
		l.canvas(), event.AbsolutePosition)
}

// fold cuts a text after this many graphemes.
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

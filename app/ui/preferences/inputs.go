package preferences

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
)

// typedEntry reports the end of typing: Enter, or loss of the focus.
type typedEntry struct {
	widgets.Entry
	over    func()
	focused func() // called when it gets the focus
}

func newTypedEntry() *typedEntry {
	e := &typedEntry{over: func() {}, focused: func() {}}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnSubmitted = func(string) { e.over() }
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained is Fyne's.
func (e *typedEntry) FocusGained() {
	e.Entry.FocusGained()
	e.focused()
}

// FocusLost is Fyne's.
func (e *typedEntry) FocusLost() {
	e.Entry.FocusLost()
	e.over()
}

// TypedKey is Fyne's.
func (e *typedEntry) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		widgets.PassKey(e, key)
		return
	}
	e.Entry.TypedKey(key)
}

// area is a place without a face that can be clicked.
type area struct {
	widget.BaseWidget
	tapped func()
}

func newArea(tapped func()) *area {
	a := &area{tapped: tapped}
	a.ExtendBaseWidget(a)
	return a
}

// Tapped is Fyne's.
func (a *area) Tapped(*fyne.PointEvent) { a.tapped() }

// CreateRenderer is Fyne's.
func (a *area) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

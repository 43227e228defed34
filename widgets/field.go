package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Field puts a label above a control and, if something is wrong, words in the failed colour below it. No room is
// reserved for them: a panel of twenty fields would be a third empty. The control doesn't move.
type Field struct {
	widget.BaseWidget
	label   *Label
	content fyne.CanvasObject
	words   *textBlock
	failed  string // what is wrong
	warned  string // what is unusual; shown while nothing is wrong
}

// NewField returns a field around a control.
func NewField(label string, content fyne.CanvasObject) *Field {
	f := &Field{}
	f.setUp(f, label, content)
	return f
}

func (f *Field) setUp(self fyne.Widget, label string, content fyne.CanvasObject) {
	f.label, f.content = NewQuietLabel(label), content
	f.label.SetMinWidth(0)
	f.words = newTextBlock("", darkroom.SizeNameQuietText, darkroom.ColorNameFailed)
	f.words.lines, f.words.minimum = 0, 0
	f.words.Hidden = true
	f.ExtendBaseWidget(self)
}

// Error returns what is wrong; "": nothing.
func (f *Field) Error() string { return f.failed }

// Warning returns the words of SetWarning.
func (f *Field) Warning() string { return f.warned }

// SetError shows below the control what is wrong; "" removes it.
func (f *Field) SetError(words string) {
	f.failed = words
	f.say()
}

// SetWarning shows below the control what is unusual about a usable value; ""
// removes it. An error replaces it.
func (f *Field) SetWarning(words string) {
	f.warned = words
	f.say()
}

func (f *Field) say() {
	words, color := f.failed, darkroom.ColorNameFailed
	if words == "" {
		words, color = f.warned, darkroom.ColorNameWarning
	}
	if words == f.words.text && color == f.words.color {
		return
	}
	f.words.text, f.words.color = words, color
	f.words.Hidden = words == ""
	f.words.Refresh()
	f.Refresh()
}

// CreateRenderer is Fyne's.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return newDrawing(f.drawing(f)) }

func (f *Field) drawing(owner fyne.Widget) drawing {
	d := drawing{owner: owner, objects: []fyne.CanvasObject{f.label, f.content, f.words}}
	d.paint = func() { f.words.Refresh() }
	d.place = func(size fyne.Size) {
		y := float32(0)
		if f.label.text != "" {
			put(f.label, 0, 0, size.Width, f.label.MinSize().Height)
			y = f.label.MinSize().Height + 2
		}
		f.words.Resize(fyne.NewSize(size.Width, f.words.Size().Height))
		height := f.content.MinSize().Height // not more: a field beside one with an error is higher than its content
		put(f.content, 0, y, size.Width, height)
		put(f.words, 0, y+height+2, size.Width, f.words.MinSize().Height)
	}
	d.min = func() fyne.Size {
		size := f.content.MinSize()
		if f.label.text != "" {
			size.Height += f.label.MinSize().Height + 2
		}
		if f.words.text != "" {
			size.Height += f.words.MinSize().Height + 2
		}
		return size
	}
	return d
}

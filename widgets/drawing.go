package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

// drawing is a renderer made of functions: most widgets here are a few objects that are placed and coloured.
type drawing struct {
	owner   fyne.Widget
	objects []fyne.CanvasObject
	place   func(size fyne.Size) // places the objects
	min     func() fyne.Size
	paint   func() // applies the widget's colours and words
}

// newDrawing returns a drawing that is already painted and placed: Fyne doesn't call Layout on a renderer made again
// for a widget that has its size.
func newDrawing(d drawing) *drawing {
	d.paint()
	if size := d.owner.Size(); !size.IsZero() {
		d.place(size)
	}
	return &d
}

func (d *drawing) Destroy()                     {}
func (d *drawing) Layout(size fyne.Size)        { d.place(size) }
func (d *drawing) MinSize() fyne.Size           { return d.min() }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }

func (d *drawing) Refresh() {
	d.paint()
	d.place(d.owner.Size())
	canvas.Refresh(d.owner)
}

// noColor is fully transparent.
var noColor = color.Transparent

// put moves and resizes an object.
func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(width, 0), max(height, 0)))
}

// putMiddle puts an object at x with its minimum size, vertically centred, and returns the x after
// it.
func putMiddle(o fyne.CanvasObject, x, height float32) float32 {
	min := o.MinSize()
	put(o, x, (height-min.Height)/2, min.Width, min.Height)
	return x + min.Width
}

func show(o fyne.CanvasObject, visible bool) {
	if visible == o.Visible() {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// Tone is the role of a text or a dot, which decides its colour in the theme.
type Tone int

const (
	ToneText Tone = iota
	ToneQuiet
	ToneAccent
	ToneDone
	ToneWarning
	ToneFailed
)

func (t Tone) colorName() fyne.ThemeColorName {
	switch t {
	case ToneQuiet:
		return darkroom.ColorNameQuiet
	case ToneAccent:
		return darkroom.ColorNameAccent
	case ToneDone:
		return darkroom.ColorNameDone
	case ToneWarning:
		return darkroom.ColorNameWarning
	case ToneFailed:
		return darkroom.ColorNameFailed
	}
	return darkroom.ColorNameText
}

// colorOf never returns nil: another theme may not know a name.
func colorOf(w fyne.Widget, name fyne.ThemeColorName) color.Color {
	if c := theme.ColorForWidget(name, w); c != nil {
		return c
	}
	return noColor
}

func sizeOf(w fyne.Widget, name fyne.ThemeSizeName) float32 { return theme.SizeForWidget(name, w) }

// tinted returns an icon in a colour of the theme.
func tinted(icon fyne.Resource, name fyne.ThemeColorName) fyne.Resource {
	if icon == nil {
		return nil
	}
	return theme.NewColoredResource(icon, name)
}

// animated reports whether animations are on: Fyne's setting, which follows the desktop's reduced motion if it can be
// read.
func animated() bool {
	s := fyne.CurrentApp().Settings()
	t, ours := s.Theme().(*darkroom.Theme)
	return s.ShowAnimations() && !(ours && t.Still())
}

// passShortcut passes a shortcut that a focused widget doesn't use to the window. Fyne gives shortcuts only to the
// focused widget if that takes any.
func passShortcut(w fyne.CanvasObject, shortcut fyne.Shortcut) {
	window, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(fyne.Shortcutable)
	if ok {
		window.TypedShortcut(shortcut)
	}
}

// passKey passes a key that a focused widget doesn't use to the window, like passShortcut.
func passKey(w fyne.CanvasObject, key *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(w)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(key)
	}
}

// PassKey passes a key that a focused widget of another package doesn't use to the window.
func PassKey(w fyne.CanvasObject, key *fyne.KeyEvent) { passKey(w, key) }

// belongsToWindow reports whether a key means nothing in a text and may mean something in the
// window.
func belongsToWindow(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return true
	}
	return false
}

// focusOn focuses a widget in a window.
func focusOn(w fyne.Focusable) {
	object, ok := w.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(object); c != nil {
		c.Focus(w)
	}
}

package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is Fyne's entry with a cursor that blinks in two steps and stops after a while. Fyne's cursor fades forever,
// and Fyne paints the whole window for every step of the fade: a third of a processor core with software OpenGL.
type Entry struct {
	widget.Entry
	self   fyne.Widget // that the entry is part of
	blink  blink
	lit    bool // it has the focus
	method inputMethod
	listener
}

// FocusGained is Fyne's.
func (e *Entry) FocusGained() {
	e.lit = true
	e.Entry.FocusGained()
	e.tellFocused()
}

// FocusLost is Fyne's.
func (e *Entry) FocusLost() {
	e.lit, e.method = false, inputMethod{}
	e.Entry.FocusLost()
}

// ExtendBaseWidget is Fyne's.
func (e *Entry) ExtendBaseWidget(whole fyne.Widget) {
	e.self = whole
	e.Entry.ExtendBaseWidget(whole)
}

// NewEntry returns an empty entry with one line.
func NewEntry() *Entry {
	e := &Entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// NewPasswordEntry returns an empty entry that hides its text, with a button that shows it.
func NewPasswordEntry() *Entry {
	e := NewEntry()
	e.Password = true
	return e
}

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	inner := e.Entry.CreateRenderer()
	e.blink.entry, e.blink.cursor = &e.Entry, cursorIn(inner.Objects())
	r := &entryRenderer{WidgetRenderer: inner, blink: &e.blink, e: e}
	for _, o := range inner.Objects() {
		if border, ok := o.(*canvas.Rectangle); ok && border.StrokeWidth > 0 {
			r.border = border
		}
	}
	return r
}

// entryRenderer adds the cursor and a focus ring to Fyne's renderer. Fyne refreshes it whenever text, cursor or focus
// change.
type entryRenderer struct {
	fyne.WidgetRenderer
	blink  *blink
	e      *Entry
	border *canvas.Rectangle // nil if a later Fyne draws it differently
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.blink.restart()
	r.paintRing()
}

// Layout gives an entry that has no room as much as its border takes: Fyne would make boxes of a negative size, which
// its software painter can't draw.
func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size.Max(fyne.NewSquareSize(2 * sizeOf(r.e.self, theme.SizeNameInputBorder))))
	r.paintRing()
}

// paintRing makes the border of a focused entry wider: Fyne shows the focus by its colour alone.
func (r *entryRenderer) paintRing() {
	if r.border == nil {
		return
	}
	width := sizeOf(r.e.self, theme.SizeNameInputBorder)
	if r.e.lit && !r.e.Disabled() {
		width = ringWidth
	}
	if r.border.StrokeWidth != width {
		r.border.StrokeWidth = width
		r.border.Refresh()
	}
}

// TypedShortcut moves to the start or the end of the whole text, with Shift selecting up to there: Fyne's entry has keys
// for those, but not the usual ones.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if key := edgeOf(shortcut); key != "" {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: key})
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

func (r *entryRenderer) Destroy() {
	r.blink.stop()
	r.WidgetRenderer.Destroy()
}

const (
	blinkStep  = 250 * time.Millisecond // shorter than the 300 ms for which Fyne's cursor stays after a key
	blinkEvery = 2                      // steps between two changes
	blinkSteps = 10 * int(time.Second/blinkStep)
)

// blink drives the cursor of an entry. It keeps Fyne's cursor from fading by typing a key without a meaning: it doesn't
// fade while one types. Fyne has no other way to stop it that leaves other animations on.
type blink struct {
	entry  *widget.Entry
	cursor *canvas.Rectangle
	timer  *fyne.Animation
	steps  int // since the last change
}

// restart shows the cursor for a while after a change, and stops blinking when the entry has lost the focus.
func (b *blink) restart() {
	if b.cursor == nil || !b.cursor.Visible() || !animated() {
		b.stop()
		return
	}
	b.steps = 0
	b.paint(true)
	if b.timer != nil {
		b.timer.Stop() // begins anew: it stays for a whole beat, and a change isn't painted twice
		b.timer.Start()
	} else {
		b.timer = fyne.NewAnimation(blinkStep, func(done float32) {
			if done == 1 {
				b.step()
			}
		})
		b.timer.RepeatCount = fyne.AnimationRepeatForever
		b.timer.Start()
	}
	b.holdStill()
}

func (b *blink) stop() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
}

func (b *blink) step() {
	b.holdStill()
	if b.steps++; b.steps <= blinkSteps && b.steps%blinkEvery == 0 {
		b.paint(b.steps%(2*blinkEvery) == 0)
	}
}

func (b *blink) holdStill() { b.entry.TypedKey(&fyne.KeyEvent{}) }

// paint repaints only a change, because a refresh paints the whole window.
func (b *blink) paint(visible bool) {
	var want color.Color = noColor
	if visible {
		want = theme.ColorForWidget(theme.ColorNamePrimary, b.entry)
	}
	if b.cursor.FillColor != want {
		b.cursor.FillColor = want
		b.cursor.Refresh()
	}
}

// cursorIn finds an entry's cursor among its objects: the only rectangle that belongs to its text. It returns nil if a
// later Fyne draws it differently; then it blinks as in Fyne.
func cursorIn(objects []fyne.CanvasObject) *canvas.Rectangle {
	for _, o := range objects {
		if scroll, ok := o.(*container.Scroll); ok {
			o = scroll.Content
		}
		text, ok := o.(fyne.Widget)
		if !ok {
			continue
		}
		for _, o := range text.CreateRenderer().Objects() {
			if cursor, ok := o.(*canvas.Rectangle); ok {
				return cursor
			}
		}
	}
	return nil
}

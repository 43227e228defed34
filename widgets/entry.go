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

// Entry is Fyne's entry with a cursor that blinks in two steps and rests after a while. Fyne's cursor fades for ever, and
// Fyne paints the whole window for every step of the fade: a third of a processor core where OpenGL is in software.
type Entry struct {
	widget.Entry
	blink blink
}

// NewEntry returns an empty entry of one line.
func NewEntry() *Entry {
	e := &Entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// NewPasswordEntry returns an empty entry that hides what is written, with an eye beside it that shows it.
func NewPasswordEntry() *Entry {
	e := NewEntry()
	e.Password = true
	return e
}

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	inner := e.Entry.CreateRenderer()
	e.blink.entry, e.blink.cursor = &e.Entry, cursorIn(inner.Objects())
	return &entryRenderer{WidgetRenderer: inner, blink: &e.blink}
}

// entryRenderer is the entry's own. Fyne refreshes it whenever the text, the cursor or the focus changes.
type entryRenderer struct {
	fyne.WidgetRenderer
	blink *blink
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.blink.restart()
}

func (r *entryRenderer) Destroy() {
	r.blink.stop()
	r.WidgetRenderer.Destroy()
}

const (
	blinkStep  = 250 * time.Millisecond // shorter than the 300 ms for which Fyne's cursor stands still after a key
	blinkEvery = 2                      // steps between two changes
	blinkSteps = 10 * int(time.Second/blinkStep)
)

// blink drives the cursor of an entry. It holds Fyne's fade still by typing a key that means nothing: Fyne's cursor doesn't
// fade while one types. Fyne has no other way to stop it that leaves all other animations on.
type blink struct {
	entry  *widget.Entry
	cursor *canvas.Rectangle
	timer  *fyne.Animation
	steps  int // since the last change
}

// restart shows the cursor after a change, and ends the blinking when the entry has lost the focus.
func (b *blink) restart() {
	if b.cursor == nil || !b.cursor.Visible() || !animated() {
		b.stop()
		return
	}
	b.steps = 0
	b.paint(true)
	if b.timer == nil {
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

// paint repaints only what changes: a refresh paints the whole window.
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

// cursorIn finds the cursor of an entry among what it draws: the one rectangle that belongs to its text. Nil where a later
// Fyne draws it otherwise; then it blinks as Fyne likes.
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

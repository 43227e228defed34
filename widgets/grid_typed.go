package widgets

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const typedPause = time.Second // between two letters of a word

// typedText collects what is typed on a grid, until nothing was typed for a second, and shows it over the lower edge.
type typedText struct {
	owner   fyne.Widget
	now     func() time.Time
	arrange func() // draws the grid again
	changed func(typed string)

	text  []rune
	last  time.Time
	timer *fyne.Animation
	plate *typedPlate
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSpace(r) }

// add adds a typed character. A word doesn't start with a space.
func (t *typedText) add(r rune) {
	if unicode.IsPrint(r) && (len(t.text) > 0 || !unicode.IsSpace(r)) {
		t.text = append(t.text, r)
		t.show()
	}
}

// key handles a pressed key; used: it belongs to the typed text.
func (t *typedText) key(key fyne.KeyName) (used bool) {
	t.expire()
	if len(t.text) == 0 {
		return false
	}
	switch key {
	case fyne.KeySpace:
		return true // it arrives as a character too
	case fyne.KeyBackspace:
		t.text = t.text[:len(t.text)-1]
		t.show()
		return true
	case fyne.KeyEscape:
		t.end()
		return true
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd,
		fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete:
		t.end()
	default: // Shift, or the key of a character that follows
	}
	return false
}

// expire ends text that was typed too long ago.
func (t *typedText) expire() {
	if len(t.text) > 0 && t.now().Sub(t.last) >= typedPause {
		t.end()
	}
}

func (t *typedText) end() {
	if len(t.text) > 0 {
		t.text = nil
		t.show()
	}
}

// show shows and reports the typed text, and waits for more.
func (t *typedText) show() {
	t.last = t.now()
	if t.plate == nil {
		t.plate = newTypedPlate()
	}
	t.plate.words.set(string(t.text))
	t.arrange()
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	if len(t.text) > 0 {
		t.timer = fyne.NewAnimation(typedPause, func(done float32) {
			if done == 1 {
				t.expire()
			}
		})
		t.timer.Start()
	}
	t.changed(string(t.text))
}

// draw adds the plate with the words to the drawn objects, at the left, because toasts are in the
// middle.
func (t *typedText) draw(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if len(t.text) == 0 || t.plate == nil {
		return objects
	}
	want := t.plate.MinSize()
	size := t.owner.Size()
	want.Width = min(want.Width, max(size.Width-2*darkroom.Space16, 0))
	put(t.plate, darkroom.Space16, size.Height-want.Height-darkroom.Space16, want.Width, want.Height)
	return append(objects, t.plate)
}

// typedPlate shows the typed text.
type typedPlate struct {
	widget.BaseWidget
	words *textBlock
}

func newTypedPlate() *typedPlate {
	p := &typedPlate{words: bodyText("")}
	p.ExtendBaseWidget(p)
	return p
}

func (p *typedPlate) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	d := drawing{owner: p, objects: []fyne.CanvasObject{box, p.words}}
	d.paint = func() {
		paintRaised(p, box)
		p.words.Refresh()
	}
	d.place = func(size fyne.Size) {
		box.Resize(size)
		height := p.words.MinSize().Height
		put(p.words, darkroom.Space12, (size.Height-height)/2, size.Width-2*darkroom.Space12, height)
	}
	d.min = func() fyne.Size { return p.words.MinSize().AddWidthHeight(2*darkroom.Space12, 2*darkroom.Space8) }
	return newDrawing(d)
}

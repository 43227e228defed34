package widgets

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const typedPause = time.Second // between two letters of one word

// typedText gathers what is typed on a grid, and shows it over the lower edge.
type typedText struct {
	text  []rune
	last  time.Time
	timer *fyne.Animation
	plate *typedPlate
}

// TypedRune is Fyne's. Letters are gathered for OnTyped; what is no letter is offered to OnRune first.
func (g *Grid) TypedRune(r rune) {
	g.expire()
	letter := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSpace(r)
	if !letter && g.OnRune != nil && g.OnRune(r) {
		return
	}
	if g.OnTyped == nil || !unicode.IsPrint(r) || len(g.typed.text) == 0 && unicode.IsSpace(r) {
		return
	}
	g.typed.text = append(g.typed.text, r)
	g.tellTyped()
}

// TypedKey is Fyne's. While something is being typed, Space and Backspace belong to it, and Escape ends it.
func (g *Grid) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape && g.cancelBand() {
		return
	}
	g.expire()
	if len(g.typed.text) > 0 {
		switch key.Name {
		case fyne.KeySpace:
			return // comes as a character too
		case fyne.KeyBackspace:
			g.typed.text = g.typed.text[:len(g.typed.text)-1]
			g.tellTyped()
			return
		case fyne.KeyEscape:
			g.endTyping()
			return
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd,
			fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete:
			g.endTyping()
		default: // Shift, or the key of a letter: on the way to a character
		}
	}
	g.flow.TypedKey(key)
}

// FocusLost is Fyne's. Nobody may hear of the button's release any more: a band ends.
func (g *Grid) FocusLost() {
	g.endTyping()
	g.endBand()
	g.flow.FocusLost()
}

// tellTyped shows and tells what is typed now, and waits for more.
func (g *Grid) tellTyped() {
	g.typed.last = g.now()
	g.showTyped()
	if g.typed.timer != nil {
		g.typed.timer.Stop()
		g.typed.timer = nil
	}
	if len(g.typed.text) > 0 {
		g.typed.timer = fyne.NewAnimation(typedPause, func(done float32) {
			if done == 1 {
				g.expire()
			}
		})
		g.typed.timer.Start()
	}
	if g.OnTyped != nil {
		g.OnTyped(string(g.typed.text))
	}
}

// expire ends what was typed too long ago.
func (g *Grid) expire() {
	if len(g.typed.text) > 0 && g.now().Sub(g.typed.last) >= typedPause {
		g.endTyping()
	}
}

func (g *Grid) endTyping() {
	if len(g.typed.text) > 0 {
		g.typed.text = nil
		g.tellTyped()
	}
}

func (g *Grid) now() time.Time {
	if g.Now != nil {
		return g.Now()
	}
	return time.Now()
}

// showTyped puts the plate with the words over the lower edge.
func (g *Grid) showTyped() {
	if g.typed.plate == nil {
		g.typed.plate = newTypedPlate()
	}
	g.typed.plate.words.set(string(g.typed.text))
	g.arrange()
}

// drawTyped adds the plate to what is drawn, at the left: a toast would be in the middle.
func (g *Grid) drawTyped(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if len(g.typed.text) == 0 || g.typed.plate == nil {
		return objects
	}
	want := g.typed.plate.MinSize()
	size := g.Size()
	want.Width = min(want.Width, max(size.Width-2*darkroom.Space16, 0))
	put(g.typed.plate, darkroom.Space16, size.Height-want.Height-darkroom.Space16, want.Width, want.Height)
	return append(objects, g.typed.plate)
}

// typedPlate shows what is typed.
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

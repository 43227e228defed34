package searchbar

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"github.com/dustin/go-humanize"

	"lookbook/app/search"
	"lookbook/widgets"
)

// offerWidth is how wide the word of a suggestion may be, in Fyne's pixels.
const offerWidth float32 = 280

// hints is what is suggested while one types.
type hints struct {
	counts counts
	about  string // the search without what is being typed, as text
	asked  bool
	known  bool
	tally  tally
	said   string // by the chips
	// chips are those of the present facet, by fold: one that has the keyboard
	// stays when others come.
	facet search.Facet
	chips map[string]*widgets.FilterChip
}

// showOffers suggests values for the filter that is being typed, while the
// keyboard is in the field or among the suggestions, and reports whether there
// are others than before.
func (b *Bar) showOffers() bool {
	h, ok := huntOf(b.wording.last())
	if !ok || !b.typing() {
		b.hints.asked = false
		return b.setOffers(nil, "")
	}
	b.askHints()
	f := facetOf(h.facet)
	values := f.always(b.today())
	if f.fixed == nil {
		values = b.hints.tally.values[h.facet]
	}
	count := func(v value) int { return b.hints.tally.count(h.facet, v) }
	words := func(v value) string { return f.say(v.key, b.names, b.today()) }
	var objects []fyne.CanvasObject
	said, on := "", b.wording.on()
	for _, v := range h.offers(values, count) {
		if on.has(h.facet, v) {
			continue
		}
		number := ""
		if b.hints.known {
			number = humanize.Comma(int64(count(v)))
		}
		objects = append(objects, b.offer(h, v, words(v), number))
		said += words(v) + "\n" + number + "\n"
	}
	return b.setOffers(objects, said)
}

// setOffers shows suggestions, which say the same as before or not.
func (b *Bar) setOffers(objects []fyne.CanvasObject, said string) bool {
	if said == b.hints.said && slices.Equal(objects, b.offers.box.Objects) {
		return false
	}
	b.hints.said = said
	b.offers.set(objects...)
	return true
}

func (b *Bar) offer(h hunt, v value, words, number string) *widgets.FilterChip {
	if b.hints.chips == nil || b.hints.facet != h.facet {
		b.hints.facet, b.hints.chips = h.facet, map[string]*widgets.FilterChip{}
	}
	chip := b.hints.chips[v.fold]
	if chip == nil {
		chip = widgets.NewFilterChip(words, number)
		chip.SetWidest(offerWidth)
		b.hints.chips[v.fold] = chip
	}
	if chip.Text() != words {
		chip.SetText(words)
	}
	if chip.Count() != number {
		chip.SetCount(number)
	}
	chip.OnTapped = func() {
		b.focusField()
		b.change(func(w *wording) { w.take(h, v.key) })
	}
	chip.OnKey = func(key *fyne.KeyEvent) bool { return b.offerKey(chip, key.Name) }
	return chip
}

// askHints counts for the search without what is being typed.
func (b *Bar) askHints() {
	q := b.wording.cutLast().query()
	if b.hints.asked && b.hints.about == q.String() {
		return
	}
	b.hints.asked, b.hints.about = true, q.String()
	b.hints.counts.ask(q, func(t tally, err error) {
		if err != nil { // a suggestion less; the panel says why
			return
		}
		b.hints.tally, b.hints.known = t, true
		b.name(t)
		b.show()
	})
}

// typing reports whether the keyboard is in the field or among what is
// suggested.
func (b *Bar) typing() bool {
	if b.field.Focused() {
		return true
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if c == nil {
		return false
	}
	for _, o := range b.offers.box.Objects {
		if c.Focused() == o.(fyne.Focusable) {
			return true
		}
	}
	return false
}

// settle comes after the keyboard has left the field, when it is known where
// it went.
func (b *Bar) settle() {
	if b.typing() {
		b.show()
		return
	}
	b.commit(true)
	b.changed()
}

// later runs something after the event that is being worked at.
func (b *Bar) later(what func()) {
	b.p.Run(func(context.Context) func() { return what })
}

// offerKey moves the keyboard among the suggestions, and back to the field.
func (b *Bar) offerKey(from *widgets.FilterChip, key fyne.KeyName) bool {
	objects := b.offers.box.Objects
	at := 0
	for i, o := range objects {
		if o == fyne.CanvasObject(from) {
			at = i
		}
	}
	switch key {
	case fyne.KeyLeft:
		at--
	case fyne.KeyRight:
		at++
	case fyne.KeyUp:
		at = nextLine(objects, at, -1)
	case fyne.KeyDown:
		if below := nextLine(objects, at, 1); below >= 0 {
			at = below
		}
	case fyne.KeyEscape, fyne.KeyBackspace:
		at = -1
	default:
		return false
	}
	switch {
	case at < 0:
		b.focusField()
	case at < len(objects) && objects[at].Visible():
		b.focusOn(objects[at].(fyne.Focusable))
	}
	return true
}

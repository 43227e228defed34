package tagbox

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/api/redact"
	"lookbook/app/search"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	width = 340 // of the box, in Fyne's pixels
	// mostOffered bounds the offered tags: a few rows.
	mostOffered = 14
)

// Params are the tags and the callbacks.
type Params struct {
	Title string
	// Of is the number of pictures, and Have how many of them have each tag.
	Of   int
	Have map[string]int
	// Known are all existing tags, most used first.
	Known []string
	// Add and Remove are called with a tag for all pictures.
	Add, Remove func(tag string)
	// Close is called for Escape.
	Close func()
	// Resized is called when the box needs another height.
	Resized func()
}

// Box is the view.
type Box struct {
	p       Params
	have    map[string]int
	chips   *fyne.Container
	none    *widgets.Label
	entry   *widgets.NameEntry
	offered *fyne.Container
	content fyne.CanvasObject
}

// New makes the view.
func New(p Params) *Box {
	b := &Box{p: p, have: map[string]int{}}
	for tag, n := range p.Have {
		b.have[tag] = n
	}
	title := widgets.NewLabel(p.Title)
	title.SetBold(true)
	b.none = widgets.NewQuietLabel(message.T("tagbox.none"))
	b.chips, b.offered = container.New(arrange.NewWrap(darkroom.Space4, width)), container.New(arrange.NewWrap(darkroom.Space4, width))
	b.entry = widgets.NewNameEntry("")
	b.entry.OnPaste = func(text string) string { return redact.Text(text) } // keeps keys out of names and lists
	b.entry.SetPlaceHolder(message.T("tagbox.add"))
	b.entry.OnChanged = func(string) { b.offer() }
	b.entry.OnSubmitted = b.add
	b.entry.OnCancelled = p.Close
	b.content = arrange.Wide(width, container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8),
		title, b.none, b.chips, b.entry, b.offered))
	b.show()
	return b
}

// Object returns the box.
func (b *Box) Object() fyne.CanvasObject { return b.content }

// Entry returns what should get the focus.
func (b *Box) Entry() fyne.Focusable { return b.entry }

// show lists the tags of the pictures and offers the others.
func (b *Box) show() {
	tags := make([]string, 0, len(b.have))
	for tag := range b.have {
		tags = append(tags, tag)
	}
	slices.SortFunc(tags, func(x, y string) int {
		return cmp.Or(message.Compare(x, y), cmp.Compare(x, y))
	})
	b.chips.Objects = nil
	for _, tag := range tags {
		words := ""
		if n := b.have[tag]; n < b.p.Of {
			words = message.Number(n)
		}
		chip := widgets.NewFilterChip(tag, words)
		chip.SetChosen(words == "")
		chip.SetRemoveTip(message.T("tagbox.remove"))
		chip.OnRemoved = func() { b.remove(tag) }
		if words != "" {
			chip.SetTip(message.N("tagbox.some", b.have[tag], message.With{"All": message.Number(b.p.Of)}))
			chip.OnTapped = func() { b.add(tag) }
		}
		b.chips.Add(chip)
	}
	arrange.Show(b.none, len(tags) == 0)
	arrange.Show(b.chips, len(tags) > 0)
	b.offer()
}

// offer shows the existing tags that match the typed text.
func (b *Box) offer() {
	written := search.TagKey(b.entry.Text)
	b.offered.Objects = nil
	for _, tag := range b.p.Known {
		if _, has := b.key(tag); has || !strings.Contains(search.TagKey(tag), written) || len(b.offered.Objects) == mostOffered {
			continue
		}
		chip := widgets.NewFilterChip(tag, "")
		chip.OnTapped = func() { b.add(tag) }
		b.offered.Add(chip)
	}
	arrange.Show(b.offered, len(b.offered.Objects) > 0)
	b.content.Refresh()
	if b.p.Resized != nil {
		b.p.Resized()
	}
}

// add gives a tag to all pictures.
func (b *Box) add(text string) {
	tag := search.CleanTag(text)
	if tag == "" {
		if b.p.Close != nil {
			b.p.Close() // Enter without text: done
		}
		return
	}
	if known, has := b.key(tag); has {
		tag = known
	}
	for _, known := range b.p.Known {
		if search.TagKey(known) == search.TagKey(tag) {
			tag = known // in its existing spelling
		}
	}
	b.entry.SetText("")
	if n := b.have[tag]; n < b.p.Of {
		b.have[tag] = b.p.Of
		b.p.Add(tag)
	}
	b.show()
}

func (b *Box) remove(tag string) {
	delete(b.have, tag)
	b.p.Remove(tag)
	b.show()
}

// key returns a tag in the pictures' spelling.
func (b *Box) key(tag string) (string, bool) {
	for have := range b.have {
		if search.TagKey(have) == search.TagKey(tag) {
			return have, true
		}
	}
	return "", false
}

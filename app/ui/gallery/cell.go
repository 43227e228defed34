package gallery

import (
	"cmp"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/access"
)

// cell is one place of the grid: a thumbnail and the picture that it belongs
// to.
type cell struct {
	widget.BaseWidget
	slot *picture.Slot
	img  library.Image // that is shown; zero: an empty place
	// prompt returns the prompt of an entry; "": not known yet.
	prompt func(entry int64) string
}

func newCell(shimmer *widgets.Shimmer, p Params) *cell {
	c := &cell{slot: picture.NewSlot(widgets.NewThumb(shimmer), p.Thumbs), prompt: p.Prompt}
	if c.prompt == nil {
		c.prompt = func(int64) string { return "" }
	}
	c.slot.Painted = p.Painted
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer shows the thumbnail alone.
func (c *cell) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(c.slot.Thumb)
}

// Describe tells a screen reader of the picture and its marks.
func (c *cell) Describe() access.Description {
	d := c.slot.Thumb.Describe()
	if c.img.ID == 0 {
		return d
	}
	number := message.With{"Number": c.img.Order + 1}
	words := []string{message.T("access.picture.bare", number)}
	if prompt := c.prompt(c.img.EntryID); prompt != "" {
		number["Prompt"] = prompt
		words[0] = message.T("access.picture", number)
	}
	if c.img.Marks.Favourite {
		words = append(words, message.T("access.favourite"))
	}
	if stars := c.img.Marks.Rating; stars > 0 {
		words = append(words, message.N("access.stars", stars))
	}
	if state := c.slot.Thumb.State(); state.Failed+state.Badge != "" {
		words = append(words, cmp.Or(state.Failed, state.Badge))
	}
	d.Help, d.Name = c.slot.Thumb.State().Caption, strings.Join(words, ", ")
	return d
}

// SetSelected, SetCurrent and SetHovered pass the grid's state on.
func (c *cell) SetSelected(on bool) { c.slot.Thumb.SetSelected(on) }

// SetCurrent marks the keyboard cursor.
func (c *cell) SetCurrent(on bool) { c.slot.Thumb.SetCurrent(on) }

// SetHovered marks the cell under the pointer.
func (c *cell) SetHovered(on bool) { c.slot.Thumb.SetHovered(on) }

// painter shows pictures, and empty places for expected ones, in the cells.
type painter struct {
	pictures *Pictures
	shape    *cellShape
	head     *sheetHead
	canvas   func() fyne.Canvas
}

// bind shows item i in a cell.
func (p *painter) bind(c *cell, i int) {
	s := p.pictures.scope
	img, ok := library.Image{}, false
	if !s.place(i) {
		img, ok = s.feed.At(s.shown(i))
	}
	c.img = img
	if !ok {
		c.img = library.Image{}
		c.slot.Clear(widgets.ThumbState{Key: s.ID(i), Aspect: s.aspect(), Loading: s.place(i) && s.waiting(i), Badge: p.badge(i)})
		return
	}
	state := stateOf(img, s.aspect())
	if state.Badge == "" {
		state.Badge = p.badge(i)
	}
	c.slot.Show(img, p.pixels(), state)
}

// badge marks a place in a table with too many columns for headings.
func (p *painter) badge(i int) string {
	if s := p.pictures.scope.sheet; s != nil && !p.head.fits {
		return s.columnTitle(i % s.columns)
	}
	return ""
}

// pixels is the longer side of a cell in physical pixels.
func (p *painter) pixels() float32 {
	scale := float32(1)
	if p.canvas != nil {
		if c := p.canvas(); c != nil {
			scale = c.Scale()
		}
	}
	if p.pictures.scope.sheet != nil { // its columns share the available width
		size := p.pictures.grid.CellSize()
		return max(size.Width, size.Height) * scale
	}
	// Cells grow to fill the row, so they can be larger than requested.
	return p.shape.edge * scale
}

// stateOf is what a thumbnail shows beside its picture.
func stateOf(img library.Image, aspect float32) widgets.ThumbState {
	state := widgets.ThumbState{
		Key: img.ID, Aspect: aspect, Caption: caption(img),
		Favourite: img.Marks.Favourite, Rating: img.Marks.Rating,
	}
	if own := ratio(img.Width, img.Height); own != 0 {
		state.Aspect = own
	}
	if img.Marks.Rating < 0 {
		state.Badge, state.Dimmed = message.T("gallery.rejected"), true
	}
	switch img.State {
	case library.ImageKnown, library.ImageDownloading:
		state.Loading = true
	case library.ImageFailed:
		state.Failed = message.T("gallery.unsaved")
		if why := message.Reason(img.Problem); why != "" {
			state.Failed = message.T("gallery.unsaved.why", message.With{"Why": why})
		}
	case library.ImageGone:
		state.Badge = message.T("gallery.gone")
	case library.ImageTrashed:
		state.Badge = message.T("gallery.trashed")
	}
	return state
}

// caption describes a picture when the pointer is on it.
func caption(img library.Image) string {
	var words []string
	if seed := img.Generated.Seed; seed != nil {
		words = append(words, message.T("gallery.seed", message.With{"Seed": *seed}))
	}
	if img.Width > 0 {
		words = append(words, fmt.Sprintf("%d × %d", img.Width, img.Height))
	}
	return strings.Join(words, "  ·  ")
}

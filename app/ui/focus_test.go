package ui

import (
	"context"
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/settings"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

// hands go through a screen with Tab alone.
type hands struct {
	*screen
	rings map[string]int // measured, by type
	stops int
	blind bool // only where Tab leads is examined
}

const (
	mostStops = 400 // more than any screen has
	fewRings  = 3   // of each type are measured: pictures of the whole window take their time
)

// look presses Tab until it is back where it began, then Shift+Tab the whole way back.
func (h *hands) look() {
	c := h.b.Window.window.Canvas()
	began := c.Focused()
	defer func() {
		if began != nil {
			c.Focus(began)
		}
	}()
	c.Unfocus()
	var order []fyne.Focusable
	met := map[fyne.Focusable]bool{}
	for c.FocusNext(); !met[c.Focused()]; c.FocusNext() {
		f := c.Focused()
		if f == nil {
			h.note("nothing takes the keyboard")
			return
		}
		order, met[f] = append(order, f), true
		if k, ok := f.(interface{ KeyUp(*fyne.KeyEvent) }); ok {
			k.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab}) // as the driver does
		}
		h.examine(f)
		if c.Focused() != f || len(order) > mostStops {
			h.note("%T doesn't keep the focus, or there is no end", f)
			return
		}
	}
	if c.Focused() != order[0] {
		h.note("Tab is caught between %T and %T", c.Focused(), order[len(order)-1])
		return
	}
	for i := len(order) - 1; i >= 0; i-- {
		if c.FocusPrevious(); c.Focused() != order[i] {
			h.note("Shift+Tab leads to %T, and Tab had come from %T", c.Focused(), order[i])
			return
		}
	}
	h.stops += len(order)
}

// examine checks that what has the focus is on the screen and shows it.
func (h *hands) examine(f fyne.Focusable) {
	if tab, ok := f.(fyne.Tabbable); ok && tab.AcceptsTab() {
		h.note("%T keeps Tab for itself", f)
	}
	if h.blind {
		return
	}
	c := h.b.Window.window.Canvas()
	var root fyne.CanvasObject = c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	size := c.Size()
	place, clip, ok := find(root, f, fyne.Position{}, box{0, 0, size.Width, size.Height})
	if seen := place.cut(clip); !ok || seen.height() < min(place.height(), 20) || seen.width() < min(place.width(), 20) {
		h.note("%T has the focus out of sight: %v of %v", f, seen, place)
		return
	}
	if _, ok := f.(*widgets.ZoomImage); ok || place.width() == size.Width && place.height() == size.Height {
		return // a picture has the window to itself, or a ring that it keeps as the one that the keys act on
	}
	if h.rings[fmt.Sprintf("%T", f)]++; h.rings[fmt.Sprintf("%T", f)] > fewRings {
		return
	}
	with, scale := h.taken()
	c.Unfocus()
	without, _ := h.taken()
	c.Focus(f)
	if k, ok := f.(interface{ KeyUp(*fyne.KeyEvent) }); ok {
		k.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	}
	around := place.grown(4).cut(clip)
	part := image.Rect(int(around.left*scale), int(around.top*scale), int(around.right*scale), int(around.bottom*scale)).Intersect(with.Bounds())
	share := float32(0.45)
	switch f.(type) {
	case *widgets.Grid, *widgets.RowList:
		share = 0.2 // the ring is inside that of the selection
	}
	if fault := missing(with, without, part, scale, share); fault != "" {
		h.note("%s does not show the focus: %s", kind(f), fault)
	}
}

func kind(f fyne.Focusable) string {
	if named, ok := f.(interface{ Text() string }); ok {
		return fmt.Sprintf("%T %q", f, named.Text())
	}
	return fmt.Sprintf("%T", f)
}

// missing looks for what the focus adds: lines of at least 2 px all around, 3:1 against what is there without it.
func missing(with, without *image.NRGBA, part image.Rectangle, scale, share float32) string {
	ground := uitest.Ground(without, part)
	var strong, changed int
	var bounds image.Rectangle
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := with.NRGBAAt(x, y)
			before := without.NRGBAAt(x, y)
			if c == before {
				continue
			}
			if changed++; uitest.Contrast(c, ground) >= 3 || uitest.Contrast(c, before) >= 3 {
				strong++
				bounds = bounds.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	// Corners are round, and a line between two rows of pixels has half its colour on both sides.
	whole := 2 * scale * 2 * float32(bounds.Dx()+bounds.Dy()-4)
	if bounds.Dx() < 12 || bounds.Dy() < 12 || float32(strong) < share*whole || float32(changed) < 1.2*share*whole {
		return fmt.Sprintf("%d and %d pixels of %.0f, in %v of %v", strong, changed, whole, bounds, part)
	}
	return ""
}

// box is a place in the window.
type box struct{ left, top, right, bottom float32 }

func (b box) width() float32  { return max(b.right-b.left, 0) }
func (b box) height() float32 { return max(b.bottom-b.top, 0) }

func (b box) grown(by float32) box {
	return box{b.left - by, b.top - by, b.right + by, b.bottom + by}
}

func (b box) cut(by box) box {
	return box{max(b.left, by.left), max(b.top, by.top), min(b.right, by.right), min(b.bottom, by.bottom)}
}

// find returns where an object is, and what part of the window its scrollers leave it.
func find(o fyne.CanvasObject, target fyne.Focusable, at fyne.Position, clip box) (place, left box, ok bool) {
	if o == nil || !o.Visible() {
		return box{}, box{}, false
	}
	at = at.Add(o.Position())
	here := box{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height}
	if f, is := o.(fyne.Focusable); is && f == target {
		return here, clip, true
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		clip = clip.cut(here)
		children = []fyne.CanvasObject{o.Content}
	case *widgets.Grid, *widgets.RowList:
		clip = clip.cut(here)
		children = test.WidgetRenderer(o.(fyne.Widget)).Objects()
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if place, left, ok = find(child, target, at, clip); ok {
			return place, left, true
		}
	}
	return box{}, box{}, false
}

// On every screen Tab leads through everything and round to where it began, Shift+Tab the same way
// back; on the page and in the preferences, what has the focus is in sight and shows it, by a ring of
// 2 px and 3:1.
func TestTheFocusIsSeenAndNeverCaught(t *testing.T) {
	for _, mode := range []settings.Theme{settings.ThemeDark, settings.ThemeLight} {
		t.Run(string(mode), func(t *testing.T) {
			b := withPictures(t, 3)
			b.change(func(v *settings.Values) { v.Theme = mode })
			b.Window.window.Resize(fyne.NewSize(800, 600))
			h := &hands{screen: &screen{b: b, faults: map[string]string{}}, rings: map[string]int{}}
			h.each = h.look
			b.dialogs.run = func(func(context.Context) func()) {} // those of files are the system's
			h.settle()
			h.screen.look("the page")
			h.settings()
			h.views()
			if h.blind = mode == settings.ThemeDark; h.blind {
				h.everything()
			}
			if t.Logf("%d stops; rings of %v", h.stops, h.rings); len(h.rings) < 12 {
				t.Error("the rings of too few things were measured")
			}
			h.report(t)
		})
	}
}

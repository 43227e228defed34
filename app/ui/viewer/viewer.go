package viewer

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"

	"lookbook/app/library"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// rest is how long the controls stay after the pointer has moved.
	rest = 2 * time.Second
	// previewPixels is the thumbnail shown until the picture is decoded.
	previewPixels = 512
)

// Source is the gallery that the viewer walks through.
type Source interface {
	Len() int
	// At returns picture i; false when it has not come yet.
	At(i int) (library.Image, bool)
	IndexOf(id int64) int
}

// Params says where pictures come from and what to do with them.
type Params struct {
	Source Source
	Run    feed.Run
	// Load reads and decodes the file of a picture, off the UI goroutine.
	Load func(ctx context.Context, img library.Image) (*widgets.Pyramid, error)
	// Entry tells the job of a picture, off the UI goroutine.
	Entry   func(ctx context.Context, id int64) (library.Entry, error)
	Thumbs  picture.Source
	Actions Actions
	// Rescan looks for files that were moved or deleted; nil: that is not
	// offered.
	Rescan func()
	Canvas func() fyne.Canvas
	Now    func() time.Time
	// Opened is told that the viewer covers the window, Closed that it no
	// longer does, and which picture was shown last. Either may be nil.
	Opened func()
	Closed func(img library.Image)
}

// Viewer is the view; it is hidden until Open.
type Viewer struct {
	widget.BaseWidget
	p     Params
	image *widgets.ZoomImage
	side  *details
	note  *note

	place  *widgets.Label
	zoom   *widgets.Label
	bar    *bar
	body   *fyne.Container
	index  int
	wanted int // a picture to show as soon as it has come; -1: none
	shown  library.Image
	ready  map[int64]*widgets.Pyramid // the picture shown and its neighbours
	asked  map[int64]bool
	turn   int // counts the pictures shown: late answers are dropped
	moved  time.Time
	opened bool
}

// New makes the viewer.
func New(p Params) *Viewer {
	v := &Viewer{p: p, wanted: -1, ready: map[int64]*widgets.Pyramid{}, asked: map[int64]bool{}}
	v.image = widgets.NewZoomImage()
	v.image.OnKey = v.key
	v.image.OnMoved = func() {
		v.bar.over = false
		v.wake()
	}
	v.image.OnZoomed = v.sayZoom
	v.side = newDetails(p.Actions, v.focus)
	v.note = newNote(p.Rescan)
	v.place = widgets.NewFigures("", "999 of 999")
	v.zoom = widgets.NewFigures("", "1000 %")
	for _, figures := range []*widgets.Label{v.place, v.zoom} {
		figures.SetAlign(fyne.TextAlignCenter)
	}
	v.bar = newBar(v.tools(), v.wake)
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// tools are what the bar holds.
func (v *Viewer) tools() fyne.CanvasObject {
	button := func(icon fyne.Resource, tip string, do func()) fyne.CanvasObject {
		return widgets.NewIconButton(icon, tip, do)
	}
	return container.New(widgets.NewLine(darkroom.Space4),
		button(theme.NavigateBackIcon(), "Previous (Left)", func() { v.step(-1) }),
		v.place,
		button(theme.NavigateNextIcon(), "Next (Right)", func() { v.step(1) }),
		layout.NewSpacer(),
		button(theme.ZoomOutIcon(), "Smaller (−)", v.image.ZoomOut), v.zoom,
		button(theme.ZoomInIcon(), "Larger (+)", v.image.ZoomIn),
		widgets.NewQuietButton("Fit", v.image.Fit),
		widgets.NewQuietButton("100 %", func() { v.image.SetZoom(1) }),
		layout.NewSpacer(),
		button(theme.InfoIcon(), "Parameters (I)", v.toggleSide),
		button(theme.CancelIcon(), "Close (Esc)", v.Close))
}

// CreateRenderer puts the parts together.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	stage := container.NewStack(v.image, v.note.box, container.NewBorder(v.bar, nil, nil, nil))
	v.body = container.New(sideLayout{}, stage, v.side)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, v.body))
}

// Open shows the picture at an index of the source and takes the keyboard.
func (v *Viewer) Open(i int) {
	if i < 0 || i >= v.p.Source.Len() {
		return
	}
	if !v.opened {
		v.opened, v.shown = true, library.Image{}
		v.image.Clear()
		v.note.say("")
		v.Show()
		if v.p.Opened != nil {
			v.p.Opened()
		}
	}
	v.wake()
	v.show(i)
	v.focus()
}

func (v *Viewer) focus() {
	if v.opened {
		v.p.Canvas().Focus(v.image)
	}
}

// Close goes back to the gallery.
func (v *Viewer) Close() {
	if !v.opened {
		return
	}
	v.opened, v.wanted = false, -1
	v.turn++
	v.image.SetPicture(nil)
	v.ready, v.asked = map[int64]*widgets.Pyramid{}, map[int64]bool{}
	v.Hide()
	if v.p.Closed != nil {
		v.p.Closed(v.shown)
	}
}

// Opened reports whether the viewer is on screen.
func (v *Viewer) Opened() bool { return v.opened }

// Shown is the picture on screen.
func (v *Viewer) Shown() library.Image { return v.shown }

// ImageChanged takes new values of a picture: one that has just been saved
// can be shown in full.
func (v *Viewer) ImageChanged(img library.Image) {
	if v.opened && img.ID == v.shown.ID {
		saved := img.State == library.ImageSaved && v.shown.State != library.ImageSaved
		v.shown = img
		v.side.image(img)
		switch {
		case saved:
			delete(v.asked, img.ID)
			v.load(img)
		case v.ready[img.ID] == nil:
			v.sayMissing(img)
		}
	}
}

// Changed keeps the place when pictures came in before it, and shows what was
// asked for and has come.
func (v *Viewer) Changed() {
	if !v.opened {
		return
	}
	if i := v.p.Source.IndexOf(v.shown.ID); i >= 0 {
		v.index = i
	}
	v.index = max(min(v.index, v.p.Source.Len()-1), 0)
	if v.wanted >= 0 {
		v.show(v.wanted)
	}
	v.sayPlace()
}

// Tick hides the controls when the pointer has rested, except on them.
func (v *Viewer) Tick(now time.Time) {
	if v.opened && v.bar.Visible() && !v.bar.over && now.Sub(v.moved) > rest {
		v.bar.Hide()
	}
}

func (v *Viewer) wake() {
	v.moved = v.p.Now()
	if !v.bar.Visible() {
		v.bar.Show()
	}
}

func (v *Viewer) step(by int) { v.show(v.index + by) }

// show shows picture i as soon as it is here; beyond the ends there is none.
func (v *Viewer) show(i int) {
	if i < 0 || i >= v.p.Source.Len() {
		return
	}
	img, ok := v.p.Source.At(i)
	if !ok {
		v.wanted = i // the source has been asked and tells by Changed
		return
	}
	v.turn++
	v.index, v.shown, v.wanted = i, img, -1
	v.sayPlace()
	v.note.say("")
	v.side.image(img)
	v.askEntry(img)
	if p := v.ready[img.ID]; p != nil {
		v.image.SetPicture(p)
	} else {
		v.preview(img)
		v.load(img)
	}
	v.forgetFar()
	for _, n := range []int{i + 1, i - 1} {
		if near, ok := v.p.Source.At(n); ok {
			v.load(near)
		}
	}
}

func (v *Viewer) sayPlace() {
	if v.p.Source.IndexOf(v.shown.ID) < 0 { // what is shown is not in the gallery any more
		v.place.SetText("")
		return
	}
	v.place.SetText(fmt.Sprintf("%s of %s",
		humanize.Comma(int64(v.index+1)), humanize.Comma(int64(v.p.Source.Len()))))
}

func (v *Viewer) sayZoom(zoom float64, _ bool) {
	v.zoom.SetText(fmt.Sprintf("%d %%", int(zoom*100+0.5)))
}

func (v *Viewer) toggleSide() {
	v.side.Hidden = !v.side.Hidden
	v.body.Refresh()
}

// TypedKey handles a key that nobody with the keyboard took, as when a button
// of the viewer has it; true: used.
func (v *Viewer) TypedKey(event *fyne.KeyEvent) bool { return v.opened && v.key(event) }

// key handles what the picture leaves to the viewer.
func (v *Viewer) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp:
		v.step(-1)
	case fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown, fyne.KeySpace:
		v.step(1)
	case fyne.KeyHome:
		v.show(0)
	case fyne.KeyEnd:
		v.show(v.p.Source.Len() - 1)
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		v.Close()
	case fyne.KeyI:
		v.toggleSide()
	default:
		return false
	}
	return true
}

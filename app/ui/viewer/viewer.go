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
	Canvas  func() fyne.Canvas
	Now     func() time.Time
	// Closed is told which picture was shown last.
	Closed func(img library.Image)
}

// Viewer is the view; it is hidden until Open.
type Viewer struct {
	widget.BaseWidget
	p     Params
	image *widgets.ZoomImage
	side  *details
	note  *widgets.EmptyState

	place  *widgets.Label
	zoom   *widgets.Label
	bar    *fyne.Container
	body   *fyne.Container
	index  int
	shown  library.Image
	ready  map[int64]*widgets.Pyramid // the picture shown and its neighbours
	asked  map[int64]bool
	turn   int // counts the pictures shown: late answers are dropped
	moved  time.Time
	opened bool
}

// New makes the viewer.
func New(p Params) *Viewer {
	v := &Viewer{p: p, ready: map[int64]*widgets.Pyramid{}, asked: map[int64]bool{}}
	v.image = widgets.NewZoomImage()
	v.image.OnKey = v.key
	v.image.OnMoved = v.wake
	v.image.OnZoomed = v.sayZoom
	v.side = newDetails(p.Actions)
	v.note = widgets.NewEmptyState("", nil)
	v.note.Hide()
	v.place = widgets.NewFigures("", "99,999 of 99,999")
	v.zoom = widgets.NewFigures("", "1000 %")
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// CreateRenderer puts the parts together.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	button := func(icon fyne.Resource, tip string, do func()) fyne.CanvasObject {
		return widgets.NewIconButton(icon, tip, do)
	}
	tools := container.New(widgets.NewLine(darkroom.Space4),
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
	v.bar = container.NewStack(widgets.NewSurface(darkroom.ColorNameRaised,
		container.New(layout.NewCustomPaddedLayout(4, 4, darkroom.Space12, darkroom.Space12), tools)))
	stage := container.NewStack(v.image, v.note, container.NewBorder(v.bar, nil, nil, nil))
	v.body = container.New(sideLayout{}, stage, v.side)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, v.body))
}

// Open shows the picture at an index of the source and takes the keyboard.
func (v *Viewer) Open(i int) {
	v.opened = true
	v.Show()
	v.wake()
	v.show(i)
	v.p.Canvas().Focus(v.image)
}

// Close goes back to the gallery.
func (v *Viewer) Close() {
	if !v.opened {
		return
	}
	v.opened = false
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
		if saved {
			delete(v.asked, img.ID)
			v.load(img)
		}
	}
}

// Changed keeps the place when pictures came in before it.
func (v *Viewer) Changed() {
	if !v.opened {
		return
	}
	if i := v.p.Source.IndexOf(v.shown.ID); i >= 0 {
		v.index = i
	}
	v.sayPlace()
}

// Tick hides the controls when the pointer has rested.
func (v *Viewer) Tick(now time.Time) {
	if v.opened && v.bar != nil && v.bar.Visible() && now.Sub(v.moved) > rest {
		v.bar.Hide()
	}
}

func (v *Viewer) wake() {
	v.moved = v.p.Now()
	if v.bar != nil && !v.bar.Visible() {
		v.bar.Show()
	}
}

func (v *Viewer) step(by int) {
	if i := v.index + by; i >= 0 && i < v.p.Source.Len() {
		v.show(i)
	}
}

func (v *Viewer) show(i int) {
	img, ok := v.p.Source.At(i)
	if !ok {
		return
	}
	v.turn++
	v.index, v.shown = i, img
	v.sayPlace()
	v.note.Hide()
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

// preview shows the thumbnail, enlarged, while the picture is being decoded.
func (v *Viewer) preview(img library.Image) {
	v.image.SetPicture(nil)
	turn := v.turn
	show := func(small *imageRGBA, err error) {
		if turn != v.turn || err != nil || small == nil || v.ready[img.ID] != nil {
			return
		}
		v.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
	}
	if now, _ := v.p.Thumbs(img, previewPixels, show); now != nil {
		show(now, nil)
	}
}

// load decodes a picture unless that was done or is under way.
func (v *Viewer) load(img library.Image) {
	if v.asked[img.ID] {
		return
	}
	if img.State != library.ImageSaved {
		v.sayMissing(img)
		return
	}
	v.asked[img.ID] = true
	v.p.Run(func(ctx context.Context) func() {
		pyramid, err := v.p.Load(ctx, img)
		return func() { v.loaded(img, pyramid, err) }
	})
}

func (v *Viewer) loaded(img library.Image, pyramid *widgets.Pyramid, err error) {
	if !v.opened || !v.asked[img.ID] {
		return
	}
	if err != nil {
		delete(v.asked, img.ID)
		if img.ID == v.shown.ID {
			v.say("This picture can’t be shown: " + err.Error())
		}
		return
	}
	v.ready[img.ID] = pyramid
	if img.ID == v.shown.ID {
		v.note.Hide()
		v.image.SetPicture(pyramid)
	}
}

func (v *Viewer) sayMissing(img library.Image) {
	if img.ID != v.shown.ID {
		return
	}
	switch img.State {
	case library.ImageGone:
		v.say("The file was moved or deleted.")
	case library.ImageFailed:
		why := ""
		if img.Problem != nil {
			why = ": " + img.Problem.Message
		}
		v.say("This picture is not saved yet" + why)
	default:
		if img.ThumbnailURL == "" {
			v.say("This picture is being saved.")
		}
	}
}

func (v *Viewer) say(words string) {
	v.note.SetContent(words, nil)
	v.note.Show()
}

// forgetFar lets go of decoded pictures that are not next to the one shown.
func (v *Viewer) forgetFar() {
	near := map[int64]bool{}
	for n := v.index - 1; n <= v.index+1; n++ {
		if img, ok := v.p.Source.At(n); ok {
			near[img.ID] = true
		}
	}
	for id := range v.asked {
		if !near[id] {
			delete(v.asked, id)
			delete(v.ready, id)
		}
	}
}

func (v *Viewer) askEntry(img library.Image) {
	turn := v.turn
	v.p.Run(func(ctx context.Context) func() {
		entry, err := v.p.Entry(ctx, img.EntryID)
		return func() {
			if turn == v.turn && err == nil {
				v.side.entry(entry)
			}
		}
	})
}

func (v *Viewer) sayPlace() {
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

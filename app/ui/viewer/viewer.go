package viewer

import (
	"context"
	"fmt"
	"time"

	"lookbook/app/library"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"
)

// previewPixels is the thumbnail shown until the picture is decoded.
const previewPixels = 512

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
	Load imageview.Load
	// Entry tells the job of a picture, off the UI goroutine.
	Entry   func(ctx context.Context, id int64) (library.Entry, error)
	Thumbs  picture.Source
	Actions Actions
	// Rescan looks for files that were moved or deleted; nil: that is not
	// offered.
	Rescan func()
	Canvas func() fyne.Canvas
	Now    func() time.Time
	// SetFullScreen asks for the whole screen or gives it back; SetFull is
	// called when it came to that.
	SetFullScreen func(on bool)
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
	note  *imageview.Note
	plate *imageview.MarksOverlay

	place *widgets.Label
	zoom  *widgets.Label
	bar   *imageview.Bar
	body  *fyne.Container
	foot  *fyne.Container // the lower edge of the picture: what pops up while there is nothing beside belongs to it

	index  int
	travel int // 1 or −1: which way the last step went
	wanted int // a picture to show as soon as it has come; -1: none
	shown  library.Image
	cache  *imageview.Cache
	turn   int // counts the pictures shown: late answers are dropped
	// onScreen is the picture that is drawn: until the one that is shown has
	// come, another.
	onScreen    int64
	decoded     bool // it is drawn in full, not as a preview
	drawn       int  // the turn of what is drawn
	previews    []pending
	opened      bool
	full        bool    // the viewer has the whole screen
	sides       [2]bool // whether the parameters are beside the picture: in the window, on the full screen
	trashed     int64   // the picture moved to the trash last, 0: none
	backInPlace int64   // one that came back from the trash, to be shown when the gallery has it
}

// New makes the viewer.
func New(p Params) *Viewer {
	v := &Viewer{p: p, wanted: -1, travel: 1, sides: [2]bool{true, false}}
	v.cache = imageview.NewCache(p.Run, p.Load, v.loaded)
	v.image = widgets.NewZoomImage()
	v.image.OnKey = v.imageKey
	v.image.OnRune = v.typedRune
	v.image.OnShortcut = v.shortcut
	v.image.OnMoved = func() { v.bar.PointerOnPicture() }
	v.image.OnZoomed = v.sayZoom
	v.image.OnSecondaryTapped = func(event *fyne.PointEvent) { v.popUp(event.AbsolutePosition) }
	v.side = newDetails(p, v.favour, v.rate, v.focus)
	v.note = imageview.NewNote(p.Rescan)
	v.plate = imageview.NewMarksOverlay(p.Now, v.favour, v.rate)
	v.place = widgets.NewFigures("", "999 of 999")
	v.zoom = widgets.NewFigures("", "1000 %")
	for _, figures := range []*widgets.Label{v.place, v.zoom} {
		figures.SetAlign(fyne.TextAlignCenter)
	}
	v.bar = imageview.NewBar(v.tools(), p.Now)
	v.foot = container.NewStack()
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// CreateRenderer puts the parts together.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	stage := container.NewStack(v.image, v.note.Object(), v.plate.Object(), container.NewBorder(v.bar, v.foot, nil, nil))
	v.body = container.New(imageview.NewBeside(), stage, v.side)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, v.body))
}

// Open shows the picture at an index of the source and takes the keyboard.
func (v *Viewer) Open(i int) {
	if i < 0 || i >= v.p.Source.Len() {
		return
	}
	if !v.opened {
		v.opened, v.shown, v.travel = true, library.Image{}, 1
		v.trashed, v.backInPlace = 0, 0
		v.clear()
		v.note.Say("")
		v.side.doubt()
		v.Show()
		if v.p.Opened != nil {
			v.p.Opened()
		}
	}
	v.bar.Wake()
	v.show(i)
	v.focus()
}

// Focus takes the keyboard, as when something that lay over the viewer went.
func (v *Viewer) Focus() { v.focus() }

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
	v.stopPreviews(0)
	v.clear()
	v.cache.Clear()
	v.plate.Hide()
	v.Hide()
	if v.p.Closed != nil {
		v.p.Closed(v.shown)
	}
}

// Opened reports whether the viewer is on screen.
func (v *Viewer) Opened() bool { return v.opened }

// Shown is the picture on screen.
func (v *Viewer) Shown() library.Image { return v.shown }

// PopoverPlace is what a panel about the picture belongs to.
func (v *Viewer) PopoverPlace() fyne.CanvasObject {
	if v.side.Visible() {
		return v.side.tags
	}
	return v.foot
}

// SetFull says that the window has the whole screen, or no longer: there the
// picture has it to itself, and the parameters come when asked for.
func (v *Viewer) SetFull(full bool) {
	if full == v.full {
		return
	}
	v.full = full
	if full {
		v.bar.Dismiss()
	}
	v.placeSide()
}

// toggleSide shows the parameters beside the picture, or no longer.
func (v *Viewer) toggleSide() {
	mode := &v.sides[0]
	if v.full {
		mode = &v.sides[1]
	}
	*mode = !*mode
	v.placeSide()
}

func (v *Viewer) placeSide() {
	shown := v.sides[0]
	if v.full {
		shown = v.sides[1]
	}
	v.side.Hidden = !shown
	if shown {
		v.fillSide()
	}
	if v.body != nil {
		v.body.Refresh()
	}
}

// ImageChanged takes new values of a picture: one that has just been saved
// can be shown in full.
func (v *Viewer) ImageChanged(img library.Image) {
	if !v.opened {
		return
	}
	if img.ID == v.trashed && img.State != library.ImageTrashed && img.ID != v.shown.ID {
		v.trashed, v.backInPlace = 0, img.ID // the gallery tells when it is there again
	}
	if img.ID != v.shown.ID {
		return
	}
	if img.State == library.ImageTrashed && v.shown.State != library.ImageTrashed {
		v.goOn()
		return
	}
	v.shown = img
	v.plate.Set(img.Marks.Favourite, img.Marks.Rating)
	v.fillSide()
	v.prepare()
	if v.cache.Picture(img) == nil && img.State != library.ImageSaved {
		v.note.SayMissing(img)
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
	if i := v.p.Source.IndexOf(v.backInPlace); v.backInPlace != 0 && i >= 0 {
		v.backInPlace = 0
		v.show(i)
	}
	if v.wanted >= 0 {
		v.show(v.wanted)
	}
	v.prepare()
	v.sayPlace()
}

// Tick hides what is shown for a moment only.
func (v *Viewer) Tick(now time.Time) {
	if v.opened {
		v.bar.Tick(now)
		v.plate.Tick(now)
	}
}

// step goes on by one. Where the picture shown is no longer in the gallery,
// the next one has come into its place.
func (v *Viewer) step(by int) {
	v.travel = by
	if by > 0 && v.shown.ID != 0 && v.p.Source.IndexOf(v.shown.ID) < 0 {
		by = 0
	}
	v.show(v.index + by)
}

func (v *Viewer) sayPlace() {
	words := ""
	if v.p.Source.IndexOf(v.shown.ID) >= 0 { // else it is not in the gallery any more
		words = fmt.Sprintf("%s of %s", humanize.Comma(int64(v.index+1)), humanize.Comma(int64(v.p.Source.Len())))
	}
	if words != v.place.Text() {
		v.place.SetText(words)
	}
}

func (v *Viewer) sayZoom(zoom float64, _ bool) {
	v.zoom.SetText(fmt.Sprintf("%d %%", int(zoom*100+0.5)))
}

package imageview

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// view is the common part of viewer, comparison, duel and slideshow: it covers the window, handles keys, and has tools over
// its content and, except for the slideshow, a panel beside it.
type view struct {
	widget.BaseWidget
	p        *Params
	kind     kind
	stage    stage
	keys     keymap
	panel    sidePanel
	cache    *cache
	bar      *bar
	overlays []*overlay // they disappear by themselves
	place    *widgets.Label
	zoom     *widgets.Label

	opened bool
	before library.Marks // of the image that was marked last
}

// stage is the part that differs between views.
type stage interface {
	fyne.Widget
	// meant returns the image that keys and tools act on; nil: none.
	meant() *library.Image
	// keyboard returns the widget that gets the keys.
	keyboard() keyboard
	// marked is called after the marks of that image changed.
	marked()
	// judged moves on from that image, after a key marked it.
	judged()
	// trashed moves on from that image, which goes to the trash.
	trashed()
	// sideShown fills the side panel when it becomes visible.
	sideShown()
	Close()
}

// keyboard is a widget that gets keys.
type keyboard interface {
	fyne.CanvasObject
	fyne.Focusable
	Repeated() bool
}

// setUp prepares a view; afterwards the stage may use its parts.
func (v *view) setUp(p *Params, k kind, s stage, loaded func(library.Image, error)) {
	v.p, v.kind, v.stage = p, k, s
	v.panel.shown = s.sideShown
	v.cache = newCache(p.Run, p.Load, loaded)
	v.place, v.zoom = figures(message.Of(999, 999)), figures(message.Percent(1000))
	v.keys = keymap{commands: commandsOf(v), keyboard: s.keyboard}
	if k&(sliding|dueling|reviewing|following) == 0 { // the menu tells of parameters
		v.keys.menu = v.menuInTheMiddle
	}
	tools, spare := v.tools()
	v.bar = newBar(tools, p.Now, spare...)
	v.ExtendBaseWidget(s)
	v.Hide()
}

// fill stacks layers, with the tools on top, and puts side beside them unless it is nil. foot, unless it is nil, is at
// the lower edge.
func (v *view) fill(side, foot fyne.CanvasObject, layers ...fyne.CanvasObject) {
	v.panel.put(container.NewStack(append(layers, container.NewBorder(v.bar, foot, nil, nil))...), side)
}

// CreateRenderer is Fyne's.
func (v *view) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(v.panel.body)
}

// newImage returns an image whose keys come to the view.
func (v *view) newImage() *widgets.ZoomImage {
	image := widgets.NewZoomImage()
	v.keys.hear(&image.Keyboard)
	image.OnMoved = v.bar.PointerOnPicture
	image.OnSecondaryTapped = func(event *fyne.PointEvent) { v.popUp(event.AbsolutePosition) }
	return image
}

// Opened reports whether the view is on screen.
func (v *view) Opened() bool { return v.opened }

// Shown returns the image that keys act on; its ID is 0 when there is none.
func (v *view) Shown() library.Image {
	if img := v.stage.meant(); img != nil {
		return *img
	}
	return library.Image{}
}

// Focus takes the focus, for example after a popover closed.
func (v *view) Focus() {
	if v.opened {
		v.p.Canvas().Focus(v.stage.keyboard())
	}
}

// close hides the view; false: it was not visible.
func (v *view) close() bool {
	if !v.opened {
		return false
	}
	v.opened = false
	v.cache.Clear()
	for _, o := range v.overlays {
		o.Hide()
	}
	v.Hide()
	return true
}

// holds reports whether one of these has the keyboard.
func (v *view) holds(keys []fyne.CanvasObject) bool {
	focused, ok := v.p.Canvas().Focused().(fyne.CanvasObject)
	return ok && slices.Contains(keys, focused)
}

// takeAway hides a part. If one of its keys had the keyboard, the image gets it: what isn't seen must not have it.
func (v *view) takeAway(hide func(), keys []fyne.CanvasObject) {
	had := v.holds(keys)
	if hide(); had {
		v.Focus()
	}
}

// leave goes one step back: from full screen, then from the view.
func (v *view) leave() {
	if v.panel.full {
		v.p.SetFullScreen(false)
		return
	}
	v.stage.Close()
}

// TypedKey handles a key that no focused widget took; true: used.
func (v *view) TypedKey(event *fyne.KeyEvent) bool { return v.opened && v.keys.typedKey(event) }

// Tick hides overlays, except for one that has the keyboard.
func (v *view) Tick(now time.Time) {
	if !v.opened {
		return
	}
	if v.holds(v.bar.tools.Objects) {
		v.bar.Wake()
	}
	v.bar.Tick(now)
	for _, o := range v.overlays {
		if v.holds(o.keys) {
			o.shown = now
		}
		o.Tick(now)
	}
}

func (v *view) toggleFull() { v.p.SetFullScreen(!v.panel.full) }

// SetFull switches between window and full screen. In full screen the images have all the room, and the panel appears
// on request.
func (v *view) SetFull(full bool) {
	if full == v.panel.full {
		return
	}
	if full {
		v.bar.Dismiss()
	}
	v.panel.setFull(full)
	v.regain()
}

// toggleSide shows or hides the side panel.
func (v *view) toggleSide() {
	v.panel.toggle()
	v.regain()
}

// regain takes the focus unless another view covers this one.
func (v *view) regain() {
	if v.Visible() {
		v.Focus()
	}
}

func (v *view) sayZoom(image *widgets.ZoomImage) {
	v.zoom.SetText(message.Percent(int(image.Zoom()*100 + 0.5)))
}

func (v *view) popUp(at fyne.Position) {
	if img := v.stage.meant(); v.keys.menu != nil && v.p.Actions.Menu != nil && img != nil {
		widget.ShowPopUpMenuAtPosition(v.p.Actions.Menu([]library.Image{*img}), v.p.Canvas(), at)
	}
}

func (v *view) menuInTheMiddle() {
	over := v.stage.keyboard()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over)
	v.popUp(at.AddXY(over.Size().Width/2, over.Size().Height/2))
}

// favour marks the image as a favourite, or clears that.
func (v *view) favour(on bool) { v.mark(library.Marking{Favourite: &on}) }

// rate sets the image's rating.
func (v *view) rate(stars int) { v.mark(library.Marking{Rating: &stars}) }

// judge picks the image, rejects it, or does neither. Its key may go on to the next.
func (v *view) judge(verdict library.Verdict) {
	v.mark(library.Marking{Verdict: verdict})
	v.goOn()
}

// rateAndGo rates the image. Its key may go on to the next.
func (v *view) rateAndGo(stars int) {
	v.rate(stars)
	v.goOn()
}

// goOn shows the next image after a key that marked this one, if a person wants that.
func (v *view) goOn() {
	if v.stage.meant() == nil {
		return
	}
	if v.kind == reviewing || v.p.Advance.Typed(v.keys.typed) {
		v.stage.judged()
	}
}

// toggleRejected rejects the image or accepts it again.
func (v *view) toggleRejected() {
	if img := v.stage.meant(); img != nil && img.Marks.Rating == search.RejectedRating {
		v.rate(0)
	} else {
		v.rate(search.RejectedRating)
	}
}

func (v *view) toggleFavourite() {
	if img := v.stage.meant(); img != nil {
		v.favour(!img.Marks.Favourite)
	}
}

// mark changes the marks and shows them at once: the library's event follows later, and a second key must find the
// result of the first.
func (v *view) mark(marking library.Marking) {
	img := v.stage.meant()
	if img == nil || v.p.Actions.Mark == nil {
		return
	}
	v.p.Actions.Mark([]library.Image{*img}, marking)
	v.before, img.Marks = img.Marks, marking.After(img.Marks)
	v.stage.marked()
	v.Focus()
}

// trash moves the image to the trash and shows the next.
func (v *view) trash() {
	img := v.stage.meant()
	if img == nil || v.p.Actions.Trash == nil {
		return
	}
	state := img.State
	v.p.Actions.Trash([]library.Image{*img})
	if state != library.ImageSaved && state != library.ImageGone {
		return // there is nothing to move; the callee says why
	}
	v.stage.trashed()
	v.Focus()
}

package compare

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Most is how many pictures can be compared at once.
const Most = 4

// previewPixels is the thumbnail shown until a picture is decoded.
const previewPixels = 512

// Source is the gallery that other pictures come from.
type Source interface {
	Len() int
	// At returns picture i; false when it has not come yet.
	At(i int) (library.Image, bool)
	IndexOf(id int64) int
}

// Actions are what can be done with a picture. Each is called on the UI goroutine and may be nil.
type Actions struct {
	Mark  func([]library.Image, library.Marking)
	Trash func([]library.Image)
	Tag   func(library.Image)
	Menu  func([]library.Image) *fyne.Menu
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
	// Rescan looks for files that were moved or deleted; nil: that is not offered.
	Rescan func()
	Canvas func() fyne.Canvas
	Now    func() time.Time
	// SetFullScreen asks for the whole screen or gives it back; SetFull is called when it came to that.
	SetFullScreen func(on bool)
	// Opened is told that the comparison covers the window. Closed is told that it no longer does; chosen is the picture that
	// somebody went for, nil when they went back to where they came from.
	Opened func()
	Closed func(chosen *library.Image)
}

// Pane is the comparison; it is hidden until Open.
type Pane struct {
	widget.BaseWidget
	p     Params
	cells [Most]*cell
	table *fyne.Container // the pictures
	side  *differences
	bar   *imageview.Bar
	body  *fyne.Container
	zoom  *widgets.Label
	link  *widgets.QuietButton

	images []library.Image
	active int
	linked bool
	view   widgets.View // what the pictures show, while they are linked
	cache  *imageview.Cache
	turn   int // counts the sets of pictures: late answers are dropped
	opened bool
	full   bool
	sides  [2]bool // whether the parameters are beside the pictures: in the window, on the full screen
}

// New makes the pane.
func New(p Params) *Pane {
	pane := &Pane{p: p, linked: true, sides: [2]bool{true, false}}
	pane.cache = imageview.NewCache(p.Run, p.Load, pane.loaded)
	pane.zoom = widgets.NewFigures("", "1000 %")
	pane.zoom.SetAlign(fyne.TextAlignCenter)
	pane.table = container.New(tableLayout{pane.aspect})
	for i := range pane.cells {
		pane.cells[i] = newCell(pane, i)
		pane.table.Add(pane.cells[i])
	}
	pane.side = newDifferences(pane.focus)
	pane.bar = imageview.NewBar(pane.tools(), p.Now)
	pane.ExtendBaseWidget(pane)
	pane.Hide()
	return pane
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	stage := container.NewStack(p.table, container.NewBorder(p.bar, nil, nil, nil))
	p.body = container.New(imageview.NewBeside(), stage, p.side)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, p.body))
}

// Open compares pictures, of more than Most the first ones; fewer than two can't be. It takes the keyboard.
func (p *Pane) Open(images []library.Image) {
	if len(images) < 2 {
		return
	}
	if !p.opened {
		p.opened, p.linked, p.view = true, true, widgets.View{Fit: true}
		p.sayLinked()
		p.Show()
		if p.p.Opened != nil {
			p.p.Opened()
		}
	}
	p.active = 0
	p.set(slices.Clone(images[:min(len(images), Most)]))
	p.bar.Wake()
	p.focus()
}

// Opened reports whether the comparison is on screen.
func (p *Pane) Opened() bool { return p.opened }

// Meant is the picture that keys act on: the one under the pointer, or with the keyboard.
func (p *Pane) Meant() library.Image {
	if !p.opened {
		return library.Image{}
	}
	return p.images[p.active]
}

// PopoverPlace is what a panel about the picture that is meant belongs to.
func (p *Pane) PopoverPlace() fyne.CanvasObject { return p.cells[p.active].letter }

// Images are the pictures compared.
func (p *Pane) Images() []library.Image { return p.images }

// Close goes back to where the comparison was begun.
func (p *Pane) Close() { p.close(nil) }

func (p *Pane) close(chosen *library.Image) {
	if !p.opened {
		return
	}
	p.opened, p.images = false, nil
	p.turn++
	p.cache.Clear()
	for _, c := range p.cells {
		c.release()
	}
	p.side.clear()
	p.Hide()
	if p.p.Closed != nil {
		p.p.Closed(chosen)
	}
}

// set shows other pictures, those that stay as they are.
func (p *Pane) set(images []library.Image) {
	p.images = images
	p.active = min(p.active, len(images)-1)
	for i, c := range p.cells {
		if i >= len(images) {
			c.release()
			c.Hide()
			continue
		}
		c.Show()
		c.show(images[i], p.thumbs)
		c.setActive(i == p.active)
	}
	p.table.Refresh()
	p.prepare()
	p.compare()
	p.sayZoom()
}

func (p *Pane) thumbs(img library.Image, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	return p.p.Thumbs(img, previewPixels, done)
}

// aspect is the shape that most room is wanted for.
func (p *Pane) aspect() float32 {
	for _, img := range p.images {
		if img.Width > 0 && img.Height > 0 {
			return float32(img.Width) / float32(img.Height)
		}
	}
	return 1
}

// prepare has the pictures decoded, and the one that may come in next.
func (p *Pane) prepare() {
	want := slices.Clone(p.images)
	if next, ok := p.other(1); ok {
		want = append(want, next)
	}
	p.cache.Want(want...)
	for i, img := range p.images {
		p.draw(i, img)
	}
}

func (p *Pane) draw(i int, img library.Image) {
	if p.cells[i].draw(p.cache.Picture(img)) && p.linked && !p.view.Fit {
		p.cells[i].image.SetView(p.view)
	}
}

func (p *Pane) loaded(img library.Image, err error) {
	i := p.placeOf(img.ID)
	if !p.opened || i < 0 {
		return
	}
	if err != nil {
		p.cells[i].note.SayUnreadable(err)
		return
	}
	p.draw(i, img)
}

func (p *Pane) placeOf(id int64) int {
	return slices.IndexFunc(p.images, func(img library.Image) bool { return img.ID == id })
}

// compare reads the jobs of the pictures and tells what differs. Until that is known what was told stays.
func (p *Pane) compare() {
	p.turn++
	turn, images := p.turn, slices.Clone(p.images)
	p.p.Run(func(ctx context.Context) func() {
		items := make([]facts.Item, len(images))
		jobs := map[int64]*library.Entry{}
		var trouble error
		for i, img := range images {
			if jobs[img.EntryID] == nil {
				if entry, err := p.p.Entry(ctx, img.EntryID); err != nil {
					trouble = err
				} else {
					jobs[img.EntryID] = &entry
				}
			}
			items[i] = facts.Item{Image: img, Entry: jobs[img.EntryID]}
		}
		differ, same := facts.Diff(items)
		return func() {
			if turn == p.turn {
				p.side.tell(differ, same, trouble)
			}
		}
	})
}

// ImageChanged takes new values of a picture.
func (p *Pane) ImageChanged(img library.Image) {
	i := p.placeOf(img.ID)
	if !p.opened || i < 0 {
		return
	}
	if img.State == library.ImageTrashed {
		p.drop(i)
		return
	}
	p.images[i] = img
	p.cells[i].show(img, p.thumbs)
	p.prepare()
}

// Tick hides what is shown for a moment only.
func (p *Pane) Tick(now time.Time) {
	if p.opened {
		p.bar.Tick(now)
	}
}

// SetFull says that the window has the whole screen, or no longer.
func (p *Pane) SetFull(full bool) {
	if full == p.full {
		return
	}
	p.full = full
	if full {
		p.bar.Dismiss()
	}
	p.placeSide()
}

func (p *Pane) toggleSide() {
	mode := &p.sides[0]
	if p.full {
		mode = &p.sides[1]
	}
	*mode = !*mode
	p.placeSide()
}

func (p *Pane) placeSide() {
	p.side.Hidden = !p.sides[0]
	if p.full {
		p.side.Hidden = !p.sides[1]
	}
	if p.body != nil {
		p.body.Refresh()
	}
}

// Focus takes the keyboard, as when something that lay over the comparison went.
func (p *Pane) Focus() { p.focus() }

// focus gives the keyboard to the picture that is meant.
func (p *Pane) focus() {
	if p.opened {
		p.p.Canvas().Focus(p.cells[p.active].image)
	}
}

// activate means a picture: the one under the pointer, or with the keyboard.
func (p *Pane) activate(place int) {
	if !p.opened || place >= len(p.images) || place == p.active {
		return
	}
	p.active = place
	for i, c := range p.cells {
		c.setActive(i == place)
	}
	p.sayZoom()
}

// viewed shows in the others what somebody looks at in one.
func (p *Pane) viewed(place int, v widgets.View) {
	if !p.linked {
		return
	}
	p.view = v
	for i := range p.images {
		if i != place {
			p.cells[i].image.SetView(v)
		}
	}
}

// toggleLink moves the pictures as one, or each by itself.
func (p *Pane) toggleLink() {
	p.linked = !p.linked
	if p.linked {
		p.viewed(p.active, p.cells[p.active].image.View())
	}
	p.sayLinked()
}

func (p *Pane) sayLinked() {
	words := "Link (L)"
	if p.linked {
		words = "Unlink (L)"
	}
	p.link.SetText(words)
}

func (p *Pane) sayZoom() {
	if len(p.images) == 0 {
		return
	}
	p.zoom.SetText(fmt.Sprintf("%d %%", int(p.cells[p.active].image.Zoom()*100+0.5)))
}

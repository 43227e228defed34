package imageview

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/library"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Most is how many images can be compared at once.
const Most = 4

// Compare shows images side by side, moves and zooms them together, and shows how their parameters differ.
type Compare struct {
	view
	cells       [Most]*cell
	table       *fyne.Container // the cells
	differences *differences
	link        *widgets.QuietButton
	one         *onePlace

	images []library.Image
	active int // image that keys act on: under the pointer, or with the focus
	linked bool
	shows  widgets.View // visible part of the images while they are linked
	turn   int          // number of the set of images; answers for earlier ones are dropped

	wasOpened func()
	wasClosed func(chosen *library.Image)
}

// newCompare makes the comparison. It calls opened when it covers the window, and closed afterwards with the chosen
// image; nil: none was chosen.
func newCompare(p *Params, opened func(), closed func(chosen *library.Image)) *Compare {
	c := &Compare{linked: true, wasOpened: opened, wasClosed: closed}
	c.one = newOnePlace(c)
	c.setUp(p, comparing, c, c.loaded)
	c.table = container.New(tableLayout{c.aspect, c.one.lay})
	for i := range c.cells {
		c.cells[i] = newCell(c, i)
		c.table.Add(c.cells[i])
	}
	c.differences = newDifferences(c.Focus)
	c.fill(c.differences, nil, c.table, c.one.layer)
	return c
}

// linkTool is the button that links the images.
func linkTool(v *view, press func()) fyne.CanvasObject {
	c := v.stage.(*Compare)
	c.link = widgets.NewQuietButton(message.T("imageview.compare.unlink"), func() {
		press()
		c.Focus()
	})
	return c.link
}

// Open compares images, at most Most of them; fewer than two can't be compared. It takes the focus.
func (c *Compare) Open(images []library.Image) {
	if len(images) < 2 {
		return
	}
	if !c.opened {
		c.opened, c.linked, c.shows = true, true, widgets.View{Fit: true}
		c.one.leave()
		c.sayLinked()
		c.Show()
		c.wasOpened()
	}
	c.active = 0
	c.set(slices.Clone(images[:min(len(images), Most)]))
	c.bar.Wake()
	c.Focus()
}

// Images returns the compared images.
func (c *Compare) Images() []library.Image { return c.images }

// Close returns to the view in which the comparison was started.
func (c *Compare) Close() { c.closeWith(nil) }

// choose chooses the current image.
func (c *Compare) choose() {
	chosen := c.images[c.active]
	c.closeWith(&chosen)
}

func (c *Compare) closeWith(chosen *library.Image) {
	if !c.close() {
		return
	}
	c.images = nil
	c.turn++
	for _, cell := range c.cells {
		cell.photo.release()
	}
	c.differences.clear()
	c.wasClosed(chosen)
}

func (c *Compare) meant() *library.Image {
	if len(c.images) == 0 {
		return nil
	}
	return &c.images[c.active]
}

func (c *Compare) keyboard() keyboard { return c.cells[c.active].photo.image }

func (c *Compare) marked() {
	c.one.going = false // the image that was marked stays
	c.cells[c.active].mark(c.images[c.active].Marks)
}

// Tick hides overlays, and shows the next image while they blink.
func (c *Compare) Tick(now time.Time) {
	c.view.Tick(now)
	c.one.tick(now)
}

func (c *Compare) judged() { c.neighbour(1) }

func (c *Compare) trashed() { c.drop(c.active) }

func (c *Compare) sideShown() {}

// set replaces the images; those that stay keep their cells.
func (c *Compare) set(images []library.Image) {
	c.images = images
	c.active = min(c.active, len(images)-1)
	for i, cell := range c.cells {
		if i >= len(images) {
			cell.photo.release()
			cell.Hide()
			continue
		}
		cell.Show()
		cell.show(images[i])
		cell.setActive(i == c.active)
	}
	c.one.arrange()
	c.prepare()
	c.compare()
	c.zoomed()
	c.p.looked()
}

// aspect is the aspect ratio that needs the most room.
func (c *Compare) aspect() float32 {
	for _, img := range c.images {
		if img.Width > 0 && img.Height > 0 {
			return float32(img.Width) / float32(img.Height)
		}
	}
	return 1
}

// prepare decodes the images, and the next candidate.
func (c *Compare) prepare() {
	want := slices.Clone(c.images)
	if next, ok := c.other(1); ok {
		want = append(want, next)
	}
	c.cache.Want(want...)
}

func (c *Compare) loaded(img library.Image, err error) {
	if i := c.placeOf(img.ID); i >= 0 {
		c.cells[i].photo.loaded(err)
	}
}

func (c *Compare) placeOf(id int64) int {
	return slices.IndexFunc(c.images, func(img library.Image) bool { return img.ID == id })
}

// compare reads the jobs of the images and shows the differences. Until they are known the previous
// ones stay.
func (c *Compare) compare() {
	c.turn++
	turn, images := c.turn, slices.Clone(c.images)
	c.p.Run(func(ctx context.Context) func() {
		items := make([]facts.Item, len(images))
		jobs := map[int64]*library.Entry{}
		var trouble error
		for i, img := range images {
			if jobs[img.EntryID] == nil {
				if entry, err := c.p.Entry(ctx, img.EntryID); err != nil {
					trouble = err
				} else {
					jobs[img.EntryID] = &entry
				}
			}
			items[i] = facts.Item{Image: img, Entry: jobs[img.EntryID]}
		}
		differ, same := facts.Diff(items, c.p.ModelName)
		return func() {
			if turn == c.turn {
				c.differences.tell(differ, same, trouble)
			}
		}
	})
}

// ImageChanged takes new values of an image.
func (c *Compare) ImageChanged(img library.Image) {
	i := c.placeOf(img.ID)
	switch {
	case i < 0:
	case img.State == library.ImageTrashed:
		c.drop(i)
	default:
		c.images[i] = img
		c.cells[i].show(img)
		c.prepare()
	}
}

// activate makes an image the current one.
func (c *Compare) activate(place int) {
	if place >= len(c.images) || place == c.active {
		return
	}
	c.active = place
	for i, cell := range c.cells {
		cell.setActive(i == place)
	}
	c.one.turned()
	c.zoomed()
	c.p.looked()
}

// neighbour makes the next image in a direction the current one.
func (c *Compare) neighbour(by int) {
	c.activate((c.active + by + len(c.images)) % len(c.images))
	c.Focus()
}

// viewed applies the visible part of one image to the others.
func (c *Compare) viewed(place int, v widgets.View) {
	if !c.linked {
		return
	}
	c.shows = v
	for i := range c.images {
		if i != place {
			c.cells[i].photo.image.SetView(v)
		}
	}
}

// toggleLink links or unlinks the images. In one place they stay linked.
func (c *Compare) toggleLink() {
	if c.one.how != apart {
		return
	}
	c.linked = !c.linked
	if c.linked {
		c.viewed(c.active, c.cells[c.active].photo.image.View())
	}
	c.sayLinked()
}

func (c *Compare) sayLinked() {
	words := message.T("imageview.compare.link")
	if c.linked {
		words = message.T("imageview.compare.unlink")
	}
	c.link.SetText(words)
}

func (c *Compare) zoomed() {
	if len(c.images) > 0 {
		c.sayZoom(c.cells[c.active].photo.image)
	}
}

// drop removes an image. If one is left, it is the chosen one.
func (c *Compare) drop(place int) {
	if place >= len(c.images) {
		return
	}
	rest := slices.Delete(slices.Clone(c.images), place, place+1)
	if len(rest) == 1 {
		c.closeWith(&rest[0])
		return
	}
	if c.active > place {
		c.active--
	}
	c.set(rest)
	c.Focus()
}

// swap replaces the current image by the next of the gallery that is not compared, or by the previous one.
func (c *Compare) swap(by int) {
	if img, ok := c.other(by); ok {
		images := slices.Clone(c.images)
		images[c.active] = img
		c.set(images)
	}
	c.Focus()
}

// add adds the next image.
func (c *Compare) add() {
	if img, ok := c.other(1); ok && len(c.images) < Most {
		c.set(append(slices.Clone(c.images), img))
	}
	c.Focus()
}

// other returns the nearest image of the gallery, after or before the current one, that is not compared.
func (c *Compare) other(by int) (library.Image, bool) {
	for i := c.p.Gallery.IndexOf(c.images[c.active].ID) + by; i >= 0 && i < c.p.Gallery.Len(); i += by {
		img, ok := c.p.Gallery.At(i)
		if !ok {
			return library.Image{}, false // it is being loaded
		}
		if c.placeOf(img.ID) < 0 {
			return img, true
		}
	}
	return library.Image{}, false
}

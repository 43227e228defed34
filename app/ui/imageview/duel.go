package imageview

import (
	"context"
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/duel"
	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// MostInDuel is how many images a duel can be between: their order takes some 300 pairs.
const MostInDuel = 64

// Duel asks which of two images is better, until the order of all is clear. It shows nothing of their parameters
// meanwhile, and then which of these won.
type Duel struct {
	view
	photos  [2]*photo // the pair; the first also shows the order at the end
	pair    *fyne.Container
	foot    *duelFoot
	results *duelResults

	history  *duel.History // nil: not read yet
	state    *duel.Duel    // nil: none was begun
	images   map[int64]library.Image
	settings []facts.Setting // of the images in the order of state.IDs
	shown    duel.Pair       // what is asked; zero: the order is clear
	order    []int64         // then: the best first
	at       int             // place in the order of the image that is shown
	active   int             // photo under the pointer
	turn     int             // number of the duel; answers for earlier ones are dropped

	wasOpened func()
	wasClosed func(best *library.Image)
}

// newDuel makes the view. It calls opened when it covers the window, and closed afterwards with the image to go to;
// nil: none.
func newDuel(p *Params, opened func(), closed func(best *library.Image)) *Duel {
	d := &Duel{wasOpened: opened, wasClosed: closed}
	d.setUp(p, dueling, d, d.loaded)
	d.foot = newDuelFoot(d)
	d.results = newDuelResults(d)
	var parts []fyne.CanvasObject
	for i := range d.photos {
		d.photos[i] = d.newPhoto()
		image := d.photos[i].image
		image.SetFill(true)
		image.OnMoved = func() {
			d.bar.PointerOnPicture()
			d.active = i
		}
		image.OnView = func(v widgets.View) { d.photos[1-i].image.SetView(v) }
		image.OnZoomed = func(float64, bool) { d.sayZoom(image) }
		d.photos[i].drawn = func() {
			if v := d.photos[1-i].image.View(); !v.Fit {
				image.SetView(v)
			}
		}
		parts = append(parts, container.NewStack(image, d.photos[i].note.Object()))
	}
	d.pair = container.New(pairLayout{}, parts...)
	d.fill(d.results, nil, container.NewBorder(nil, d.foot, nil, nil, d.pair))
	return d
}

// Start begins a duel between images, or goes on with one.
func (d *Duel) Start(state *duel.Duel, images []library.Image) {
	d.turn++
	d.state, d.images, d.settings = state, map[int64]library.Image{}, nil
	for _, img := range images {
		d.images[img.ID] = img
	}
	state.Gone = nil // a file may be back
	for _, id := range state.IDs {
		if img, there := d.images[id]; !there || img.State != library.ImageSaved {
			state.Drop(id)
		}
	}
	if !d.opened {
		d.opened = true
		d.Show()
		d.wasOpened()
	}
	d.bar.Wake()
	d.readSettings()
	d.next()
	d.Focus()
}

// readSettings reads in which settings the images differ.
func (d *Duel) readSettings() {
	turn, ids, images := d.turn, slices.Clone(d.state.IDs), d.images
	d.p.Run(func(ctx context.Context) func() {
		items := make([]facts.Item, len(ids))
		jobs := map[int64]*library.Entry{}
		for i, id := range ids {
			img := images[id]
			if jobs[img.EntryID] == nil {
				if entry, err := d.p.Entry(ctx, img.EntryID); err == nil { // otherwise its settings are unknown
					jobs[img.EntryID] = &entry
				}
			}
			items[i] = facts.Item{Image: img, Entry: jobs[img.EntryID]}
		}
		settings := facts.Settings(items, d.p.ModelName)
		return func() {
			if turn == d.turn {
				d.settings = settings
				d.tell()
			}
		}
	})
}

// next asks about the next pair, or shows the order.
func (d *Duel) next() {
	pair, open := d.state.Next()
	d.shown = pair
	d.panel.hidden, d.panel.fullScreen = open, !open
	d.panel.place()
	arrange.Show(d.pair.Objects[1], open)
	if open {
		d.photos[0].show(d.images[pair.Left])
		d.photos[1].show(d.images[pair.Right])
	} else {
		d.order, d.at = d.state.Order(), 0
		d.photos[1].release()
		d.showPlace()
	}
	d.pair.Refresh()
	d.prepare()
	d.tell()
}

// open reports whether the order is not clear yet.
func (d *Duel) open() bool { return d.shown != duel.Pair{} }

// showPlace shows an image of the order.
func (d *Duel) showPlace() {
	if len(d.order) == 0 {
		d.photos[0].release()
		d.photos[0].note.Say(message.T("duel.none"))
		return
	}
	d.photos[0].show(d.images[d.order[d.at]])
}

// prepare decodes what is shown, and what may be next.
func (d *Duel) prepare() {
	var want []library.Image
	if d.open() {
		want = append(want, d.images[d.shown.Left], d.images[d.shown.Right])
		for _, winner := range []int64{d.shown.Left, d.shown.Right} {
			ahead := *d.state
			ahead.Games = slices.Clip(ahead.Games)
			ahead.Choose(winner)
			pair, open := ahead.Next()
			if !open {
				pair.Left = ahead.Order()[0]
			}
			want = append(want, d.images[pair.Left], d.images[pair.Right])
		}
	} else {
		for _, at := range []int{d.at, d.at + 1, d.at - 1} {
			if at >= 0 && at < len(d.order) {
				want = append(want, d.images[d.order[at]])
			}
		}
	}
	d.cache.Want(want...)
}

// loaded is called when an image was decoded, or could not be. A duel goes on without an image that can't be seen.
func (d *Duel) loaded(img library.Image, err error) {
	switch {
	case err != nil && d.open():
		d.leaveOut(img.ID)
		return
	case d.photos[0].img.ID == img.ID:
		d.photos[0].loaded(err)
	case d.photos[1].img.ID == img.ID:
		d.photos[1].loaded(err)
	}
}

// leaveOut goes on without an image.
func (d *Duel) leaveOut(id int64) {
	if slices.Contains(d.state.Gone, id) {
		return
	}
	d.state.Drop(id)
	d.p.Say(message.T("duel.left.out"))
	d.keep()
	if !d.open() || id == d.shown.Left || id == d.shown.Right {
		d.next()
		return
	}
	d.tell()
}

// choose records which image is better; 0: neither. Only what is on the screen can be chosen.
func (d *Duel) choose(winner int64) {
	if !d.open() || d.photos[0].onScreen != d.shown.Left || d.photos[1].onScreen != d.shown.Right {
		return
	}
	d.state.Choose(winner)
	d.keep()
	d.next()
	d.Focus()
}

// step chooses an image of the pair: -1 the left one, 1 the right one. When the order is clear, it goes through it.
func (d *Duel) step(by int) {
	switch {
	case d.open() && by < 0:
		d.choose(d.shown.Left)
	case d.open():
		d.choose(d.shown.Right)
	case d.at+by >= 0 && d.at+by < len(d.order):
		d.at += by
		d.showPlace()
		d.prepare()
		d.foot.tell()
	}
}

// undo takes the last choice back.
func (d *Duel) undo() {
	if d.state.Undo() {
		d.keep()
		d.next()
	}
	d.Focus()
}

// restart forgets all choices.
func (d *Duel) restart() {
	d.state.Games = nil
	d.keep()
	d.next()
	d.Focus()
}

// keep stores the duel, so that it can go on after a restart too.
func (d *Duel) keep() {
	if d.history == nil || d.p.KeepDuels == nil {
		return
	}
	d.history.Put(d.state)
	if raw, err := json.Marshal(d.history); err == nil { // numbers always encode
		d.p.KeepDuels(raw)
	}
}

// tell shows how things stand.
func (d *Duel) tell() {
	d.foot.tell()
	d.results.tell()
}

// Close ends or interrupts the duel.
func (d *Duel) Close() { d.closeWith(nil) }

// savePreset and useSettings act on the image that is shown, once the order is clear.
func (d *Duel) savePreset()  { d.act(d.p.Actions.SavePreset) }
func (d *Duel) useSettings() { d.act(d.p.Actions.UseAll) }

func (d *Duel) act(do func(library.Image)) {
	if img := d.placed(); img != nil && do != nil {
		do(*img)
	}
}

// accept goes to the image that is shown, once the order is clear.
func (d *Duel) accept() {
	if img := d.placed(); img != nil {
		d.closeWith(img)
	}
}

// placed is the image of the order that is shown; nil: the order is not clear, or empty.
func (d *Duel) placed() *library.Image {
	if d.open() || d.at >= len(d.order) {
		return nil
	}
	img := d.images[d.order[d.at]]
	return &img
}

func (d *Duel) closeWith(best *library.Image) {
	if !d.close() {
		return
	}
	d.turn++
	if d.open() && len(d.state.Games) > 0 {
		d.p.Say(message.N("duel.stopped", len(d.state.Games)))
	}
	for _, photo := range d.photos {
		photo.release()
	}
	d.wasClosed(best)
}

func (d *Duel) meant() *library.Image {
	if !d.open() {
		return d.placed()
	}
	img := d.images[d.shown.Left]
	if d.active == 1 {
		img = d.images[d.shown.Right]
	}
	return &img
}

func (d *Duel) keyboard() keyboard { return d.photos[0].image }
func (d *Duel) marked()            {}
func (d *Duel) judged()            {}
func (d *Duel) trashed()           {}
func (d *Duel) sideShown()         {}

// ImageChanged takes over new values of an image. One that went to the trash is left out.
func (d *Duel) ImageChanged(img library.Image) {
	if _, taking := d.images[img.ID]; !taking || !d.opened {
		return
	}
	d.images[img.ID] = img
	if img.State != library.ImageSaved {
		d.leaveOut(img.ID)
	}
}

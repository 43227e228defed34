package imageview

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

const (
	// fadeTime is the duration of the change from one image to the next.
	fadeTime = 300 * time.Millisecond
	// early is how much too early an image may change: ticks come about once a second.
	early = 500 * time.Millisecond
)

// intervals are the possible display times of an image.
func intervals() []time.Duration {
	return []time.Duration{3 * time.Second, 5 * time.Second, 10 * time.Second}
}

// Slideshow shows one image after the other. Each appears only when it is decoded, and the next one is decoded
// meanwhile. Tick gives the time, about once a second; there is no goroutine and no timer.
type Slideshow struct {
	view
	images [2]*widgets.ZoomImage // the visible one, and the one that appears or disappears
	front  int                   // index of the visible one
	fade   *fyne.Animation
	input  *inputLayer
	note   *note
	words  *wordsOverlay
	marks  *marksOverlay

	interval int // index into intervals
	seconds  *widgets.Label
	play     *widgets.IconButton
	shuffle  *widgets.Chip

	source  Source
	list    Source // the source in the order of display
	random  bool
	at      int // place in that order
	travel  int // 1 or −1: direction of the last step
	target  int // place to show when it is ready; −1: none
	tries   int // places skipped since the last image
	img     library.Image
	playing bool
	due     time.Time // time of the next image

	wasOpened func()
	wasClosed func(last library.Image)
}

// newSlideshow makes the slideshow. It calls opened when it covers the window, and closed afterwards with the last
// image.
func newSlideshow(p *Params, opened func(), closed func(last library.Image)) *Slideshow {
	s := &Slideshow{interval: 1, target: -1, travel: 1, wasOpened: opened, wasClosed: closed}
	s.seconds = figures(secondsWords(slices.Max(intervals())))
	s.setUp(p, sliding, s, func(library.Image, error) { s.reach() })
	for i := range s.images {
		s.images[i] = widgets.NewZoomImage()
	}
	s.input = newInputLayer(s)
	s.note = newNote(nil)
	s.words = newWordsOverlay(p.Now)
	s.marks = newMarksOverlay(p.Now, s.favour, s.rate)
	s.overlays = []*overlay{&s.words.overlay, &s.marks.overlay}
	s.fill(nil, nil, s.images[0], s.images[1], s.input, s.note.Object(), s.words.box, s.marks.box)
	return s
}

// Start shows the images of a source from an index on, each for a while, in full screen, and starts again at the end.
func (s *Slideshow) Start(source Source, from int) {
	if source.Len() == 0 {
		return
	}
	s.source, s.img = source, library.Image{}
	from = min(max(from, 0), source.Len()-1)
	s.arrange(from)
	s.playing, s.tries, s.travel = true, 0, 1
	s.note.Say("")
	s.clear()
	if !s.opened {
		s.opened = true
		s.bar.Dismiss()
		s.Show()
		s.wasOpened()
	}
	s.sayState()
	s.p.SetFullScreen(true)
	if s.target = from; s.random {
		s.target = 0
	}
	s.reach()
	s.Focus()
}

// Close returns to the view in which the slideshow was started.
func (s *Slideshow) Close() {
	if !s.close() {
		return
	}
	s.playing, s.target, s.source, s.list = false, -1, nil, nil
	s.stopFade()
	s.clear()
	s.wasClosed(s.img)
}

func (s *Slideshow) meant() *library.Image {
	if s.img.ID == 0 {
		return nil
	}
	return &s.img
}

func (s *Slideshow) keyboard() keyboard { return s.input }

func (s *Slideshow) marked() {
	s.words.Hide()
	s.marks.show(s.img.Marks)
}

func (s *Slideshow) judged()    { s.next() }
func (s *Slideshow) trashed()   {}
func (s *Slideshow) sideShown() {}

// Tick shows the next image when it is time, and hides overlays.
func (s *Slideshow) Tick(now time.Time) {
	s.view.Tick(now)
	if s.playing && s.target < 0 && !now.Before(s.due.Add(-early)) {
		s.next()
	}
}

// Changed keeps the place when images came or went, and shows an awaited one.
func (s *Slideshow) Changed() {
	if !s.opened {
		return
	}
	if s.list.Len() != s.source.Len() {
		s.arrange(s.source.IndexOf(s.img.ID))
	}
	if i := s.list.IndexOf(s.img.ID); i >= 0 {
		s.at = i
	}
	s.at = max(min(s.at, s.list.Len()-1), 0)
	s.target = min(s.target, s.list.Len()-1)
	s.reach()
	s.sayPlace()
}

// ImageChanged takes over new values of the shown image.
func (s *Slideshow) ImageChanged(img library.Image) {
	if s.opened && img.ID == s.img.ID {
		s.img = img
		s.marks.set(img.Marks)
	}
}

// arrange puts the source in its own order, or in a random one that starts at an index.
func (s *Slideshow) arrange(first int) {
	s.list = s.source
	if !s.random {
		return
	}
	order := s.p.Shuffled(s.source.Len())
	if i := slices.Index(order, first); i > 0 {
		order[0], order[i] = order[i], order[0]
	}
	s.list = shuffled{s.source, order}
}

// shuffled is a source in another order.
type shuffled struct {
	Source
	order []int
}

func (s shuffled) Len() int                       { return len(s.order) }
func (s shuffled) At(i int) (library.Image, bool) { return s.Source.At(s.order[i]) }
func (s shuffled) IndexOf(id int64) int           { return slices.Index(s.order, s.Source.IndexOf(id)) }

func (s *Slideshow) previous() { s.step(-1) }
func (s *Slideshow) next()     { s.step(1) }

// step moves by one place and wraps around.
func (s *Slideshow) step(by int) {
	n := s.list.Len()
	if n == 0 {
		return
	}
	s.travel, s.tries = by, 0
	s.target = (s.from() + by + n) % n
	s.reach()
}

// from is the place where the next step starts: with a held key, the awaited one.
func (s *Slideshow) from() int {
	if s.target >= 0 {
		return s.target
	}
	return s.at
}

// reach shows the wanted image if it is decoded. Images that can't be shown are skipped.
func (s *Slideshow) reach() {
	for s.opened && s.target >= 0 && s.list.Len() > 0 {
		img, ok := s.list.At(s.target)
		if !ok {
			return // it is being loaded, and Changed follows
		}
		if img.State == library.ImageSaved && s.cache.Err(img) == nil {
			s.want(img)
			s.show(img)
			return
		}
		if s.tries++; s.tries >= s.list.Len() {
			s.target, s.playing = -1, false
			s.sayState()
			if s.img.ID == 0 {
				s.note.Say(message.T("imageview.slideshow.none"))
			}
			return
		}
		s.target = (s.target + s.travel + s.list.Len()) % s.list.Len()
	}
}

// show shows the wanted image if it was decoded.
func (s *Slideshow) show(img library.Image) {
	picture := s.cache.Picture(img)
	if picture == nil {
		return
	}
	again := img.ID == s.img.ID
	s.at, s.target, s.tries, s.img = s.target, -1, 0, img
	s.due = s.p.Now().Add(intervals()[s.interval])
	s.note.Say("")
	s.takeAway(s.marks.Hide, s.marks.keys)
	s.marks.set(img.Marks)
	s.sayPlace()
	if !again {
		s.change(picture)
		s.p.looked()
	}
	s.want(img)
}

// want decodes an image, and the next ones.
func (s *Slideshow) want(img library.Image) {
	want := []library.Image{img}
	if s.img.ID != 0 {
		want = append(want, s.img)
	}
	n := s.list.Len()
	if n == 0 {
		return // all are gone
	}
	for _, by := range []int{s.travel, 2 * s.travel, -s.travel} {
		if next, ok := s.list.At(((s.from()+by)%n + n) % n); ok {
			want = append(want, next)
		}
	}
	s.cache.Want(want...)
}

// change changes to the next image, without a fade if animations are off.
func (s *Slideshow) change(picture *widgets.Pyramid) {
	s.stopFade()
	before, after := s.images[s.front], s.images[1-s.front]
	s.front = 1 - s.front
	after.SetPicture(picture)
	if !fyne.CurrentApp().Settings().ShowAnimations() {
		before.Clear()
		return
	}
	after.SetTranslucency(1)
	s.fade = fyne.NewAnimation(fadeTime, func(done float32) {
		after.SetTranslucency(1 - float64(done))
		before.SetTranslucency(float64(done))
		if done == 1 {
			before.Clear()
		}
	})
	s.fade.Start()
}

// stopFade ends a fade at once.
func (s *Slideshow) stopFade() {
	if s.fade != nil {
		s.fade.Stop()
		s.fade = nil
	}
	s.images[s.front].SetTranslucency(0)
	s.images[1-s.front].Clear()
}

func (s *Slideshow) clear() {
	for _, image := range s.images {
		image.Clear()
	}
}

func (s *Slideshow) sayPlace() {
	words := ""
	if n := s.list.Len(); n > 0 {
		words = message.Of(s.at+1, n)
	}
	s.place.SetText(words)
}

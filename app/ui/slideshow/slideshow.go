package slideshow

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"

	"lookbook/app/library"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/imageview"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// fadeTime is how long one picture takes to become the next.
	fadeTime = 300 * time.Millisecond
	// early is how much before its time a picture may give way: ticks come once a second, and not to the millisecond.
	early = 500 * time.Millisecond
)

// Intervals are how long a picture can be shown.
func Intervals() []time.Duration {
	return []time.Duration{3 * time.Second, 5 * time.Second, 10 * time.Second}
}

// Source is the list of pictures that is shown.
type Source interface {
	Len() int
	// At returns picture i; false when it has not come yet: Changed says when it has.
	At(i int) (library.Image, bool)
	IndexOf(id int64) int
}

// Params says where pictures are decoded and what to do with them.
type Params struct {
	Run feed.Run
	// Load reads and decodes the file of a picture, off the UI goroutine.
	Load   imageview.Load
	Mark   func([]library.Image, library.Marking)
	Canvas func() fyne.Canvas
	Now    func() time.Time
	// Shuffled returns the numbers 0 to n−1 in a random order.
	Shuffled func(n int) []int
	// SetFullScreen asks for the whole screen or gives it back; SetFull is called when it came to that.
	SetFullScreen func(on bool)
	// Opened is told that the slideshow covers the window, Closed that it no longer does, and which picture was shown last.
	Opened func()
	Closed func(img library.Image)
}

// Pane is the slideshow; it is hidden until Start.
type Pane struct {
	widget.BaseWidget
	p      Params
	images [2]*widgets.ZoomImage // the one that is shown, and the one that goes or comes
	front  int                   // which of them is shown
	fade   *fyne.Animation
	taker  *taker // takes the keys and the pointer
	note   *imageview.Note
	words  *imageview.Message
	plate  *imageview.MarksOverlay
	bar    *imageview.Bar
	parts  tools

	source   Source
	cache    *imageview.Cache
	order    []int // a shuffled order of the indices; nil: the list's own
	at       int   // the place in that order
	travel   int   // 1 or −1: which way the last step went
	target   int   // the place that is shown as soon as it is there, −1: none
	tries    int   // places passed over since the last picture was shown
	shown    library.Image
	interval int // of Intervals
	playing  bool
	due      time.Time // when the next picture's turn is
	opened   bool
	full     bool
}

// New makes the pane.
func New(p Params) *Pane {
	s := &Pane{p: p, interval: 1, target: -1, travel: 1}
	s.cache = imageview.NewCache(p.Run, p.Load, func(library.Image, error) { s.reach() })
	for i := range s.images {
		s.images[i] = widgets.NewZoomImage()
	}
	s.taker = newTaker(s)
	s.note = imageview.NewNote(nil)
	s.words = imageview.NewMessage(p.Now)
	s.plate = imageview.NewMarksOverlay(p.Now, s.favour, s.rate)
	s.bar = imageview.NewBar(s.buildTools(), p.Now)
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// CreateRenderer puts the parts together.
func (s *Pane) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, container.NewStack(
		s.images[0], s.images[1], s.taker, s.note.Object(), s.words.Object(), s.plate.Object(), container.NewBorder(s.bar, nil, nil, nil))))
}

// Start shows the pictures of a source from an index on, each for a while, over the whole screen, and begins again at their end.
func (s *Pane) Start(source Source, from int) {
	if source.Len() == 0 {
		return
	}
	s.source, s.order, s.shown = source, s.orderOf(source.Len(), from, s.order != nil), library.Image{}
	s.playing, s.tries, s.travel = true, 0, 1
	s.note.Say("")
	s.clear()
	if !s.opened {
		s.opened = true
		s.bar.Dismiss()
		s.Show()
		if s.p.Opened != nil {
			s.p.Opened()
		}
	}
	s.sayState()
	s.p.SetFullScreen(true)
	s.target = s.placeOf(min(max(from, 0), source.Len()-1))
	s.reach()
	s.focus()
}

// Opened reports whether the slideshow is on screen.
func (s *Pane) Opened() bool { return s.opened }

// Shown is the picture on screen.
func (s *Pane) Shown() library.Image { return s.shown }

// Focus takes the keyboard, as when something that lay over the slideshow went.
func (s *Pane) Focus() { s.focus() }

func (s *Pane) focus() {
	if s.opened {
		s.p.Canvas().Focus(s.taker)
	}
}

// End goes back to where the slideshow was begun.
func (s *Pane) End() {
	if !s.opened {
		return
	}
	s.opened, s.playing, s.target = false, false, -1
	s.stopFade()
	s.clear()
	s.cache.Clear()
	s.words.Hide()
	s.plate.Hide()
	s.source = nil
	s.Hide()
	if s.p.Closed != nil {
		s.p.Closed(s.shown)
	}
}

// SetFull says that the window has the whole screen, or no longer.
func (s *Pane) SetFull(full bool) { s.full = full }

// Tick goes on to the next picture when the time has come, and hides what is shown for a moment only.
func (s *Pane) Tick(now time.Time) {
	if !s.opened {
		return
	}
	s.bar.Tick(now)
	s.words.Tick(now)
	s.plate.Tick(now)
	if s.playing && s.target < 0 && !now.Before(s.due.Add(-early)) {
		s.step(1)
	}
}

// Changed keeps the place when pictures came or went, and goes on to one that was waited for.
func (s *Pane) Changed() {
	if !s.opened {
		return
	}
	index := s.source.IndexOf(s.shown.ID)
	if s.order != nil && len(s.order) != s.source.Len() {
		s.order = s.orderOf(s.source.Len(), index, true)
	}
	if index >= 0 {
		s.at = s.placeOf(index)
	}
	s.at = max(min(s.at, s.source.Len()-1), 0)
	s.target = min(s.target, s.source.Len()-1)
	s.reach()
	s.sayPlace()
}

// ImageChanged takes new values of the picture that is shown.
func (s *Pane) ImageChanged(img library.Image) {
	if s.opened && img.ID == s.shown.ID {
		s.shown = img
		s.plate.Set(img.Marks.Favourite, img.Marks.Rating)
	}
}

// orderOf is the order of n pictures, a shuffled one beginning with the picture at an index.
func (s *Pane) orderOf(n, first int, shuffled bool) []int {
	if !shuffled {
		return nil
	}
	order := s.p.Shuffled(n)
	if i := slices.Index(order, first); i > 0 {
		order[0], order[i] = order[i], order[0]
	}
	return order
}

// placeOf is the place of an index in the order.
func (s *Pane) placeOf(index int) int {
	if s.order != nil {
		return slices.Index(s.order, index)
	}
	return index
}

// pictureAt is the picture at a place of the order; ok is false while it has not come.
func (s *Pane) pictureAt(place int) (library.Image, bool) {
	if s.order == nil {
		return s.source.At(place)
	}
	if place >= len(s.order) {
		return library.Image{}, false // the list has grown, and Changed has not told yet
	}
	return s.source.At(s.order[place])
}

// step goes on by one place, past the ends to the other end.
func (s *Pane) step(by int) {
	n := s.source.Len()
	if n == 0 {
		return
	}
	from := s.at
	if s.target >= 0 {
		from = s.target // a key that is held down
	}
	s.travel, s.tries = by, 0
	s.target = (from + by + n) % n
	s.reach()
}

// reach shows the picture that is wanted if it is there in full. What can't be shown is passed over.
func (s *Pane) reach() {
	for s.opened && s.target >= 0 && s.source.Len() > 0 {
		img, ok := s.pictureAt(s.target)
		if !ok {
			return // it was asked for and Changed tells
		}
		if img.State == library.ImageSaved && s.cache.Err(img) == nil {
			s.want(img)
			s.show(img)
			return
		}
		if s.tries++; s.tries >= s.source.Len() {
			s.target, s.playing = -1, false
			s.sayState()
			if s.shown.ID == 0 {
				s.note.Say("None of these pictures can be shown.")
			}
			return
		}
		s.target = (s.target + s.travel + s.source.Len()) % s.source.Len()
	}
}

// show shows a picture that is wanted, if it was decoded.
func (s *Pane) show(img library.Image) {
	picture := s.cache.Picture(img)
	if picture == nil {
		return
	}
	again := img.ID == s.shown.ID
	s.at, s.target, s.tries, s.shown = s.target, -1, 0, img
	s.due = s.p.Now().Add(Intervals()[s.interval])
	s.note.Say("")
	s.plate.Hide()
	s.plate.Set(img.Marks.Favourite, img.Marks.Rating)
	s.sayPlace()
	if !again {
		s.change(picture)
	}
	s.want(img)
}

// want has a picture decoded, and those that come next.
func (s *Pane) want(img library.Image) {
	want := []library.Image{img}
	if s.shown.ID != 0 {
		want = append(want, s.shown)
	}
	n := s.source.Len()
	from := s.at
	if s.target >= 0 {
		from = s.target
	}
	for _, by := range []int{s.travel, 2 * s.travel, -s.travel} {
		if next, ok := s.pictureAt(((from+by)%n + n) % n); ok {
			want = append(want, next)
		}
	}
	s.cache.Want(want...)
}

// change makes one picture become the next, at once where things may not move.
func (s *Pane) change(picture *widgets.Pyramid) {
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

// stopFade ends a change at once.
func (s *Pane) stopFade() {
	if s.fade != nil {
		s.fade.Stop()
		s.fade = nil
	}
	s.images[s.front].SetTranslucency(0)
	s.images[1-s.front].Clear()
}

func (s *Pane) clear() {
	for _, image := range s.images {
		image.Clear()
	}
}

func (s *Pane) sayPlace() {
	words := ""
	if n := s.source.Len(); n > 0 {
		words = fmt.Sprintf("%s of %s", humanize.Comma(int64(s.at+1)), humanize.Comma(int64(n)))
	}
	s.parts.place.SetText(words)
}

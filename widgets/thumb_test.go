package widgets

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

func picture(width, height int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, width, height)) }

func TestThumbShowsTheWholePicture(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 200, 100)
	for _, c := range []struct {
		state ThumbState
		want  fyne.Size
	}{
		{ThumbState{Picture: picture(100, 100)}, fyne.NewSize(100, 100)},
		{ThumbState{Picture: picture(400, 100)}, fyne.NewSize(200, 50)},
		{ThumbState{Picture: picture(30, 60)}, fyne.NewSize(50, 100)},
		{ThumbState{Aspect: 0.5}, fyne.NewSize(50, 100)},
		{ThumbState{}, fyne.NewSize(200, 100)},
	} {
		thumb.Bind(c.state)
		if got := thumb.parts.veil.Size(); got != c.want {
			t.Errorf("%v: %v, want %v", c.state, got, c.want)
		}
	}
}

func TestThumbDrawsPicturesWithoutTheCPU(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 200, 100)
	p := picture(64, 64)
	thumb.Bind(ThumbState{Picture: p})
	if thumb.parts.picture.ScaleMode != canvas.ImageScaleFastest || thumb.parts.picture.Image != image.Image(p) {
		t.Error("the picture goes through Fyne's own scaling or a copy")
	}
}

// A cell must not depend on what it showed before, because cells are reused.
func TestThumbForgetsWhatItShowed(t *testing.T) {
	prepare(t)
	states := map[string]ThumbState{
		"empty":   {},
		"loading": {Key: 1, Loading: true, Aspect: 0.75},
		"picture": {Key: 2, Picture: picture(30, 40)},
		"all":     {Key: 3, Picture: picture(40, 30), Favourite: true, Badge: "1/16", Caption: "caption"},
		"failed":  {Key: 4, Failed: "The file is damaged", Aspect: 1},
	}
	looks := func(states ...ThumbState) []bool {
		thumb := NewThumb(nil)
		stage(t, thumb, 150, 200)
		for _, state := range states {
			thumb.Bind(state)
		}
		var visible []bool
		for _, o := range thumb.parts.objects {
			visible = append(visible, o.Visible())
		}
		return visible
	}
	for name, state := range states {
		want := looks(state)
		for before, other := range states {
			got := looks(other, state)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s after %s: object %d visible is %v, want %v", name, before, i, got[i], want[i])
				}
			}
		}
	}
}

func TestCaptionIsShownWhenLookedFor(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 150, 200)
	thumb.Bind(ThumbState{Picture: picture(30, 40), Caption: "caption"})
	caption := func() bool { return thumb.parts.caption.Visible() }
	if caption() {
		t.Error("shown without being asked for")
	}
	thumb.SetHovered(true)
	if !caption() {
		t.Error("not shown on hover")
	}
	thumb.SetHovered(false)
	thumb.SetSelected(true)
	if !caption() || !thumb.parts.ring.Visible() {
		t.Error("selected: no caption or no ring")
	}
	thumb.SetSelected(false)
	thumb.SetCurrent(true)
	if caption() || !thumb.parts.ring.Visible() {
		t.Error("the keyboard's place has a ring and no caption")
	}
}

func TestTooSmallForWords(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, container.NewWithoutLayout(thumb), 150, 200)
	thumb.Bind(ThumbState{Picture: picture(30, 30), Favourite: true, Badge: "1/16", Caption: "caption"})
	thumb.SetHovered(true)
	for _, c := range []struct {
		edge  float32
		words bool
	}{{32, false}, {120, true}} {
		thumb.Resize(fyne.NewSquareSize(c.edge))
		if thumb.parts.star.Visible() != c.words || thumb.parts.badgeWord.Visible() != c.words || thumb.parts.caption.Visible() != c.words {
			t.Errorf("at %v: words and star shown is not %v", c.edge, c.words)
		}
	}
}

func TestPictureFadesInOnlyWhereItsPlaceholderWas(t *testing.T) {
	prepare(t)
	for _, c := range []struct {
		name          string
		before, after ThumbState
		later         time.Duration
		want          bool
	}{
		{"placeholder of the same", ThumbState{Key: 1, Loading: true}, ThumbState{Key: 1, Picture: picture(3, 4)}, fadeFrom, true},
		{"placeholder that one hardly saw", ThumbState{Key: 1, Loading: true}, ThumbState{Key: 1, Picture: picture(3, 4)}, fadeFrom - 1, false},
		{"placeholder of another", ThumbState{Key: 1, Loading: true}, ThumbState{Key: 2, Picture: picture(3, 4)}, fadeFrom, false},
		{"picture at once", ThumbState{}, ThumbState{Key: 1, Picture: picture(3, 4)}, fadeFrom, false},
		{"sharper picture", ThumbState{Key: 1, Picture: picture(3, 4)}, ThumbState{Key: 1, Picture: picture(6, 8)}, fadeFrom, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			thumb := NewThumb(nil)
			stage(t, thumb, 150, 200)
			now := time.Now()
			thumb.now = func() time.Time { return now }
			thumb.Bind(c.before)
			now = now.Add(c.later)
			thumb.Bind(c.after)
			if got := thumb.fade != nil; got != c.want {
				t.Errorf("fades %v, want %v", got, c.want)
			}
			if thumb.veil != 0 || thumb.parts.veil.Visible() {
				t.Error("the veil stays at the end")
			}
		})
	}
}

func TestFadeUncoversThePicture(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 150, 200)
	now := time.Now()
	thumb.now = func() time.Time { return now }
	thumb.Bind(ThumbState{Key: 1, Aspect: 0.75})
	now = now.Add(fadeFrom)
	thumb.Bind(ThumbState{Key: 1, Picture: picture(30, 40)})
	alpha := func(at float32) uint32 {
		thumb.fade.Tick(at)
		_, _, _, a := thumb.parts.veil.FillColor.RGBA()
		return a
	}
	if first, half, last := alpha(0), alpha(0.5), alpha(1); first != 0xFFFF || half <= last || half >= first || last != 0 {
		t.Errorf("the veil goes %x, %x, %x", first, half, last)
	}
	fade := thumb.fade
	thumb.Bind(ThumbState{Key: 2, Picture: picture(30, 40)})
	if thumb.fade == fade || thumb.veil != 0 {
		t.Error("another picture is still under the veil")
	}
}

func TestShimmerRunsWhileItIsNeeded(t *testing.T) {
	prepare(t)
	s := NewShimmer()
	a, b := NewThumb(s), NewThumb(s)
	stage(t, container.NewGridWithColumns(2, a, b), 200, 100)
	steps := []struct {
		what string
		do   func()
		want bool
	}{
		{"nothing is loading", func() {}, false},
		{"one is loading", func() { a.Bind(ThumbState{Key: 1, Loading: true}) }, true},
		{"two are", func() { b.Bind(ThumbState{Key: 2, Loading: true}) }, true},
		{"one has come", func() { a.Bind(ThumbState{Key: 1, Picture: picture(3, 4)}) }, true},
		{"the other is out of sight", func() { b.Hide() }, false},
		{"and back", func() { b.Show() }, true},
		{"and has failed", func() { b.Bind(ThumbState{Key: 2, Loading: true, Failed: "no"}) }, false},
	}
	for _, step := range steps {
		step.do()
		if s.Running() != step.want {
			t.Errorf("%s: running %v", step.what, s.Running())
		}
	}
}

// Placeholders of a job that runs for minutes must not paint the window all the time.
func TestShimmerRests(t *testing.T) {
	prepare(t)
	s := NewShimmer()
	a, b := NewThumb(s), NewThumb(s)
	stage(t, container.NewGridWithColumns(2, a, b), 200, 100)
	breathe := func(times int) {
		for range times {
			s.tick(0.5)
			s.tick(1)
			s.tick(0.5)
			s.tick(0)
		}
	}
	a.Bind(ThumbState{Key: 1, Loading: true})
	breathe(shimmerBreaths - 1)
	if !s.Running() {
		t.Fatal("it rests too early")
	}
	breathe(1)
	if s.Running() || a.light != 1 || !a.parts.glow.Visible() {
		t.Fatalf("at rest: running %v, light %v", s.Running(), a.light)
	}
	a.Bind(ThumbState{Key: 1, Loading: true, Badge: "1 of 4"})
	if s.Running() {
		t.Error("a placeholder that was there started it again")
	}
	b.Bind(ThumbState{Key: 2, Loading: true})
	if !s.Running() || b.light != 1 {
		t.Errorf("a new one: running %v, light %v", s.Running(), b.light)
	}
	breathe(shimmerBreaths)
	a.Bind(ThumbState{Key: 1, Picture: picture(3, 4)})
	if s.Running() {
		t.Error("a picture that came started it")
	}
}

func TestShimmerPaintsPlaceholdersTogether(t *testing.T) {
	prepare(t)
	s := NewShimmer()
	a, b := NewThumb(s), NewThumb(s)
	stage(t, container.NewGridWithColumns(2, a, b), 200, 100)
	a.Bind(ThumbState{Key: 1, Loading: true})
	b.Bind(ThumbState{Key: 2, Loading: true})
	for at, want := range map[float32]float32{0: 1, 0.5: 0.5, 1: 0} {
		if s.tick(at); a.light != want || b.light != want || a.parts.glow.Visible() != (want > 0) {
			t.Errorf("at %v: light %v and %v", at, a.light, b.light)
		}
	}
	b.Bind(ThumbState{Key: 3, Picture: picture(3, 4)})
	s.tick(0.5)
	if b.parts.glow.Visible() {
		t.Error("a picture shimmers")
	}
}

func TestRendererMadeAgainLooksTheSame(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 150, 200)
	thumb.Bind(ThumbState{Key: 1, Picture: picture(30, 40), Caption: "caption", Favourite: true})
	thumb.SetSelected(true)
	first := thumb.parts
	again := thumb.CreateRenderer()
	for i, o := range again.Objects() {
		was := first.objects[i]
		if o.Visible() != was.Visible() || o.Position() != was.Position() || o.Size() != was.Size() {
			t.Errorf("object %d: %v %v %v, was %v %v %v", i, o.Visible(), o.Position(), o.Size(), was.Visible(), was.Position(), was.Size())
		}
	}
}

package widgets

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestStars(t *testing.T) {
	prepare(t)
	var told []int
	s := NewStars(9, func(rating int) { told = append(told, rating) })
	stage(t, container.NewCenter(s), 300, 100)
	if s.Rating() != 5 {
		t.Errorf("a rating of 9 is %d", s.Rating())
	}
	star := func(n int) func() {
		return func() { s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(4+float32(n)*starPitch-10, 10)}) }
	}
	key := func(name fyne.KeyName) func() { return func() { press1(s, name) } }
	rune1 := func(text string) func() { return func() { test.Type(s, text) } }
	for _, c := range []struct {
		what string
		do   func()
		want int
		told bool
	}{
		{"set by the program", func() { s.SetRating(0) }, 0, false},
		{"a click on the third", star(3), 3, true},
		{"on the first", star(1), 1, true},
		{"on the first again", star(1), 0, true},
		{"left of the first", star(0), 1, true},
		{"right of the last", star(7), 5, true},
		{"Right at five", key(fyne.KeyRight), 5, false},
		{"Left", key(fyne.KeyLeft), 4, true},
		{"Up", key(fyne.KeyUp), 5, true},
		{"Home", key(fyne.KeyHome), 0, true},
		{"Left at none", key(fyne.KeyLeft), 0, false},
		{"End", key(fyne.KeyEnd), 5, true},
		{"Delete", key(fyne.KeyDelete), 0, true},
		{"2", rune1("2"), 2, true},
		{"6", rune1("6"), 2, false},
		{"0", rune1("0"), 0, true},
		{"disabled", func() { s.Disable(); test.Type(s, "3"); star(4)() }, 0, false},
	} {
		told = nil
		c.do()
		if s.Rating() != c.want || c.told != slices.Equal(told, []int{c.want}) {
			t.Errorf("%s: %d, told %v, want %d", c.what, s.Rating(), told, c.want)
		}
	}
}

func TestStarsShowWhatAClickWouldGive(t *testing.T) {
	prepare(t)
	s := NewStars(2, nil)
	stage(t, NewTipLayer(container.NewCenter(s)), 300, 100)
	s.Tip = func(rating int) string { return string(rune('0'+rating)) + " of 5" }
	filled := func() (n int) {
		for star := 1; star <= 5; star++ {
			if _, on := s.ink(star); on {
				n++
			}
		}
		return n
	}
	move := func(x float32) {
		event := &desktop.MouseEvent{}
		event.Position = fyne.NewPos(x, 10)
		s.MouseMoved(event)
	}
	event := &desktop.MouseEvent{}
	event.Position = fyne.NewPos(70, 10)
	s.MouseIn(event)
	if filled() != 4 {
		t.Errorf("on the fourth %d are filled", filled())
	}
	if layer := tipLayerOf(fyne.CurrentApp().Driver().CanvasForObject(s)); layer.bubble.words.text != "4 of 5" {
		t.Errorf("says %q", layer.bubble.words.text)
	}
	if move(30); filled() != 2 {
		t.Errorf("on the second %d are filled", filled())
	}
	move(90)
	if s.MouseOut(); filled() != 2 || s.Rating() != 2 {
		t.Errorf("left alone %d are filled", filled())
	}
}

func TestFavourite(t *testing.T) {
	prepare(t)
	var told []bool
	f := NewFavourite(false, func(on bool) { told = append(told, on) })
	f.SetTips("add", "remove")
	stage(t, NewTipLayer(container.NewCenter(f)), 200, 100)
	f.SetOn(true)
	test.Tap(f)
	press1(f, fyne.KeySpace)
	if !f.On() || !slices.Equal(told, []bool{false, true}) {
		t.Errorf("on %v, told %v", f.On(), told)
	}
	f.MouseIn(&desktop.MouseEvent{})
	if layer := tipLayerOf(fyne.CurrentApp().Driver().CanvasForObject(f)); layer.bubble.words.text != "remove" {
		t.Errorf("says %q", layer.bubble.words.text)
	}
	f.Disable()
	test.Tap(f)
	if !f.On() {
		t.Error("disabled, it turns")
	}
}

func TestMarksOnAThumbDontCollide(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 200, 200)
	type box struct {
		name string
		o    fyne.CanvasObject
	}
	for _, size := range []fyne.Size{{Width: 64, Height: 96}, {Width: 72, Height: 96}, {Width: 96, Height: 54}, {Width: 200, Height: 200}, {Width: 40, Height: 40}} {
		for _, selected := range []bool{false, true} {
			thumb.Resize(size)
			thumb.SetSelected(selected)
			thumb.Bind(ThumbState{Key: 1, Picture: picture(int(size.Width), int(size.Height)), Favourite: true, Rating: 5, Caption: "caption"})
			p := thumb.parts
			var seen []box
			for _, b := range []box{{"star", p.starBack}, {"rating", p.ratingBack}, {"caption", p.scrim}} {
				if !b.o.Visible() {
					continue
				}
				at, end := b.o.Position(), b.o.Position().Add(b.o.Size())
				if at.X < 0 || at.Y < 0 || end.X > size.Width || end.Y > size.Height {
					t.Errorf("%v: %s is from %v to %v", size, b.name, at, end)
				}
				for _, other := range seen {
					if o := other.o; at.X < o.Position().X+o.Size().Width && o.Position().X < end.X && at.Y < o.Position().Y+o.Size().Height && o.Position().Y < end.Y {
						t.Errorf("%v, selected %v: %s lies on %s", size, selected, b.name, other.name)
					}
				}
				seen = append(seen, b)
			}
			if p.ratingBack.Visible() != (size.Width >= smallThumb) {
				t.Errorf("%v: rating is shown: %v", size, p.ratingBack.Visible())
			}
		}
	}
}

// A reused cell must not keep the stars of the previous picture.
func TestThumbForgetsItsRating(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 200, 200)
	for _, rating := range []int{3, 5, 0, 5, -1, 12} {
		thumb.Bind(ThumbState{Key: int64(rating + 10), Picture: picture(20, 20), Rating: rating})
		want := min(max(rating, 0), 5)
		shown := 0
		for _, star := range thumb.parts.rating {
			if star.Visible() {
				shown++
			}
		}
		if visible := thumb.parts.ratingBack.Visible(); visible != (want > 0) || shown != want {
			t.Errorf("rated %d: shown %v, %d stars", rating, visible, shown)
		}
	}
}

// Reading the file of the stars took half of the time in which a page of the gallery is bound.
func TestARatingIsDrawnWithoutReadingItsIconAgain(t *testing.T) {
	prepare(t)
	thumb := NewThumb(nil)
	stage(t, thumb, 200, 200)
	bind := func(id int64, rating int) { thumb.Bind(ThumbState{Key: id, Picture: picture(20, 20), Rating: rating}) }
	bind(1, 5)
	drawn := map[image.Image]bool{}
	for _, star := range thumb.parts.rating {
		drawn[star.Image] = true
	}
	for id, rating := range []int{0, 2, 4, 1, 5} {
		bind(int64(id+2), rating)
	}
	for _, star := range thumb.parts.rating {
		if star.Image == nil || !drawn[star.Image] {
			t.Error("a star was drawn again")
		}
	}
}

func TestFilterChip(t *testing.T) {
	prepare(t)
	tapped, removed := 0, 0
	chip := NewFilterChip("a name that is much longer than the room that a chip may have", "12")
	chip.OnTapped = func() { tapped++ }
	stage(t, NewTipLayer(container.NewCenter(chip)), 400, 100)
	test.TapAt(chip, fyne.NewPos(chip.Size().Width-4, 10))
	press1(chip, fyne.KeySpace, fyne.KeyDelete)
	if tapped != 2 || !chip.word.isCut {
		t.Errorf("without a cross tapped %d times, cut %v", tapped, chip.word.isCut)
	}
	width := chip.MinSize().Width
	chip.OnRemoved = func() { removed++ }
	chip.Refresh()
	if chip.MinSize().Width <= width {
		t.Error("the cross has no room")
	}
	chip.Resize(chip.MinSize())
	test.TapAt(chip, fyne.NewPos(chip.Size().Width-4, 10))
	press1(chip, fyne.KeyDelete, fyne.KeyBackspace)
	test.TapAt(chip, fyne.NewPos(10, 10))
	if tapped != 3 || removed != 3 {
		t.Errorf("tapped %d times, removed %d times", tapped, removed)
	}
	event := &desktop.MouseEvent{}
	event.Position = fyne.NewPos(10, 10)
	chip.MouseIn(event)
	layer := tipLayerOf(fyne.CurrentApp().Driver().CanvasForObject(chip))
	if layer.bubble.words.text != chip.Text() {
		t.Errorf("says %q", layer.bubble.words.text)
	}
	chip.SetRemoveTip("Remove")
	event.Position = fyne.NewPos(chip.Size().Width-4, 10)
	chip.MouseMoved(event)
	if layer.bubble.words.text != "Remove" {
		t.Errorf("on the cross it says %q", layer.bubble.words.text)
	}
	chip.Disable()
	press1(chip, fyne.KeyDelete, fyne.KeySpace)
	if tapped != 3 || removed != 3 {
		t.Error("disabled, it does something")
	}
}

func TestSearchField(t *testing.T) {
	prepare(t)
	var told []string
	left, escaped, toWindow := 0, 0, 0
	s := NewSearchField("Search")
	c := stage(t, container.NewVBox(s), 300, 100)
	c.SetOnTypedKey(func(*fyne.KeyEvent) { toWindow++ })
	s.OnChanged = func(text string) { told = append(told, text) }
	s.OnLeft = func() { left++ }
	s.SetText("set")
	if len(told) != 0 || !s.clear.Visible() {
		t.Errorf("told %q of what the program wrote", told)
	}
	c.Focus(s.FocusTarget())
	test.Type(s.FocusTarget(), "!")
	press1(s.FocusTarget(), fyne.KeyEscape, fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(told, []string{"set!", ""}) || s.Text() != "" || s.clear.Visible() {
		t.Errorf("told %q, text is %q, cross is shown: %v", told, s.Text(), s.clear.Visible())
	}
	if toWindow != 1 || left != 2 {
		t.Errorf("Escape went to the window %d times, left %d times", toWindow, left)
	}
	s.OnEscape = func() { escaped++ }
	press1(s.FocusTarget(), fyne.KeyEscape)
	if escaped != 1 || toWindow != 1 {
		t.Errorf("Escape on nothing: told %d times", escaped)
	}
	told = nil
	s.SetText("again")
	c.Unfocus()
	test.Tap(s.clear)
	if s.Text() != "" || !slices.Equal(told, []string{""}) || c.Focused() != s.FocusTarget() {
		t.Errorf("the cross leaves %q, told %q", s.Text(), told)
	}
	s.SetText("words")
	s.SelectAll()
	test.Type(s.FocusTarget(), "n")
	if s.Text() != "n" {
		t.Errorf("typing over what is selected leaves %q", s.Text())
	}
	if room, cross := s.entry.ActionItem.Position().X, s.clear.Position().X+(s.clear.Size().Width-iconSize)/2; room > cross {
		t.Errorf("the text ends at %v, the cross begins at %v", room, cross)
	}
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const starPitch float32 = 20

// Stars is a rating of up to five stars. A click on a star gives that rating, a click on the last one clears it; the
// digits 0 to 5, Left, Right, Home, End and Delete do the same. Without a rating it is in the quiet colour.
type Stars struct {
	press
	// OnChanged is called when the user changes the rating, 0 to 5.
	OnChanged func(rating int)
	// Tip returns the tip of a star, 1 to 5; nil: no tips.
	Tip func(rating int) string

	rating int
	under  int // star under the pointer; 0: none
}

// NewStars returns a rating, 0 to 5; 0: none.
func NewStars(rating int, onChanged func(rating int)) *Stars {
	s := &Stars{rating: inStars(rating), OnChanged: onChanged}
	s.setUp(s)
	return s
}

func inStars(rating int) int { return min(max(rating, 0), mostStars) }

// Rating returns the rating, 0 to 5.
func (s *Stars) Rating() int { return s.rating }

// SetRating sets the rating without calling OnChanged.
func (s *Stars) SetRating(rating int) {
	if rating = inStars(rating); rating != s.rating {
		s.rating = rating
		s.Refresh()
	}
}

// give sets a rating for the user.
func (s *Stars) give(rating int) {
	rating = inStars(rating)
	if s.Disabled() || rating == s.rating {
		return
	}
	s.rating = rating
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(rating)
	}
}

// at returns the star at a position.
func (s *Stars) at(position fyne.Position) int {
	return min(max(int((position.X-darkroom.Space4)/starPitch)+1, 1), mostStars)
}

// Tapped is Fyne's.
func (s *Stars) Tapped(event *fyne.PointEvent) {
	s.tip.end()
	if event == nil {
		return
	}
	if star := s.at(event.Position); star != s.rating {
		s.give(star)
	} else {
		s.give(0)
	}
}

// MouseIn is Fyne's.
func (s *Stars) MouseIn(event *desktop.MouseEvent) {
	s.press.MouseIn(event)
	s.point(event)
}

// MouseMoved is Fyne's.
func (s *Stars) MouseMoved(event *desktop.MouseEvent) {
	s.tip.move(event.AbsolutePosition)
	s.point(event)
}

// MouseOut is Fyne's.
func (s *Stars) MouseOut() {
	s.under = 0
	s.press.MouseOut()
}

func (s *Stars) point(event *desktop.MouseEvent) {
	star := s.at(event.Position)
	if star == s.under || s.Disabled() {
		return
	}
	s.under = star
	if s.Tip != nil {
		s.tip.wait(s, s.Tip(star), event.AbsolutePosition)
	}
	s.Refresh()
}

// TypedRune is Fyne's.
func (s *Stars) TypedRune(r rune) {
	if r >= '0' && r <= '0'+mostStars {
		s.give(int(r - '0'))
	}
}

// TypedKey is Fyne's.
func (s *Stars) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.give(s.rating - 1)
	case fyne.KeyRight, fyne.KeyUp:
		s.give(s.rating + 1)
	case fyne.KeyHome, fyne.KeyDelete, fyne.KeyBackspace:
		s.give(0)
	case fyne.KeyEnd:
		s.give(mostStars)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
	default:
		passKey(s, key)
	}
}

// ink returns the colour of a star, and whether it is filled.
func (s *Stars) ink(star int) (name fyne.ThemeColorName, filled bool) {
	filled = star <= s.rating
	if s.under > 0 {
		filled = star <= s.under
	}
	switch {
	case s.Disabled():
		name = theme.ColorNameDisabled
	case s.under > 0 && filled:
		name = darkroom.ColorNameAccent
	case filled:
		name = darkroom.ColorNameText
	case s.under > 0 || s.focused || s.rating > 0:
		name = darkroom.ColorNameQuiet
	default:
		name = theme.ColorNameDisabled
	}
	return name, filled
}

// CreateRenderer is Fyne's.
func (s *Stars) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	var stars [mostStars]*canvas.Image
	var objects []fyne.CanvasObject
	for i := range stars {
		stars[i] = canvas.NewImageFromResource(nil)
		objects = append(objects, stars[i])
	}
	d := drawing{owner: s, objects: f.objects(objects...)}
	d.paint = func() {
		f.paint(s, &s.press, "", "", darkroom.ColorNameAccent)
		f.wash.FillColor = noColor
		for i, star := range stars {
			name, filled := s.ink(i + 1)
			star.Resource = tinted(starFor(filled), name)
			star.Refresh()
		}
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		for i, star := range stars {
			put(star, darkroom.Space4+float32(i)*starPitch+(starPitch-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
		}
	}
	d.min = func() fyne.Size { return fyne.NewSize(mostStars*starPitch+2*darkroom.Space4, controlHeight) }
	return newDrawing(d)
}

func starFor(filled bool) fyne.Resource {
	if filled {
		return starIcon()
	}
	return outlineStarIcon()
}

// Favourite is a star that is on or off: hollow in the quiet colour, or filled in the accent
// colour.
type Favourite struct {
	press
	// OnChanged is called when the user toggles it.
	OnChanged func(on bool)

	on       bool
	add, end string
}

// NewFavourite returns the toggle.
func NewFavourite(on bool, onChanged func(on bool)) *Favourite {
	f := &Favourite{on: on, OnChanged: onChanged}
	f.OnTapped = f.toggle
	f.setUp(f)
	return f
}

// On reports whether it is on.
func (f *Favourite) On() bool { return f.on }

// SetOn sets it without calling OnChanged.
func (f *Favourite) SetOn(on bool) {
	if on != f.on {
		f.on = on
		f.Refresh()
	}
}

// SetTips sets its tips while it is off and while it is on.
func (f *Favourite) SetTips(off, on string) { f.add, f.end = off, on }

func (f *Favourite) toggle() {
	f.SetOn(!f.on)
	if f.OnChanged != nil {
		f.OnChanged(f.on)
	}
}

// MouseIn is Fyne's.
func (f *Favourite) MouseIn(event *desktop.MouseEvent) {
	f.press.MouseIn(event)
	say := f.add
	if f.on {
		say = f.end
	}
	f.tip.wait(f, say, event.AbsolutePosition)
}

// CreateRenderer is Fyne's.
func (f *Favourite) CreateRenderer() fyne.WidgetRenderer {
	face, star := newFace(), canvas.NewImageFromResource(nil)
	d := drawing{owner: f, objects: face.objects(star)}
	d.paint = func() {
		ink := darkroom.ColorNameQuiet
		switch {
		case f.Disabled():
			ink = theme.ColorNameDisabled
		case f.on:
			ink = darkroom.ColorNameAccent
		case f.hovered:
			ink = darkroom.ColorNameText
		}
		face.paint(f, &f.press, "", "", darkroom.ColorNameAccent)
		star.Resource = tinted(starFor(f.on), ink)
		star.Refresh()
	}
	d.place = func(size fyne.Size) {
		face.place(size)
		put(star, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	d.min = func() fyne.Size { return fyne.NewSquareSize(controlHeight) }
	return newDrawing(d)
}

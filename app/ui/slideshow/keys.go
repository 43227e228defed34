package slideshow

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// tools are the controls that change with the state.
type tools struct {
	place, interval *widgets.Label
	play            *widgets.IconButton
	shuffle         *widgets.Chip
}

// buildTools makes what the bar holds.
func (s *Pane) buildTools() fyne.CanvasObject {
	button := func(icon fyne.Resource, tip string, do func()) *widgets.IconButton {
		return widgets.NewIconButton(icon, tip, func() {
			do()
			s.focus()
		})
	}
	s.parts.place, s.parts.interval = widgets.NewFigures("", "999 of 999"), widgets.NewFigures("", "10 s")
	s.parts.place.SetAlign(fyne.TextAlignCenter)
	s.parts.interval.SetAlign(fyne.TextAlignCenter)
	s.parts.play = button(theme.MediaPauseIcon(), "Pause (Space)", s.togglePlaying)
	s.parts.shuffle = widgets.NewChip("Random order (R)")
	s.parts.shuffle.OnTapped = func() {
		s.toggleShuffled()
		s.focus()
	}
	return container.New(widgets.NewLine(darkroom.Space4),
		button(theme.NavigateBackIcon(), "Previous (Left)", func() { s.step(-1) }),
		s.parts.place,
		button(theme.NavigateNextIcon(), "Next (Right)", func() { s.step(1) }),
		layout.NewSpacer(),
		s.parts.play,
		button(theme.ContentRemoveIcon(), "Faster (Down)", func() { s.setInterval(-1) }),
		s.parts.interval,
		button(theme.ContentAddIcon(), "Slower (Up)", func() { s.setInterval(1) }),
		s.parts.shuffle,
		layout.NewSpacer(),
		button(theme.ViewFullScreenIcon(), "Full screen (F11)", s.toggleFull),
		widgets.NewIconButton(theme.CancelIcon(), "End (Esc)", s.End))
}

func (s *Pane) toggleFull() { s.p.SetFullScreen(!s.full) }

// TypedKey handles a key that nobody with the keyboard took; true: used.
func (s *Pane) TypedKey(event *fyne.KeyEvent) bool {
	if !s.opened {
		return false
	}
	switch event.Name {
	case fyne.Key0, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5:
		s.rate(int(event.Name[0] - '0'))
		return true
	}
	return s.key(event.Name)
}

func (s *Pane) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		s.End()
	case fyne.KeySpace:
		s.togglePlaying()
	case fyne.KeyRight, fyne.KeyPageDown:
		s.step(1)
	case fyne.KeyLeft, fyne.KeyPageUp:
		s.step(-1)
	case fyne.KeyUp:
		s.setInterval(1)
	case fyne.KeyDown:
		s.setInterval(-1)
	case fyne.KeyR:
		s.toggleShuffled()
	case fyne.KeyF:
		s.favour(!s.shown.Marks.Favourite)
	case fyne.KeyF11:
		s.toggleFull()
	default:
		return false
	}
	return true
}

func (s *Pane) typedRune(r rune) {
	switch {
	case r >= '0' && r <= '5':
		s.rate(int(r - '0'))
	case r == '.':
		s.favour(!s.shown.Marks.Favourite)
	case r == '+':
		s.setInterval(1)
	case r == '-' || r == '−':
		s.setInterval(-1)
	}
}

// togglePlaying stops at a picture, or goes on.
func (s *Pane) togglePlaying() {
	s.playing = !s.playing
	if s.playing {
		s.due = s.p.Now().Add(Intervals()[s.interval])
		s.words.Say("Goes on")
	} else {
		s.words.Say("Paused")
	}
	s.sayState()
}

// setInterval shows pictures for longer, or not so long.
func (s *Pane) setInterval(by int) {
	before := Intervals()[s.interval]
	s.interval = min(max(s.interval+by, 0), len(Intervals())-1)
	now := Intervals()[s.interval]
	s.due = s.due.Add(now - before)
	s.words.Say(fmt.Sprintf("Every %d seconds", int(now.Seconds())))
	s.sayState()
}

// toggleShuffled goes on in a random order, or in the gallery's.
func (s *Pane) toggleShuffled() {
	index := s.source.IndexOf(s.shown.ID)
	s.order = s.orderOf(s.source.Len(), index, s.order == nil)
	s.at, s.target = max(s.placeOf(max(index, 0)), 0), -1
	if s.order != nil {
		s.words.Say("In random order")
	} else {
		s.words.Say("In order")
	}
	s.sayState()
	s.sayPlace()
	s.want(s.shown)
}

// sayState brings the controls up to date.
func (s *Pane) sayState() {
	s.parts.interval.SetText(fmt.Sprintf("%d s", int(Intervals()[s.interval].Seconds())))
	s.parts.shuffle.SetChosen(s.order != nil)
	if s.playing {
		s.parts.play.SetIcon(theme.MediaPauseIcon())
		s.parts.play.SetTip("Pause (Space)")
		return
	}
	s.parts.play.SetIcon(theme.MediaPlayIcon())
	s.parts.play.SetTip("Go on (Space)")
}

// favour puts the picture among the favourites or takes it out.
func (s *Pane) favour(on bool) {
	s.mark(library.Marking{Favourite: &on}, func(m *library.Marks) { m.Favourite = on })
}

// rate gives the picture so many stars.
func (s *Pane) rate(stars int) {
	s.mark(library.Marking{Rating: &stars}, func(m *library.Marks) { m.Rating = stars })
}

func (s *Pane) mark(marking library.Marking, change func(*library.Marks)) {
	if s.shown.ID == 0 || s.p.Mark == nil {
		return
	}
	s.p.Mark([]library.Image{s.shown}, marking)
	change(&s.shown.Marks)
	s.words.Hide()
	s.plate.Show(s.shown.Marks.Favourite, s.shown.Marks.Rating)
	s.focus()
}

// taker lies over the pictures and takes the keys and the pointer.
type taker struct {
	widget.BaseWidget
	s *Pane
}

func newTaker(s *Pane) *taker {
	t := &taker{s: s}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's: there is nothing to see.
func (t *taker) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack())
}

// FocusGained is Fyne's.
func (t *taker) FocusGained() {}

// FocusLost is Fyne's.
func (t *taker) FocusLost() {}

// TypedRune is Fyne's.
func (t *taker) TypedRune(r rune) { t.s.typedRune(r) }

// TypedKey is Fyne's.
func (t *taker) TypedKey(event *fyne.KeyEvent) { t.s.key(event.Name) }

// TypedShortcut hands shortcuts to the window.
func (t *taker) TypedShortcut(shortcut fyne.Shortcut) {
	if window, ok := t.s.p.Canvas().(fyne.Shortcutable); ok {
		window.TypedShortcut(shortcut)
	}
}

// Tapped goes on to the next picture.
func (t *taker) Tapped(*fyne.PointEvent) {
	t.s.step(1)
	t.s.focus()
}

// MouseIn is Fyne's.
func (t *taker) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is Fyne's.
func (t *taker) MouseMoved(*desktop.MouseEvent) { t.s.bar.PointerOnPicture() }

// MouseOut is Fyne's.
func (t *taker) MouseOut() {}

package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// sidePanel is what stands beside the images. It remembers apart whether it is visible in the window and on the full
// screen, where images have the room to themselves at first.
type sidePanel struct {
	object fyne.CanvasObject // nil: nothing stands beside
	body   *fyne.Container   // the images and the panel
	shown  func()            // fills the panel, which came into sight

	hidden     bool // in the window
	fullScreen bool // visible on the full screen
	full       bool // the window has the whole screen
}

// put lays images and the panel, unless it is nil, beside each other.
func (s *sidePanel) put(images *fyne.Container, panel fyne.CanvasObject) {
	if s.body, s.object = images, panel; panel != nil {
		s.body = container.New(beside{}, images, panel)
	}
}

// setFull says that the window has the whole screen, or no longer.
func (s *sidePanel) setFull(full bool) {
	s.full = full
	s.place()
}

func (s *sidePanel) toggle() {
	if s.full {
		s.fullScreen = !s.fullScreen
	} else {
		s.hidden = !s.hidden
	}
	s.place()
}

func (s *sidePanel) place() {
	switch {
	case s.object == nil:
		return
	case s.full && s.fullScreen, !s.full && !s.hidden:
		s.object.Show()
		s.shown()
	default:
		s.object.Hide()
	}
	s.body.Refresh()
}

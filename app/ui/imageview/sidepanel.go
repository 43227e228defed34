package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// sidePanel is the panel beside the images. It is shown or hidden separately in the window and in full screen, where
// the images have all the room at first.
type sidePanel struct {
	object fyne.CanvasObject // nil: no panel
	body   *fyne.Container   // the images and the panel
	shown  func()            // fills the panel when it becomes visible

	hidden     bool // in the window
	fullScreen bool // visible in full screen
	full       bool // the window is in full screen
}

// put places images and the panel, unless it is nil.
func (s *sidePanel) put(images *fyne.Container, panel fyne.CanvasObject) {
	if s.body, s.object = images, panel; panel != nil {
		s.body = container.New(beside{}, images, panel)
	}
}

// setFull switches between window and full screen.
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

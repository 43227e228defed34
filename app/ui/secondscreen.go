package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/library"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// secondScreen is a window of its own that shows the current picture: the one that is viewed, or the one with the
// cursor in the gallery. It belongs to one page, and closes with it. UI goroutine only.
type secondScreen struct {
	app     fyne.App
	icon    fyne.Resource
	views   func() *imageview.Views
	gallery func() *gallery.Pane
	params  func() imageview.Params

	window   fyne.Window // nil: closed
	follower *imageview.Follower
}

// secondSize is the window's first size, in Fyne's pixels.
var secondSize = fyne.NewSize(960, 720)

// toggle opens the window, or closes it.
func (s *secondScreen) toggle() {
	if s.window != nil {
		s.close()
		return
	}
	w := s.app.NewWindow(message.T("second.title"))
	w.SetIcon(s.icon)
	w.SetPadded(false)
	p := s.params()
	p.Canvas = w.Canvas
	p.FullScreen = w.FullScreen
	p.SetFullScreen = func(on bool) {
		if other, ok := w.(desktop.Window); ok && on {
			other.RequestFullScreenSecondary()
			return
		}
		w.SetFullScreen(on)
	}
	s.window, s.follower = w, imageview.NewFollower(p, s.step, s.close)
	w.SetContent(widgets.NewTipLayer(s.follower))
	w.Resize(secondSize)
	w.SetCloseIntercept(s.close)
	w.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) { s.follower.TypedKey(event) })
	w.Show()
	s.follow()
	s.follower.Focus()
}

// close closes the window, if it is open.
func (s *secondScreen) close() {
	if s.window == nil {
		return
	}
	w := s.window
	s.follower.Close()
	s.window, s.follower = nil, nil
	w.SetCloseIntercept(nil)
	w.Close()
}

// follow shows the current picture.
func (s *secondScreen) follow() {
	if s.window == nil {
		return
	}
	pictures := s.gallery().Pictures
	img, viewed := s.views().Shown()
	if !viewed {
		img, _ = pictures.Current()
	}
	var near []library.Image
	if at := pictures.IndexOf(img.ID); at >= 0 {
		for _, i := range []int{at + 1, at - 1} {
			if next, ok := pictures.At(i); ok {
				near = append(near, next)
			}
		}
	}
	s.follower.Follow(img, near...)
}

// step goes to another picture, in the view that is open or in the gallery.
func (s *secondScreen) step(by int) {
	if !s.views().Step(by) {
		s.gallery().Pictures.Step(by)
	}
}

// imageChanged takes over new values of a picture.
func (s *secondScreen) imageChanged(img library.Image) {
	if s.window != nil {
		s.follower.ImageChanged(img)
	}
}

// tick hides the tools when the pointer rests.
func (s *secondScreen) tick(now time.Time) {
	if s.window != nil {
		s.follower.Tick(now)
	}
}

package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// togglePlaying pauses or continues.
func (s *Slideshow) togglePlaying() {
	s.playing = !s.playing
	if s.playing {
		s.due = s.p.Now().Add(intervals()[s.interval])
		s.words.say(message.T("imageview.slideshow.goes.on"))
	} else {
		s.words.say(message.T("imageview.slideshow.paused"))
	}
	s.sayState()
}

// setInterval makes the display time longer or shorter.
func (s *Slideshow) setInterval(by int) {
	before := intervals()[s.interval]
	s.interval = min(max(s.interval+by, 0), len(intervals())-1)
	s.due = s.due.Add(intervals()[s.interval] - before)
	s.words.say(message.N("imageview.slideshow.every", int(intervals()[s.interval].Seconds())))
	s.sayState()
}

// toggleShuffled switches between random order and the gallery's.
func (s *Slideshow) toggleShuffled() {
	s.random = !s.random
	s.arrange(s.source.IndexOf(s.img.ID))
	s.at, s.target = max(s.list.IndexOf(s.img.ID), 0), -1
	if s.random {
		s.words.say(message.T("imageview.slideshow.order.random"))
	} else {
		s.words.say(message.T("imageview.slideshow.order"))
	}
	s.sayState()
	s.sayPlace()
	s.want(s.img)
}

func secondsWords(d time.Duration) string {
	return message.T("imageview.slideshow.seconds", message.With{"Seconds": int(d.Seconds())})
}

// sayState updates the tools.
func (s *Slideshow) sayState() {
	s.seconds.SetText(secondsWords(intervals()[s.interval]))
	s.shuffle.SetChosen(s.random)
	if s.playing {
		s.play.SetIcon(theme.MediaPauseIcon())
		s.play.SetTip(message.T("imageview.slideshow.pause"))
		return
	}
	s.play.SetIcon(theme.MediaPlayIcon())
	s.play.SetTip(message.T("imageview.slideshow.go.on"))
}

func playTool(v *view, press func()) fyne.CanvasObject {
	s := v.stage.(*Slideshow)
	s.play = widgets.NewIconButton(theme.MediaPauseIcon(), message.T("imageview.slideshow.pause"), press)
	return s.play
}

func intervalFigures(v *view, _ func()) fyne.CanvasObject { return v.stage.(*Slideshow).seconds }

func shuffleTool(v *view, press func()) fyne.CanvasObject {
	s := v.stage.(*Slideshow)
	s.shuffle = widgets.NewChip(message.T("imageview.slideshow.shuffle"))
	s.shuffle.OnTapped = press
	return s.shuffle
}

// inputLayer is above the images and gets keys and pointer: a click shows the next image, and nothing moves or zooms.
type inputLayer struct {
	widget.BaseWidget
	widgets.Keyboard
	s *Slideshow
}

func newInputLayer(s *Slideshow) *inputLayer {
	t := &inputLayer{s: s}
	t.HearFor(t)
	s.keys.hear(&t.Keyboard)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's. The layer is invisible.
func (t *inputLayer) CreateRenderer() fyne.WidgetRenderer {
	return renderer(t, container.NewStack())
}

// Tapped shows the next image.
func (t *inputLayer) Tapped(*fyne.PointEvent) {
	t.s.next()
	t.s.Focus()
}

// MouseIn is Fyne's.
func (t *inputLayer) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is Fyne's.
func (t *inputLayer) MouseMoved(*desktop.MouseEvent) { t.s.bar.PointerOnPicture() }

// MouseOut is Fyne's.
func (t *inputLayer) MouseOut() {}

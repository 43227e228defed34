package picture

import (
	"image"
	"image/draw"
	"math"

	"lookbook/app/library"
	"lookbook/app/thumbs"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Source asks for the thumbnail of an image, its long edge about the given
// pixels. A thumbnail in memory is returned as now; otherwise done is called
// later, on the UI goroutine, unless cancel came first.
type Source func(img library.Image, pixels int, done func(*image.RGBA, error)) (now *image.RGBA, cancel func())

// Pixels is the size to ask for where edge pixels are wanted on screen: the few
// that thumbnails are made in, so that moving the size slider doesn't make each
// picture again.
func Pixels(edge float32) int { return thumbs.Size(int(math.Ceil(float64(edge)))) }

// Slot shows an image's thumbnail in a cell.
type Slot struct {
	Thumb  *widgets.Thumb
	source Source
	// Aspect is the width / height that pictures are cut to, about their middle,
	// for tiles that are filled; 0 leaves them whole. It counts from the next
	// Show on.
	Aspect float32
	// Painted is told when the picture of an image came into the cell.
	Painted func(img library.Image)

	shown   version
	picture *image.RGBA
	failed  bool
	cancel  func()
	turn    int // counts the requests: an answer to an earlier one is dropped
}

// version is what decides whether a thumbnail has to be fetched again.
type version struct {
	id     int64
	saved  bool
	url    string
	path   string
	pixels int
	aspect float32
}

// NewSlot puts pictures from source into thumb.
func NewSlot(thumb *widgets.Thumb, source Source) *Slot {
	return &Slot{Thumb: thumb, source: source}
}

// Show binds the cell to an image. The caller fills what state says besides
// the picture; what is already shown of the same image stays.
func (s *Slot) Show(img library.Image, edge float32, state widgets.ThumbState) {
	// Of a file that is gone the thumbnail may still be in the cache.
	saved := img.State == library.ImageSaved || img.State == library.ImageGone
	want := version{img.ID, saved, img.ThumbnailURL, img.Path, Pixels(edge), s.Aspect}
	if want != s.shown {
		if want.id != s.shown.id || want.aspect != s.shown.aspect {
			s.picture = nil
		}
		s.stop()
		s.shown, s.failed = want, false
		s.request(img, want)
	}
	state.Key = img.ID
	s.bind(state)
}

// Clear shows state without a picture.
func (s *Slot) Clear(state widgets.ThumbState) {
	s.stop()
	s.shown, s.picture, s.failed = version{}, nil, false
	s.bind(state)
}

// request asks for a thumbnail where there is anything to make one from.
func (s *Slot) request(img library.Image, want version) {
	if !want.saved && want.url == "" {
		return
	}
	s.turn++
	turn := s.turn
	now, cancel := s.source(img, want.pixels, func(picture *image.RGBA, err error) {
		if turn != s.turn {
			return
		}
		s.cancel = nil
		s.take(img, picture, err)
		s.bind(s.Thumb.State())
	})
	if now != nil {
		s.take(img, now, nil)
		return
	}
	s.cancel = cancel
}

func (s *Slot) take(img library.Image, picture *image.RGBA, err error) {
	if err != nil || picture == nil {
		// A preview that can't be had is no trouble while the picture itself
		// is still to come.
		s.failed = img.State == library.ImageSaved
		return
	}
	if s.shown.aspect > 0 {
		picture = middle(picture, s.shown.aspect)
	}
	s.picture, s.failed = picture, false
	if s.Painted != nil {
		s.Painted(img)
	}
}

func (s *Slot) bind(state widgets.ThumbState) {
	state.Picture = s.picture
	if s.failed && state.Failed == "" && s.picture == nil {
		state.Failed = message.T("picture.failed")
	}
	if s.picture != nil {
		state.Loading = false
	}
	s.Thumb.Bind(state)
}

func (s *Slot) stop() {
	s.turn++
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// middle is a copy of the largest part of a small picture that has the aspect,
// about the middle.
func middle(picture *image.RGBA, aspect float32) *image.RGBA {
	b := picture.Bounds()
	width := min(b.Dx(), max(int(float32(b.Dy())*aspect+0.5), 1))
	height := min(b.Dy(), max(int(float32(width)/aspect+0.5), 1))
	from := image.Pt(b.Min.X+(b.Dx()-width)/2, b.Min.Y+(b.Dy()-height)/2)
	part := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(part, part.Rect, picture, from, draw.Src)
	return part
}

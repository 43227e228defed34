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

// Source requests the thumbnail of an image, with about this many pixels on its
// longer side. A thumbnail in memory is returned as now. Otherwise done is
// called later, on the UI goroutine, unless cancel was called.
type Source func(img library.Image, pixels int, done func(*image.RGBA, error)) (now *image.RGBA, cancel func())

// Pixels returns the size to request for a longer side of edge pixels: one of
// the few sizes of thumbnails, so that moving the size slider doesn't make new
// ones.
func Pixels(edge float32) int { return thumbs.Size(int(math.Ceil(float64(edge)))) }

// Slot shows an image's thumbnail in a cell.
type Slot struct {
	Thumb  *widgets.Thumb
	source Source
	// Aspect is the width / height that pictures are cropped to, about their middle, for filled
	// tiles; 0: uncropped. It applies from the next Show on.
	Aspect float32
	// Painted is called when the picture of an image came into the cell.
	Painted func(img library.Image)

	shown   version
	picture *image.RGBA
	failed  bool
	cancel  func()
	turn    int // number of the request; answers to earlier ones are dropped
}

// version decides whether a thumbnail must be requested again.
type version struct {
	id     int64
	saved  bool
	url    string
	path   string
	pixels int
	aspect float32
}

// NewSlot shows pictures from source in thumb.
func NewSlot(thumb *widgets.Thumb, source Source) *Slot {
	return &Slot{Thumb: thumb, source: source}
}

// Show binds the cell to an image. The caller fills in state, except the
// picture. A picture of the same image stays.
func (s *Slot) Show(img library.Image, edge float32, state widgets.ThumbState) {
	// The thumbnail of a missing file may still be in the cache.
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

// request requests a thumbnail if one can be made.
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
		// A missing preview is no problem while the picture itself is still
		// expected.
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

// middle returns a copy of the largest centred part of a small picture with
// this aspect.
func middle(picture *image.RGBA, aspect float32) *image.RGBA {
	b := picture.Bounds()
	width := min(b.Dx(), max(int(float32(b.Dy())*aspect+0.5), 1))
	height := min(b.Dy(), max(int(float32(width)/aspect+0.5), 1))
	from := image.Pt(b.Min.X+(b.Dx()-width)/2, b.Min.Y+(b.Dy()-height)/2)
	part := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(part, part.Rect, picture, from, draw.Src)
	return part
}

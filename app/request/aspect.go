package request

import (
	"math"

	"lookbook/api"
)

// Sides is the size of a draft's pictures, and the aspect ratio that it keeps.
type Sides struct {
	draft *Draft
	ratio float64 // width / height to keep; 0: unlocked
}

// Size returns the picture's size in pixels; zeros when the request has none.
func (s *Sides) Size() Size { return Size{s.draft.config.Width, s.draft.config.Height} }

// Set changes both sides in pixels, and the locked aspect ratio.
func (s *Sides) Set(size Size) {
	s.draft.Edit(Width, func(c *api.Config) { c.Width = size.Width })
	s.draft.Edit(Height, func(c *api.Config) { c.Height = size.Height })
	s.Lock(s.Locked())
}

// Locked reports whether the sides keep their aspect ratio.
func (s *Sides) Locked() bool { return s.ratio > 0 }

// Lock locks the present aspect ratio, or unlocks it. Without a size there
// is nothing to lock.
func (s *Sides) Lock(locked bool) {
	s.ratio = 0
	if size := s.Size(); locked && size.Width > 0 && size.Height > 0 {
		s.ratio = float64(size.Width) / float64(size.Height)
	}
}

// SetOne changes one side, Width or Height, in pixels. When locked, the other
// side follows, in steps that can be sent.
func (s *Sides) SetOne(side Field, pixels int) {
	size := s.Size()
	if side == Width {
		size.Width = pixels
		if s.Locked() {
			size.Height = follow(float64(pixels) / s.ratio)
		}
	} else {
		size.Height = pixels
		if s.Locked() {
			size.Width = follow(float64(pixels) * s.ratio)
		}
	}
	s.draft.Edit(side, func(c *api.Config) { c.Width, c.Height = size.Width, size.Height })
	if s.Locked() {
		s.draft.Edit(Width, func(*api.Config) {})
		s.draft.Edit(Height, func(*api.Config) {})
	}
}

// follow rounds a computed side, in pixels, to one that can be sent.
func follow(pixels float64) int {
	return Snap(int(math.Round(min(max(pixels, 0), MaxSide))))
}

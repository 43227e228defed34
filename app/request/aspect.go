package request

import (
	"math"

	"lookbook/api"
)

// Locked reports whether the sides keep their aspect ratio.
func (d *Draft) Locked() bool { return d.ratio > 0 }

// SetLocked locks the present aspect ratio, or unlocks it. Without a size there
// is nothing to lock.
func (d *Draft) SetLocked(locked bool) {
	d.ratio = 0
	if size := d.Size(); locked && size.Width > 0 && size.Height > 0 {
		d.ratio = float64(size.Width) / float64(size.Height)
	}
}

// SetSide changes one side, Width or Height, in pixels. When locked, the other
// side follows, in steps that can be sent.
func (d *Draft) SetSide(side Field, pixels int) {
	size := d.Size()
	if side == Width {
		size.Width = pixels
		if d.Locked() {
			size.Height = follow(float64(pixels) / d.ratio)
		}
	} else {
		size.Height = pixels
		if d.Locked() {
			size.Width = follow(float64(pixels) * d.ratio)
		}
	}
	d.Edit(side, func(c *api.Config) { c.Width, c.Height = size.Width, size.Height })
	if d.Locked() {
		d.Edit(Width, func(*api.Config) {})
		d.Edit(Height, func(*api.Config) {})
	}
}

// follow rounds a computed side, in pixels, to one that can be sent.
func follow(pixels float64) int {
	return Snap(int(math.Round(min(max(pixels, 0), MaxSide))))
}

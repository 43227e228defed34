package widgets

import "fyne.io/fyne/v2/canvas"

// SetTranslucency lets what lies behind the picture be seen through it: 0 not at all, 1 as if the picture were not there. It
// uploads nothing, so it can be changed at every frame. A picture set later is opaque.
func (z *ZoomImage) SetTranslucency(by float64) {
	for _, img := range z.images {
		img.Translucency = min(max(by, 0), 1)
	}
	canvas.Refresh(z)
}

package widgets

import "math"

// View is what a ZoomImage shows of its picture. It says the same of pictures of different sizes: SetView of one with the
// View of another shows the same region.
type View struct {
	// Zoom is screen pixels per picture pixel; 1 is 100 %.
	Zoom float64
	// Scale is the zoom over that at which the picture just fits the view, enlarged if it must be. SetView goes by it where it
	// is above 0, else by Zoom.
	Scale float64
	// X and Y are the point in the middle of the view, as fractions of the picture: 0, 0 is its upper left corner.
	X, Y float64
	// Fit says that the picture follows the size of the view; the rest is then only for information.
	Fit bool
}

// View is what is shown now.
func (z *ZoomImage) View() View {
	v := View{Zoom: z.zoom, Scale: z.zoom / z.whole(), X: 0.5, Y: 0.5, Fit: z.fit}
	if z.width > 0 && z.height > 0 {
		v.X, v.Y = z.x/z.width, z.y/z.height
	}
	return v
}

// SetView shows a view, as far as the picture and the limits of the zoom allow. It does not call OnView: two pictures may be
// linked to each other.
func (z *ZoomImage) SetView(v View) {
	if z.width <= 0 {
		return
	}
	if z.Size().Width <= 0 || z.Size().Height <= 0 {
		z.pending = &v // what it means is known when the view has a size
		return
	}
	z.pending = nil
	z.fit = v.Fit
	if !v.Fit {
		zoom := v.Zoom
		if v.Scale > 0 {
			zoom = v.Scale * z.whole()
		}
		if zoom > 0 && !math.IsInf(zoom, 0) {
			z.zoom = z.limited(zoom)
		}
		if !math.IsNaN(v.X) && !math.IsNaN(v.Y) {
			z.x, z.y = min(max(v.X, 0), 1)*z.width, min(max(v.Y, 0), 1)*z.height
		}
	}
	z.arrange()
}

// whole is the zoom at which the picture just fits, enlarged if it must be.
func (z *ZoomImage) whole() float64 {
	view := z.Size()
	if z.width <= 0 || z.height <= 0 || view.Width <= 0 || view.Height <= 0 {
		return 1
	}
	scale := z.pixels()
	return min(float64(view.Width)*scale/z.width, float64(view.Height)*scale/z.height)
}

// limited is a zoom within the limits.
func (z *ZoomImage) limited(zoom float64) float64 {
	return min(max(zoom, min(zoomLeast, z.fitZoom())), zoomMost)
}

func (z *ZoomImage) tellView() {
	if z.OnView != nil {
		z.OnView(z.View())
	}
}

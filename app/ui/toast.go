package ui

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets/darkroom"
)

// toastLayout puts what is said over the lower edge of the gallery; while the
// viewer covers the window, over that of the window.
type toastLayout struct{ w *Window }

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	at, room := fyne.Position{}, size
	if m := l.w.main; m != nil && l.w.page.Visible() && m.gallery.Size().Width > 0 {
		at = fyne.CurrentApp().Driver().AbsolutePositionForObject(m.gallery).
			Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l.w.toasts))
		room = m.gallery.Size().SubtractWidthHeight(0, m.gallery.Foot().MinSize().Height-darkroom.Space4)
	}
	for _, o := range objects {
		o.Move(at)
		o.Resize(room)
	}
}

// toastHidden gives the keyboard back to the pictures when the toast had it.
func (w *Window) toastHidden() {
	c := w.window.Canvas()
	if c.Focused() == nil && c.Overlays().Top() == nil && w.main != nil && !w.welcome && !w.looking() {
		w.main.gallery.Focus(c)
	}
}

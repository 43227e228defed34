package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/gallery"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// layers are the layers of the window: the content, a page that may cover it, and short messages
// above both.
type layers struct {
	canvas  fyne.Canvas
	notices *notices
	// gallery returns what gets the focus back while the panes fill the window, else nil. covered
	// reports whether a page covers the content.
	gallery   func() *gallery.Pane
	covered   func() bool
	placeMenu func() // moves the main menu when the content is covered

	page, over, toasts *fyne.Container
	fitted             *fyne.Container // the page, in a scroll area while everything is enlarged
	toast              *widgets.Toast
}

// lay makes the layers.
func (l *layers) lay() fyne.CanvasObject {
	l.page, l.over = container.NewStack(), container.NewStack()
	l.toast = widgets.NewToast()
	l.toast.SetCloseTip(message.T("notice.dismiss"))
	l.toast.OnHidden = l.toastHidden
	l.toasts = container.New(toastLayout{l}, l.toast.Object())
	l.fitted = container.NewStack(l.page)
	return widgets.NewTipLayer(container.NewStack(l.fitted, l.over, l.toasts))
}

// setScale lets the page be smaller than its minimum while everything is enlarged, and scrolls it
// then: the window fits on the same screens as at 100 %.
func (l *layers) setScale(percent int) {
	if percent <= 100 {
		l.fitted.Layout, l.fitted.Objects = layout.NewStackLayout(), []fyne.CanvasObject{l.page}
	} else {
		l.fitted.Layout, l.fitted.Objects = shrunk{l.page, 100 / float32(percent)}, []fyne.CanvasObject{container.NewScroll(l.page)}
	}
	l.fitted.Refresh()
}

// shrunk gives an object a part of the minimum of the page that it scrolls.
type shrunk struct {
	page   fyne.CanvasObject
	factor float32
}

func (s shrunk) MinSize([]fyne.CanvasObject) fyne.Size { return scaled(s.page.MinSize(), s.factor) }

func (s shrunk) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// show replaces the content of the window.
func (l *layers) show(content fyne.CanvasObject) {
	l.page.Objects = []fyne.CanvasObject{content}
	l.page.Refresh()
}

// showing reports whether an object is the content.
func (l *layers) showing(content fyne.CanvasObject) bool {
	return len(l.page.Objects) == 1 && l.page.Objects[0] == content
}

// showBelowNotices is show for content without a place for notices.
func (l *layers) showBelowNotices(content fyne.CanvasObject) {
	l.show(container.NewBorder(l.notices.box, nil, nil, nil, content))
}

// lie adds a cover above the content.
func (l *layers) lie(cover fyne.CanvasObject) {
	l.over.Objects = []fyne.CanvasObject{cover}
	l.over.Refresh()
}

// bare removes the cover.
func (l *layers) bare() {
	l.over.RemoveAll()
	l.page.Show() // it may have been covered
	l.placeMenu()
}

// cover hides the content while it is covered; otherwise Tab would reach it.
func (l *layers) cover(on bool) {
	if on {
		l.page.Hide()
	} else {
		l.page.Show()
		if g := l.gallery(); g != nil {
			g.Focus(l.canvas)
		}
	}
	l.placeMenu()
	l.toasts.Refresh() // the message moves to its new place
}

// toastHidden returns the focus to the pictures if the toast had it.
func (l *layers) toastHidden() {
	if l.canvas.Focused() != nil || l.canvas.Overlays().Top() != nil || l.covered() {
		return
	}
	if g := l.gallery(); g != nil {
		g.Focus(l.canvas)
	}
}

// toastLayout places the message over the lower edge of the gallery or, while
// it is covered, of the window.
type toastLayout struct{ *layers }

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	at, room := fyne.Position{}, size
	if g := l.gallery(); g != nil && l.page.Visible() && g.Size().Width > 0 {
		at = fyne.CurrentApp().Driver().AbsolutePositionForObject(g).
			Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l.toasts))
		room = g.Size().SubtractWidthHeight(0, g.Foot().MinSize().Height-darkroom.Space4)
	}
	for _, o := range objects {
		o.Move(at)
		o.Resize(room)
	}
}

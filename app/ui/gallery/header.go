package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// header stands above the pictures: the search over all of them, or what is
// shown with the way back to all, and beneath that what tells about it.
type header struct {
	search fyne.CanvasObject // nil: there is none
	title  *widgets.Label
	all    *widgets.LinkButton
	line   fyne.CanvasObject // title and all
	about  *fyne.Container   // a job's card, or the head of a table
}

func newHeader(search fyne.CanvasObject, showAll func()) *header {
	h := &header{
		search: search, title: widgets.NewTitle(message.T("gallery.all")),
		all: widgets.NewLinkButton(message.T("gallery.show_all"), showAll), about: container.NewStack(),
	}
	h.all.Hide()
	h.about.Hide()
	h.line = widgets.NewPaneTitle(h.title, h.all)
	return h
}

// tell says what is shown, and what tells about it; nil for all pictures.
func (h *header) tell(title string, about fyne.CanvasObject) {
	h.title.SetText(title)
	h.all.Hidden = about == nil
	h.line.Refresh() // it places what is in it
	if h.about.Hidden = about == nil; about != nil {
		h.about.Objects = []fyne.CanvasObject{about}
	}
	h.about.Refresh()
}

// seek shows the search in the title's place, or the title.
func (h *header) seek(on bool) {
	if h.search != nil {
		setVisible(h.search, on)
		setVisible(h.line, !on)
	}
}

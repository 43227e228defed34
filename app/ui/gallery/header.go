package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// header is above the pictures: the search, or a title with the way back to all
// pictures, and below it what describes the content.
type header struct {
	search fyne.CanvasObject // nil: no search
	title  *widgets.Label
	all    *widgets.LinkButton
	line   fyne.CanvasObject // title and all
	about  *fyne.Container   // card of a job, or head of a table
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

// tell sets the title and the description; nil: all pictures are shown.
func (h *header) tell(title string, about fyne.CanvasObject) {
	h.title.SetText(title)
	h.all.Hidden = about == nil
	h.line.Refresh() // to place its parts
	if h.about.Hidden = about == nil; about != nil {
		h.about.Objects = []fyne.CanvasObject{about}
	}
	h.about.Refresh()
}

// seek shows the search or the title.
func (h *header) seek(on bool) {
	if h.search != nil {
		setVisible(h.search, on)
		setVisible(h.line, !on)
	}
}

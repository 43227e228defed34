package ui

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/params"
	"lookbook/app/ui/searchbar"
)

// navigation moves between parts of the page: it decides which pictures the
// gallery shows, and where the focus is. UI goroutine only.
type navigation struct {
	canvas  fyne.Canvas
	params  *params.Pane
	jobs    *jobs.Pane
	card    *jobs.Card
	gallery *gallery.Pane
	search  *searchbar.Bar
	views   *imageview.Views
	now     func() time.Time
	log     *slog.Logger
	open    func() bool // reports whether the page is the window's

	shown  *library.Entry // selected job; nil: all pictures
	visits library.Image  // picture to open once it is listed; its ID is 0: none
	opens  int64          // job whose first picture is opened once it is listed; 0: none
	viewed int64          // picture that is opened again once it is listed; 0: none
	listed listing
}

// listing is the number of pictures that a query found.
type listing struct {
	count int
	query string
}

// all shows every picture.
func (n *navigation) all() {
	n.jobs.Select(0)
	n.gallery.ShowAll()
}

// entry shows the pictures of the selected job; nil: all.
func (n *navigation) entry(e *library.Entry) {
	n.shown = e
	if n.shownID() != n.opens {
		n.opens = 0 // a person went on
	}
	if e == nil {
		n.gallery.ShowAll()
		return
	}
	n.card.Tell(*e, n.now())
	n.gallery.ShowEntry(*e)
}

// shownID is the id of the selected job; 0: none.
func (n *navigation) shownID() int64 {
	if n.shown == nil {
		return 0
	}
	return n.shown.ID
}

// group shows the pictures of the requests that were sent with an entry.
func (n *navigation) group(e library.Entry) {
	if e.Submission == nil || e.Submission.Group == nil {
		return
	}
	n.views.Close()
	n.jobs.Select(0)
	n.shown = nil
	n.gallery.ShowGroup(e.Submission.Group.ID)
}

// ended shows jobs that ended: the first picture of one job, or the pictures of
// several.
func (n *navigation) ended(entries []library.Entry) {
	n.views.Close()
	first := entries[0]
	switch {
	case len(entries) == 1:
		n.opens = first.ID
		n.jobs.Select(first.ID)
		if n.shownID() != first.ID { // the list doesn't have it
			n.entry(&first)
		}
		n.openFirst()
	case sameGroup(entries):
		n.group(first)
	default:
		n.all()
	}
}

// sameGroup reports whether entries were sent together.
func sameGroup(entries []library.Entry) bool {
	group := ""
	for _, e := range entries {
		if e.Submission == nil || e.Submission.Group == nil || group != "" && e.Submission.Group.ID != group {
			return false
		}
		group = e.Submission.Group.ID
	}
	return true
}

// openFirst opens the first picture of the job to open, if it is listed.
func (n *navigation) openFirst() {
	if n.opens == 0 || n.shownID() != n.opens {
		return
	}
	if _, listed := n.gallery.Pictures.At(0); listed {
		n.opens = 0
		n.views.Viewer.Open(0)
	}
}

// visit shows a picture of a job: in the gallery's present list or, if that lacks it,
// among the pictures of the job. Of a job without pictures it shows the card.
func (n *navigation) visit(r library.Relative) {
	if i := n.gallery.Pictures.IndexOf(r.Image.ID); i >= 0 {
		n.views.Viewer.Open(i)
		return
	}
	n.views.Close()
	n.jobs.Select(r.Entry.ID)
	if n.shownID() != r.Entry.ID { // the list doesn't have it
		n.entry(&r.Entry)
	}
	n.visits = r.Image
	n.openVisited()
}

// openVisited opens the picture to visit, if it is listed.
func (n *navigation) openVisited() {
	if n.visits.ID == 0 {
		return
	}
	if n.shownID() != n.visits.EntryID { // a person went on
		n.visits = library.Image{}
		return
	}
	if i := n.gallery.Pictures.IndexOf(n.visits.ID); i >= 0 {
		n.visits = library.Image{}
		n.views.Viewer.Open(i)
	}
}

// openViewed opens the picture that was viewed before the views were made anew, if it is listed.
func (n *navigation) openViewed() {
	at := n.gallery.Pictures.IndexOf(n.viewed)
	if n.viewed == 0 || at < 0 {
		return
	}
	if _, loaded := n.gallery.Pictures.At(at); loaded {
		n.viewed = 0
		n.views.Viewer.Open(at)
	}
}

// pictures moves the focus to the gallery.
func (n *navigation) pictures() { n.gallery.Focus(n.canvas) }

// find moves the focus to the search, for all pictures.
func (n *navigation) find() {
	n.views.Close()
	n.all()
	n.search.Focus(n.canvas)
}

// clearSearch shows all pictures again.
func (n *navigation) clearSearch() {
	n.query(search.Query{})
	n.pictures()
}

// query shows the pictures that a query finds, among all of them.
func (n *navigation) query(q search.Query) {
	n.search.SetQuery(q)
	n.gallery.SetQuery(q)
}

// selected selects pictures, among all of them if they are not listed now.
func (n *navigation) selected(ids []int64) {
	if len(ids) == 0 {
		return
	}
	n.views.Close()
	if n.gallery.Pictures.SelectWhenListed(ids); len(n.gallery.Pictures.SelectedIDs()) < len(ids) {
		n.query(search.Query{})
		n.all()
		n.gallery.Pictures.SelectWhenListed(ids)
	}
}

// prompt moves the focus to the prompt.
func (n *navigation) prompt() {
	n.views.Close()
	n.params.FocusPrompt()
}

// changed updates what lies over the gallery, and records how many pictures are
// listed. It may be called after the page was removed from the window.
func (n *navigation) changed() {
	if !n.open() {
		return
	}
	n.views.Changed()
	n.openFirst()
	n.openVisited()
	n.openViewed()
	n.search.Recount()
	if now := (listing{n.gallery.Pictures.Len(), n.gallery.Query().String()}); now != n.listed {
		n.listed = now
		n.log.Debug("pictures listed", "count", now.count)
	}
}

// popoverPlace is the object that a panel about the pictures belongs to.
func (n *navigation) popoverPlace() fyne.CanvasObject {
	if place := n.views.PopoverPlace(); place != nil {
		return place
	}
	return n.gallery.Foot()
}

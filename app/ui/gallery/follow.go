package gallery

import (
	"lookbook/app/library"
	"lookbook/app/search"
)

// EntryChanged handles new values of an entry. If it is not shown, nothing
// changes here.
func (p *Pane) EntryChanged(e library.Entry) {
	s := p.Pictures.scope
	if s.sheet != nil {
		if place, reread := s.sheet.update(e); reread {
			s.feed.Reload()
		} else if place >= 0 {
			p.grid.RefreshItem(s.ID(place))
		}
		return
	}
	if s.entry == nil || s.entry.ID != e.ID {
		return
	}
	if s.follow(e) {
		p.grid.ItemsChanged()
		p.status.count()
	}
	p.status.nothing()
	p.Fit()
}

// ImageChanged shows a new or changed picture.
func (p *Pane) ImageChanged(change library.ImageChanged) {
	img, s := change.Image, p.Pictures.scope
	if s != p.all && p.all.update(img) {
		p.all.stale = true
	}
	if s.concerns(img) {
		if s.update(img) {
			s.feed.Reload()
		}
		p.grid.RefreshItem(img.ID)
		if p.grid.Selected(img.ID) {
			p.foot.tellChosen()
		}
	}
}

// Reload reads the pictures again.
func (p *Pane) Reload() {
	p.Pictures.scope.feed.Reload()
	if p.Pictures.scope != p.all {
		p.all.stale = true
	}
}

// Reset drops all loaded rows and reads them again.
func (p *Pane) Reset() {
	p.Pictures.scope.feed.Forget()
	p.all.feed.Forget()
	p.Reload()
}

// Tick updates the headings after midnight.
func (p *Pane) Tick() {
	o, listed := p.all.feed.Beside().(order)
	if listed && p.Arrangement.kind != NoSections && o.today != search.DateOf(p.p.Now()) {
		p.all.feed.Reload()
	}
}

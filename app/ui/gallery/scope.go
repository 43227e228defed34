package gallery

import (
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// scope is the content of the grid: the listed pictures and, for a running job,
// empty places for expected ones. It implements widgets.ItemSource. The place
// at i has the id -i-1, so that it keeps its identity while others are filled.
type scope struct {
	feed     *pagedlist.List[library.Image]
	entry    *library.Entry // nil: all pictures
	expected int            // pictures that the job will have
	sheet    *sheet         // a table of variations; then entry is nil

	// For all pictures: the query, the position before it, what was left when it was asked, the
	// position while something else is shown, and whether pictures came or went since the listing.
	query  search.Query
	before left
	asked  left
	left   left
	stale  bool
	fresh  bool // a new query has no answer yet
	turned bool // another order is about to be listed
}

// all reports whether all pictures are shown.
func (s *scope) all() bool { return s.entry == nil && s.sheet == nil }

// Sections returns the headings: days or jobs, or the rows of a table.
func (s *scope) Sections() []widgets.ItemSection {
	if s.sheet != nil {
		return s.sheet.sections()
	}
	o, _ := s.feed.Beside().(order)
	return o.sections
}

// hidden is the number of pictures in folded sections.
func (s *scope) hidden() int {
	o, _ := s.feed.Beside().(order)
	return o.hidden
}

// IndexOf returns the place of an item; -1: it has none. The grid uses it to
// keep its position among very many items.
func (s *scope) IndexOf(id int64) int {
	if id < 0 { // an empty place
		if i := int(-id - 1); i < s.Len() && s.ID(i) == id {
			return i
		}
		return -1
	}
	return s.indexOf(id)
}

// shown returns the index in the feed of the picture at place i; -1: there is
// none.
func (s *scope) shown(i int) int {
	switch {
	case s.place(i):
		return -1
	case s.sheet != nil:
		return s.feed.IndexOf(s.sheet.images[i])
	}
	return i
}

// indexOf returns the place of a picture; -1: it has none.
func (s *scope) indexOf(id int64) int {
	if s.sheet != nil {
		return slices.Index(s.sheet.images, id)
	}
	return s.feed.IndexOf(id)
}

// Len is the number of cells.
func (s *scope) Len() int {
	if s.sheet != nil {
		return len(s.sheet.entries)
	}
	return max(s.feed.Len(), s.expected)
}

// ID returns the id of the picture or place at i.
func (s *scope) ID(i int) int64 {
	switch {
	case s.place(i):
		return int64(-i - 1)
	case s.sheet != nil:
		return s.sheet.images[i]
	}
	return s.feed.ID(i)
}

// place reports whether place i is empty.
func (s *scope) place(i int) bool {
	if s.sheet != nil {
		return s.sheet.images[i] == 0
	}
	return i >= s.feed.Len()
}

// waiting reports whether a picture may still arrive at place i.
func (s *scope) waiting(i int) bool {
	e := s.entry
	if s.sheet != nil {
		e = s.sheet.entries[i]
	}
	return e != nil && (!e.Job.State.Finished() || e.Awaited()) && e.State != library.EntryRefused && !e.Missing
}

// follow takes over new values of the shown entry.
func (s *scope) follow(e library.Entry) (changed bool) {
	expected := e.Expected()
	changed = expected != s.expected
	s.entry, s.expected = &e, expected
	return changed
}

// concerns reports whether a picture may belong to the scope.
func (s *scope) concerns(img library.Image) bool {
	switch {
	case s.sheet != nil:
		return s.sheet.concerns(img)
	case s.entry != nil:
		return s.entry.ID == img.EntryID
	}
	return true
}

// update takes over new values of a picture. It reports whether the picture may
// have entered or left the list.
func (s *scope) update(img library.Image) (moved bool) {
	listed := s.feed.Update(img)
	if !s.query.IsZero() {
		return true // any of its values may matter to the query
	}
	return listed == (img.State == library.ImageTrashed)
}

// newest returns the loaded pictures of the first page.
func (s *scope) newest() []library.Image {
	var list []library.Image
	for i := range min(s.feed.Len(), pagedlist.PageRows) {
		if img, held := s.feed.Row(s.feed.ID(i)); held {
			list = append(list, img)
		}
	}
	return list
}

// aspect is width / height of the scope's pictures; 0: unknown.
func (s *scope) aspect() float32 {
	if s.sheet != nil {
		for _, e := range s.sheet.entries {
			if e != nil {
				asked := e.Job.Request(0)
				return ratio(asked.Width, asked.Height)
			}
		}
	}
	if s.entry == nil {
		return 0
	}
	asked := s.entry.Job.Request(0)
	return ratio(asked.Width, asked.Height)
}

func ratio(width, height int) float32 {
	if width <= 0 || height <= 0 {
		return 0
	}
	return float32(width) / float32(height)
}

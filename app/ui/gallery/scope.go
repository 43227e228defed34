package gallery

import (
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// scope is what the grid shows: the listed pictures and, for a job that is
// under way, places for those to come. It implements widgets.ItemSource.
// The place at i has the id -i-1, so it stays itself while others fill.
type scope struct {
	feed     *pagedlist.List[library.Image]
	entry    *library.Entry // nil: all pictures
	expected int            // pictures that the job will have
	sheet    *sheet         // a table of variations; entry is nil then

	// Of all pictures: what is looked for among them, where a person was before
	// that, where they were left while something else is shown, and whether
	// some came or went since they were listed.
	query  search.Query
	before left
	left   left
	stale  bool
	fresh  bool // another question was asked and has no answer yet
}

// all reports whether every picture is shown.
func (s *scope) all() bool { return s.entry == nil && s.sheet == nil }

// Sections are the headings: of days or jobs, or of the rows of a table.
func (s *scope) Sections() []widgets.ItemSection {
	if s.sheet != nil {
		return s.sheet.sections()
	}
	o, _ := s.feed.Beside().(order)
	return o.sections
}

// IndexOf is the place of the item with an id, -1 if it has none. The grid
// asks for it to keep its place among very many.
func (s *scope) IndexOf(id int64) int {
	if id < 0 { // a place to come
		if i := int(-id - 1); i < s.Len() && s.ID(i) == id {
			return i
		}
		return -1
	}
	return s.indexOf(id)
}

// shown is where in the feed the picture at place i is, -1 if there is none.
func (s *scope) shown(i int) int {
	switch {
	case s.place(i):
		return -1
	case s.sheet != nil:
		return s.feed.IndexOf(s.sheet.images[i])
	}
	return i
}

// indexOf is the place of a picture, -1 if it has none.
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

// ID is the id of the picture or place at i.
func (s *scope) ID(i int) int64 {
	switch {
	case s.place(i):
		return int64(-i - 1)
	case s.sheet != nil:
		return s.sheet.images[i]
	}
	return s.feed.ID(i)
}

// place reports whether nothing is known yet of the picture at i.
func (s *scope) place(i int) bool {
	if s.sheet != nil {
		return s.sheet.images[i] == 0
	}
	return i >= s.feed.Len()
}

// waiting reports whether a picture may still come to place i.
func (s *scope) waiting(i int) bool {
	e := s.entry
	if s.sheet != nil {
		e = s.sheet.entries[i]
	}
	return e != nil && (!e.Job.State.Finished() || e.Awaited()) && e.State != library.EntryRefused && !e.Missing
}

// follow takes what is new about the entry shown.
func (s *scope) follow(e library.Entry) (changed bool) {
	expected := e.Expected()
	changed = expected != s.expected
	s.entry, s.expected = &e, expected
	return changed
}

// concerns reports whether a picture can be one of those shown.
func (s *scope) concerns(img library.Image) bool {
	switch {
	case s.sheet != nil:
		return s.sheet.concerns(img)
	case s.entry != nil:
		return s.entry.ID == img.EntryID
	}
	return true
}

// update takes the new values of a picture, and reports whether it may have
// come into the list or gone from it.
func (s *scope) update(img library.Image) (moved bool) {
	listed := s.feed.Update(img)
	if !s.query.IsZero() {
		return true // whether it is found may hang on anything about it
	}
	return listed == (img.State == library.ImageTrashed)
}

// newest are the first page of the pictures, as far as they are held.
func (s *scope) newest() []library.Image {
	var list []library.Image
	for i := range min(s.feed.Len(), pagedlist.PageRows) {
		if img, held := s.feed.Row(s.feed.ID(i)); held {
			list = append(list, img)
		}
	}
	return list
}

// aspect is width / height of the pictures in the scope as far as it is
// known; 0 if it isn't.
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

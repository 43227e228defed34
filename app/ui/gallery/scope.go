package gallery

import (
	"lookbook/app/library"
	"lookbook/app/ui/feed"
)

// scope is what the grid shows: the listed pictures and, for a job that is
// under way, places for those to come. It implements widgets.ItemSource.
// The place at i has the id -i-1, so it stays itself while others fill.
type scope struct {
	feed     *feed.Feed[library.Image]
	entry    *library.Entry // nil: all pictures
	expected int            // pictures that the job will have
}

// Len is the number of cells.
func (s *scope) Len() int { return max(s.feed.Len(), s.expected) }

// ID is the id of the picture or place at i.
func (s *scope) ID(i int) int64 {
	if i < s.feed.Len() {
		return s.feed.ID(i)
	}
	return int64(-i - 1)
}

// place reports whether nothing is known yet of the picture at i.
func (s *scope) place(i int) bool { return i >= s.feed.Len() }

// follow takes what is new about the entry shown.
func (s *scope) follow(e library.Entry) (changed bool) {
	expected := e.Expected()
	changed = expected != s.expected
	s.entry, s.expected = &e, expected
	return changed
}

// aspect is width / height of the pictures in the scope as far as it is
// known; 0 if it isn't.
func (s *scope) aspect() float32 {
	if s.entry == nil {
		return 0
	}
	return ratio(s.entry.Job.Config.Width, s.entry.Job.Config.Height)
}

func ratio(width, height int) float32 {
	if width <= 0 || height <= 0 {
		return 0
	}
	return float32(width) / float32(height)
}

package gallery

import (
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/widgets"
)

func comma(n int) string { return humanize.Comma(int64(n)) }

// pictures counts pictures in words.
func pictures(n int) string { return comma(n) + " " + english.PluralWord(n, "picture", "") }

// countWords says how many pictures a scope has, and of how many.
func countWords(s *scope) string {
	n, expected := s.feed.Len(), s.expected
	if s.sheet != nil {
		expected = s.Len()
	}
	if o, listed := s.feed.Beside().(order); listed && !s.query.IsZero() {
		if n == 0 {
			return "None of " + comma(o.total)
		}
		return comma(n) + " of " + comma(o.total)
	}
	switch {
	case expected > n && n > 0:
		return comma(n) + " of " + comma(expected)
	case expected > n:
		return pictures(expected) + " to come"
	case n > 0:
		return pictures(n)
	}
	return ""
}

// status says how many pictures there are, and what to do where there is
// nothing to see.
type status struct {
	params   *Params
	pictures *Pictures
	foot     *foot
	empty    *widgets.EmptyState
}

func newStatus(params *Params, pictures *Pictures, foot *foot) *status {
	s := &status{params, pictures, foot, widgets.NewEmptyState("", nil)}
	s.empty.Hide()
	return s
}

// count says how many there are. While only the first are known, or another
// question waits for its answer, what was said before stays.
func (s *status) count() {
	if scope := s.pictures.scope; !scope.feed.Partial() && !scope.fresh {
		s.foot.sayCount(countWords(scope))
	}
}

// nothing says what to do where there is nothing.
func (s *status) nothing() {
	scope := s.pictures.scope
	nothing := scope.feed.Loaded() && scope.Len() == 0
	switch {
	case !nothing:
	case !scope.query.IsZero():
		s.empty.SetContent("No picture matches this search.", &widgets.Action{Text: "Clear search", Run: s.clearSearch})
	case scope.all():
		s.empty.SetContent("Your pictures appear here as they finish, and are saved as ordinary files.", &s.params.Start)
	default:
		s.empty.SetContent("This job has no pictures.", nil)
	}
	s.empty.Hidden = !nothing
	s.empty.Refresh()
}

func (s *status) clearSearch() {
	if s.params.ClearSearch != nil {
		s.params.ClearSearch()
	}
}

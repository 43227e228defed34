package gallery

import (
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// countWords says how many pictures a scope has, and of how many.
func countWords(s *scope) string {
	n, expected := s.feed.Len(), s.expected
	if s.sheet != nil {
		expected = s.Len()
	}
	o, listed := s.feed.Beside().(order)
	n += o.hidden
	if listed && !s.query.IsZero() {
		if n == 0 {
			return message.N("gallery.count.none", o.total)
		}
		return message.Of(n, o.total)
	}
	switch {
	case expected > n && n > 0:
		return message.Of(n, expected)
	case expected > n:
		return message.N("gallery.count.to_come", expected)
	case n > 0:
		return message.N("gallery.count", n)
	}
	return ""
}

// status shows the number of pictures, and what to do when there are none.
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

// count shows the number. While only the first pictures are known, or a query
// has no answer, the previous text stays.
func (s *status) count() {
	if scope := s.pictures.scope; !scope.feed.Partial() && !scope.fresh {
		s.foot.sayCount(countWords(scope))
	}
}

// nothing says what to do when there are no pictures.
func (s *status) nothing() {
	scope := s.pictures.scope
	nothing := scope.feed.Loaded() && scope.Len()+scope.hidden() == 0
	switch {
	case !nothing:
	case !scope.query.IsZero():
		s.empty.SetContent(message.T("gallery.nothing.found"), &widgets.Action{Text: message.T("gallery.search.clear"), Run: s.clearSearch})
	case scope.all():
		s.empty.SetContent(message.T("gallery.nothing"), &s.params.Start)
	default:
		s.empty.SetContent(message.T("gallery.nothing.job"), nil)
	}
	s.empty.Hidden = !nothing
	s.empty.Refresh()
}

func (s *status) clearSearch() {
	if s.params.ClearSearch != nil {
		s.params.ClearSearch()
	}
}

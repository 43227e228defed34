package gallery

import (
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/widgets"
)

func comma(n int) string { return humanize.Comma(int64(n)) }

// pictures counts pictures in words.
func pictures(n int) string { return comma(n) + " " + english.PluralWord(n, "picture", "") }

// countWords says how many pictures are shown, and of how many.
func (p *Pane) countWords() string {
	n, expected := p.feed.Len(), p.scope.expected
	if p.scope.sheet != nil {
		expected = p.scope.Len()
	}
	if o, listed := p.feed.Beside().(order); listed && p.scope == p.all && !p.query.IsZero() {
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

// sayCount says how many there are. While only the first are known, or another
// question waits for its answer, what was said before stays.
func (p *Pane) sayCount() {
	if p.feed.Partial() || p.scope.fresh {
		return
	}
	p.foot.sayCount(p.countWords())
}

// sayEmpty says what to do where there is nothing to see.
func (p *Pane) sayEmpty() {
	nothing := p.feed.Loaded() && p.scope.Len() == 0
	if nothing {
		switch {
		case p.scope.all() && !p.query.IsZero():
			p.empty.SetContent("No picture matches this search.", &widgets.Action{Text: "Clear search", Run: p.clearSearch})
		case p.scope.all():
			p.empty.SetContent("Your pictures appear here as they finish, and are saved as ordinary files.", &p.p.Start)
		default:
			p.empty.SetContent("This job has no pictures.", nil)
		}
	}
	p.empty.Hidden = !nothing
	p.empty.Refresh()
}

func (p *Pane) clearSearch() {
	if p.p.ClearSearch != nil {
		p.p.ClearSearch()
	}
}

package searchbar

import (
	"strings"

	"github.com/rivo/uniseg"

	"lookbook/app/library"
	"lookbook/app/search"
)

// periodName precedes the key of a moving period in a saved search: "Last 7
// days" means other days a week later.
const periodName = "when:"

// keptText returns a query in its saved form.
func keptText(q search.Query, today search.Date) string {
	for _, p := range periods() {
		if first, last := p.days(today); first == q.From && last == q.To {
			return strings.TrimSpace(q.Without(search.ByDate).String() + " " + periodName + p.key)
		}
	}
	return q.String()
}

// keptQuery returns a saved query as it applies today.
func keptQuery(text string, today search.Date) search.Query {
	rest, key, found := cutLastPart(text)
	for _, p := range periods() {
		if found && key == p.key {
			q := search.Parse(rest)
			q.From, q.To = p.days(today)
			return q
		}
	}
	return search.Parse(text)
}

func cutLastPart(text string) (rest, key string, found bool) {
	at := strings.LastIndex(text, periodName)
	if at < 0 || at > 0 && text[at-1] != ' ' {
		return "", "", false
	}
	return text[:at], text[at+len(periodName):], true
}

// savedList are the saved searches.
type savedList struct {
	list   []library.SavedSearch
	read   bool
	asking bool
	tried  bool     // they were requested for their names; the menu tries again
	then   []func() // functions that wait for the list
	used   string   // name of the search last chosen or saved
}

// named finds a search by name.
func (s *savedList) named(name string) (library.SavedSearch, bool) {
	for _, one := range s.list {
		if search.TagKey(one.Name) == search.TagKey(name) {
			return one, true
		}
	}
	return library.SavedSearch{}, false
}

// current returns the saved search that equals the present query.
func (s *savedList) current(q search.Query, today search.Date) (library.SavedSearch, bool) {
	text := q.String()
	if text == "" {
		return library.SavedSearch{}, false
	}
	same := func(one library.SavedSearch) bool { return keptQuery(one.Query, today).String() == text }
	if one, ok := s.named(s.used); ok && same(one) { // the one last used, of several equal ones
		return one, true
	}
	for _, one := range s.list {
		if same(one) {
			return one, true
		}
	}
	return library.SavedSearch{}, false
}

// shortName is the start of a name, in whole graphemes, for a button.
func shortName(name string) string {
	const most = 22
	if uniseg.GraphemeClusterCount(name) <= most {
		return name
	}
	clusters := uniseg.NewGraphemes(name)
	var short strings.Builder
	for range most - 1 {
		clusters.Next()
		short.WriteString(clusters.Str())
	}
	return strings.TrimSpace(short.String()) + "…"
}

package searchbar

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/search"
)

// value is a value of a facet. It is prepared off the UI goroutine, so that
// comparing and finding hundreds of them is fast.
type value struct {
	key  string // as in a chip
	name string // for people, if it differs from the key
	fold string // equal for all spellings of the key
	// starts are the folded key and name; words are all words in them.
	starts, words []string
}

func newValue(f search.Facet, key, name string) value {
	v := value{key: key, name: name, fold: f.Key(key), starts: []string{search.Fold(key)}}
	if name != "" && name != key {
		v.starts = append(v.starts, search.Fold(name))
	}
	for _, start := range v.starts {
		v.words = append(v.words, search.Words(start)...)
	}
	return v
}

// tally is what the library has: the values of the facets, most used first, and
// the number of pictures for each, with all filters except the facet's own. It
// never changes.
type tally struct {
	total  int
	values map[search.Facet][]value
	counts map[search.Facet]map[string]int // by folded key
}

// count is the number of pictures with a value.
func (t tally) count(f search.Facet, v value) int { return t.counts[f][v.fold] }

func (t tally) add(f search.Facet, v value, count int) {
	if t.counts[f] == nil {
		t.counts[f] = map[string]int{}
	}
	t.values[f] = append(t.values[f], v)
	t.counts[f][v.fold] = count
}

// tallyOf makes a tally from the library's counts.
func tallyOf(counted library.Facets) tally {
	t := tally{total: counted.Total, values: map[search.Facet][]value{}, counts: map[search.Facet]map[string]int{}}
	for _, f := range facets() {
		for _, one := range counted.Of(f.Facet) {
			t.add(f.Facet, newValue(f.Facet, one.Value, one.Name), one.Count)
		}
	}
	return t
}

// periodKey is the value of a period.
func periodKey(p period, today search.Date) string {
	from, to := p.days(today)
	return search.Query{From: from, To: to}.String()
}

// counts asks for one tally at a time. A newer question ends the previous one,
// whose answer is dropped.
type counts struct {
	p     *Params
	asked int
	busy  bool
	stop  context.CancelFunc // ends the running question
}

// ask counts for a query, and calls then with the answer, unless another
// question follows.
func (c *counts) ask(q search.Query, then func(tally, error)) {
	c.drop()
	question := c.asked
	c.busy = true
	own, stop := context.WithCancel(context.Background())
	c.stop = stop
	today := search.DateOf(c.p.Now())
	c.p.Run(func(ctx context.Context) func() {
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		t, err := c.count(own, q, today)
		return func() {
			if question == c.asked {
				c.busy = false
				then(t, err)
			}
		}
	})
}

// drop gives up the running question.
func (c *counts) drop() {
	c.asked++
	c.busy = false
	if c.stop != nil {
		c.stop()
	}
}

// count runs off the UI goroutine.
func (c *counts) count(ctx context.Context, q search.Query, today search.Date) (tally, error) {
	facets, err := c.p.Library.Facets(ctx, q)
	if err != nil {
		return tally{}, err
	}
	for n, model := range facets.Models {
		if name := c.p.ModelName(model.Value); name != model.Value {
			facets.Models[n].Name = name
		}
	}
	t := tallyOf(facets)
	for _, p := range periods() {
		then := q.Without(search.ByDate)
		then.From, then.To = p.days(today)
		n, err := c.p.Library.CountImages(ctx, library.ImageFilter{Query: then})
		if err != nil {
			return tally{}, err
		}
		t.add(search.ByDate, newValue(search.ByDate, periodKey(p, today), p.words()), n)
	}
	return t, nil
}

package searchbar

import "lookbook/app/search"

// counting is what the panel of filters shows beside them: how many pictures there are for each, of those that are found
// and of all. It asks only while the panel is open.
type counting struct {
	current *current

	base      tally             // of all pictures
	tally     tally             // of what is looked for, or was a moment ago
	counted   bool              // there is a tally
	uncounted error             // why there is no newer one
	names     map[string]string // of models, by their ids

	all, found counts
	seen       bool // the panel is open
	learned    bool // the names of the models were asked for
	stale      bool // the pictures changed while they were counted
}

func newCounting(c *current) *counting {
	return &counting{current: c, names: map[string]string{}, all: counts{p: c.p}, found: counts{p: c.p}}
}

// open begins to count, close ends it.
func (c *counting) open() {
	c.seen = true
	c.learn()
	c.recount()
}

func (c *counting) close() {
	c.seen = false
	c.found.drop()
}

// again counts once more: there are other pictures now, or others are marked. Calls while it is under way are folded into one
// more, so that pictures that come all the time don't keep the counts from coming.
func (c *counting) again() {
	switch {
	case !c.seen:
	case c.found.busy || c.all.busy:
		c.stale = true
	default:
		c.stale = false
		c.learn()
		c.recount()
	}
}

// answered comes after every answer.
func (c *counting) answered() {
	if c.stale {
		c.again()
	}
	c.current.show()
}

// nameModels learns what models are called the first time that one is shown whose name is not known.
func (c *counting) nameModels() {
	for _, chip := range c.current.wording.shown() {
		if chip.facet == search.ByModel && c.names[chip.value] == "" && !c.learned {
			c.learn()
		}
	}
}

// learn asks for the values that all pictures have.
func (c *counting) learn() {
	c.learned = true
	c.all.ask(search.Query{}, func(t tally, err error) {
		if err != nil {
			c.uncounted = err
		} else {
			c.base = t
			c.name(t)
		}
		c.answered()
	})
}

// recount asks for the counts of the present search while they are seen.
func (c *counting) recount() {
	if !c.seen {
		return
	}
	c.found.ask(c.current.wording.query(), func(t tally, err error) {
		c.uncounted = err
		if err == nil {
			c.tally, c.counted = t, true
			c.name(t)
		}
		c.answered()
	})
}

// name remembers what models are called.
func (c *counting) name(t tally) {
	for _, v := range t.values[search.ByModel] {
		if v.name != "" {
			c.names[v.key] = v.name
		}
	}
}

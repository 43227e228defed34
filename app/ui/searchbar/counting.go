package searchbar

import "lookbook/app/search"

// counting counts the pictures for each filter in the panel: of the present query, and of all pictures. It counts only
// while the panel is open.
type counting struct {
	current *current

	base      tally             // for all pictures
	tally     tally             // for the present query, or a moment ago
	counted   bool              // there is a tally
	uncounted error             // why there is no newer tally
	names     map[string]string // of models by id

	all, found counts
	seen       bool // the panel is open
	learned    bool // the models' names were requested
	stale      bool // the pictures changed during the count
}

func newCounting(c *current) *counting {
	return &counting{current: c, names: map[string]string{}, all: counts{p: c.p}, found: counts{p: c.p}}
}

// open starts counting, close ends it.
func (c *counting) open() {
	c.seen = true
	c.learn()
	c.recount()
}

func (c *counting) close() {
	c.seen = false
	c.found.drop()
}

// again counts once more after pictures or marks changed. Calls during a count cause one more, so that a stream of
// pictures doesn't delay the counts forever.
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

// answered is called after every answer.
func (c *counting) answered() {
	if c.stale {
		c.again()
	}
	c.current.show()
}

// nameModels requests the names of models, the first time that an unknown one is shown.
func (c *counting) nameModels() {
	for _, chip := range c.current.wording.shown() {
		if chip.facet == search.ByModel && c.names[chip.value] == "" && !c.learned {
			c.learn()
		}
	}
}

// learn reads the values of all pictures.
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

// recount counts for the present query while the counts are visible.
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

// name remembers the names of models.
func (c *counting) name(t tally) {
	for _, v := range t.values[search.ByModel] {
		if v.name != "" {
			c.names[v.key] = v.name
		}
	}
}

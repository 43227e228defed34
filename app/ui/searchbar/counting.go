package searchbar

import "lookbook/app/search"

// openFilters opens the panel, with the counts that are known from before.
func (b *Bar) openFilters() {
	b.commit(true)
	b.changed()
	if b.made == nil {
		b.made = newPanel(b)
	}
	b.panel = b.made
	b.panel.open(b.filter.shape())
	b.learn()
	b.recount()
}

func (b *Bar) panelClosed() {
	b.panel = nil
	b.now.drop()
}

// Recount tells that there are other pictures now, or others are marked: the
// counts on the screen are asked for anew. Calls while they are under way are
// folded into one more, so that pictures that come all the time don't keep
// the counts from coming.
func (b *Bar) Recount() {
	switch {
	case b.panel == nil:
	case b.now.busy || b.all.busy:
		b.stale = true
	default:
		b.stale = false
		b.learn()
		b.recount()
	}
}

// answered comes after every answer.
func (b *Bar) answered() {
	if b.stale {
		b.Recount()
	}
	b.show()
}

// nameModels learns what models are called the first time that one is shown
// whose name is not known.
func (b *Bar) nameModels() {
	for _, c := range b.wording.shown() {
		if c.facet == search.ByModel && b.names[c.value] == "" && !b.learned {
			b.learn()
		}
	}
}

// learn asks for the values that all pictures have.
func (b *Bar) learn() {
	b.learned = true
	b.all.ask(search.Query{}, func(t tally, err error) {
		if err != nil {
			b.uncounted = err
		} else {
			b.base = t
			b.name(t)
		}
		if b.panel != nil {
			for _, g := range b.panel.groups {
				g.offer(t.values[g.facet.Facet])
			}
		}
		b.answered()
	})
}

// recount asks for the counts of the present search while they are seen.
func (b *Bar) recount() {
	if b.panel == nil {
		return
	}
	b.now.ask(b.wording.query(), func(t tally, err error) {
		b.uncounted = err
		if err == nil {
			b.tally, b.counted = t, true
			b.name(t)
		}
		b.answered()
	})
}

// name remembers what models are called.
func (b *Bar) name(t tally) {
	for _, v := range t.values[search.ByModel] {
		if v.name != "" {
			b.names[v.key] = v.name
		}
	}
}

package searchbar

import "lookbook/app/search"

// openFilters opens the panel, with the counts that are known from before.
func (b *Bar) openFilters() {
	b.commit(true)
	b.changed()
	b.panel = newPanel(b)
	b.panel.open(b.filter.shape())
	b.learn()
	b.recount()
}

func (b *Bar) panelClosed() {
	b.panel = nil
	b.now.drop()
}

// Recount tells that there are other pictures now, or others are marked: the
// counts on the screen are asked for anew.
func (b *Bar) Recount() {
	if b.panel != nil {
		b.learn()
		b.recount()
	}
}

// learn asks for the values that all pictures have.
func (b *Bar) learn() {
	b.all.ask(search.Query{}, func(t tally, err error) {
		if err != nil {
			b.uncounted = err
		} else {
			b.base = t
			b.name(t)
		}
		if b.panel != nil {
			for _, g := range b.panel.groups {
				g.offer(t.values[g.facet])
			}
		}
		b.show()
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
		b.show()
	})
}

// name remembers what models are called.
func (b *Bar) name(t tally) {
	for _, v := range t.values[model] {
		if v.name != "" {
			b.names[v.key] = v.name
		}
	}
}

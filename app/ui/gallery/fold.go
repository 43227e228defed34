package gallery

import (
	"maps"

	"lookbook/widgets"
)

// folds are the folded sections of all pictures, by their keys. A person's
// folding lasts until the program ends.
type folds struct{ keys map[string]bool }

// apply leaves the items of folded sections out of a listing. It may be called
// on any goroutine; nobody changes the keys of a value that was handed out.
func (f folds) apply(ids []int64, sections []widgets.ItemSection) (shown []int64, parts []widgets.ItemSection, hidden int) {
	if len(f.keys) == 0 {
		return ids, sections, 0
	}
	shown = make([]int64, 0, len(ids))
	parts = make([]widgets.ItemSection, len(sections))
	for i, s := range sections {
		end := len(ids)
		if i+1 < len(sections) {
			end = sections[i+1].First
		}
		items := ids[s.First:end]
		s.First, s.Folded = len(shown), f.keys[s.Key]
		if s.Folded {
			hidden += len(items)
		} else {
			shown = append(shown, items...)
		}
		parts[i] = s
	}
	return shown, parts, hidden
}

// with returns the folds with some sections folded or unfolded.
func (f folds) with(on bool, keys ...string) folds {
	next := folds{maps.Clone(f.keys)}
	if next.keys == nil {
		next.keys = map[string]bool{}
	}
	for _, key := range keys {
		if on {
			next.keys[key] = true
		} else {
			delete(next.keys, key)
		}
	}
	return next
}

// Folding folds the sections of all pictures.
type Folding struct {
	pictures *Pictures
	all      *scope
	folded   folds
	changed  func() // called after folding or unfolding
}

// Current folds the section with the keyboard cursor.
func (f *Folding) Current() {
	at := f.pictures.grid.SectionAt(f.pictures.grid.Current())
	if sections := f.sections(); at >= 0 && at < len(sections) && !sections[at].Folded {
		f.toggle(at)
	}
}

// All folds all sections, or unfolds them.
func (f *Folding) All(on bool) {
	if !on {
		f.set(folds{})
		return
	}
	var keys []string
	for _, s := range f.sections() {
		keys = append(keys, s.Key)
	}
	f.set(f.folded.with(true, keys...))
}

// Able reports whether there are sections to fold.
func (f *Folding) Able() bool { return len(f.sections()) > 0 }

// toggle folds or unfolds a section.
func (f *Folding) toggle(section int) {
	if sections := f.sections(); section >= 0 && section < len(sections) {
		f.set(f.folded.with(!sections[section].Folded, sections[section].Key))
	}
}

// sections returns the sections, if they can be folded now.
func (f *Folding) sections() []widgets.ItemSection {
	if f.pictures.scope != f.all {
		return nil
	}
	return f.all.Sections()
}

func (f *Folding) set(next folds) {
	if !maps.Equal(next.keys, f.folded.keys) {
		f.folded = next
		f.changed()
	}
}

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

// toggleFold folds or unfolds a section of all pictures.
func (p *Pane) toggleFold(section int) {
	if sections := p.foldable(); section >= 0 && section < len(sections) {
		p.fold(p.folded.with(!sections[section].Folded, sections[section].Key))
	}
}

// FoldCurrent folds the section with the keyboard cursor.
func (p *Pane) FoldCurrent() {
	at := p.grid.SectionAt(p.grid.Current())
	if sections := p.foldable(); at >= 0 && at < len(sections) && !sections[at].Folded {
		p.toggleFold(at)
	}
}

// FoldAll folds all sections, or unfolds them.
func (p *Pane) FoldAll(on bool) {
	if !on {
		p.fold(folds{})
		return
	}
	var keys []string
	for _, s := range p.foldable() {
		keys = append(keys, s.Key)
	}
	p.fold(p.folded.with(true, keys...))
}

// Foldable reports whether there are sections to fold.
func (p *Pane) Foldable() bool { return len(p.foldable()) > 0 }

// foldable returns the sections, if they can be folded now.
func (p *Pane) foldable() []widgets.ItemSection {
	if p.Pictures.scope != p.all {
		return nil
	}
	return p.all.Sections()
}

func (p *Pane) fold(next folds) {
	if maps.Equal(next.keys, p.folded.keys) {
		return
	}
	p.folded = next
	if p.all.feed.Loaded() {
		p.all.feed.AskWhole(p.lister())
	}
}

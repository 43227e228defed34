package library

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"lookbook/app/search"
)

// sieve is a filter made ready for a catalogue: what it asks of an image is a
// few look-ups by number.
type sieve struct {
	*catalogue
	entryID  int64 // 0: any
	from, to int64 // entries created in [from, to)
	text     textFilter
	mixed    []mixedTerm // terms that an entry or an image may match
	models   []bool      // by number; nil: any
	sizes    []bool      // by number; nil: any
	states   [len(imageStates)]bool
	ratings  [search.HighestRating + 1]bool
	starred  bool   // favourites only
	tags     []bool // by number; nil: any
}

// mixedTerm is a term that may match by an image's seed or tags.
type mixedTerm struct {
	not    bool
	entry  bitset // entries that match by themselves
	tags   []bool // by number; nil: none
	digits string // of a seed; empty: no seed matches
	whole  bool   // all digits of the seed
	seeds  []span
}

// span is a range of seeds, both ends included.
type span struct{ first, last uint64 }

// sieve makes f ready. The text is looked up in the file, the rest in memory.
func (l *Library) sieve(ctx context.Context, f ImageFilter) (*sieve, error) {
	now, err := l.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	s := &sieve{catalogue: now, entryID: f.EntryID}
	s.from, s.to = l.days(f.Query)
	s.setStates(f)
	lowest, highest, _ := f.Query.Ratings()
	for r := range s.ratings {
		s.ratings[r] = r >= lowest && r <= highest
	}
	s.starred = f.Query.Favourite
	s.models = wanted(now.models, f.Query.Models)
	s.sizes = wanted(now.sizes, f.Query.Sizes)
	s.tags = now.tagged(f.Query.Tags)
	if len(f.Query.Terms) == 0 {
		return s, nil
	}
	err = l.db.view(ctx, "search", func(q querier) error { return s.setTerms(ctx, q, f.Query.Terms) })
	return s, err
}

// days are the moments between which a query wants entries.
func (l *Library) days(q search.Query) (from, to int64) {
	here := l.db.clock.Now().Location()
	from, to = -1<<62, 1<<62
	if !q.From.IsZero() {
		from = q.From.Start(here).UnixMicro()
	}
	if !q.To.IsZero() {
		to = q.To.Next(1).Start(here).UnixMicro()
	}
	return from, to
}

// stateOf are the image states that a person's word stands for.
func statesOf(state search.State) []ImageState {
	switch state {
	case search.Saved:
		return []ImageState{ImageSaved}
	case search.Unsaved:
		return []ImageState{ImageKnown, ImageDownloading, ImageFailed}
	case search.Failed:
		return []ImageState{ImageFailed}
	case search.Gone:
		return []ImageState{ImageGone}
	case search.Trashed:
		return []ImageState{ImageTrashed}
	}
	return nil
}

func (s *sieve) setStates(f ImageFilter) {
	for n, state := range imageStates {
		if len(f.Query.States) == 0 {
			s.states[n] = state != ImageTrashed
		}
		for _, word := range f.Query.States {
			s.states[n] = s.states[n] || slices.Contains(statesOf(word), state)
		}
		if len(f.States) > 0 {
			asked := slices.Contains(f.States, state)
			s.states[n] = asked && (s.states[n] || len(f.Query.States) == 0)
		}
	}
}

// wanted marks which of the values are in a list; an empty list wants all.
func wanted[T comparable](values, list []T) []bool {
	if len(list) == 0 {
		return nil
	}
	marks := make([]bool, len(values))
	for n, v := range values {
		marks[n] = slices.Contains(list, v)
	}
	return marks
}

// tagged marks the sets that hold all of the tags.
func (c *catalogue) tagged(tags []string) []bool {
	if len(tags) == 0 {
		return nil
	}
	marks := make([]bool, len(c.tags))
	for n, set := range c.tags {
		marks[n] = true
		for _, tag := range tags {
			marks[n] = marks[n] && slices.Contains(set.keys, search.TagKey(tag))
		}
	}
	return marks
}

// setTerms looks the terms up.
func (s *sieve) setTerms(ctx context.Context, q querier, terms []search.Term) (err error) {
	var plain []search.Term
	for _, t := range terms {
		if !search.HasWords(t.Text) {
			continue
		}
		m := s.catalogue.mixed(t)
		_, ofEntry := columns(t.Field)
		if ofEntry && m.tags == nil && m.digits == "" {
			plain = append(plain, t)
			continue
		}
		if ofEntry {
			if m.entry, err = findWords(ctx, q, expression(t)); err != nil {
				return err
			}
		}
		s.mixed = append(s.mixed, m)
	}
	s.text, err = findTerms(ctx, q, plain)
	return err
}

// mixed is how t matches by what belongs to an image.
func (c *catalogue) mixed(t search.Term) mixedTerm {
	m := mixedTerm{not: t.Not}
	words := search.Words(t.Text)
	if t.Field == search.Anywhere || t.Field == search.Tag {
		m.tags = c.tagsWith(words, t.Phrase)
	}
	if (t.Field == search.Anywhere || t.Field == search.Seed) && len(words) == 1 && isDigits(words[0]) {
		m.digits, m.whole = words[0], t.Phrase
		m.seeds = seedSpans(m.digits, m.whole)
	}
	return m
}

// tagsWith marks the sets that hold a tag with this sequence of words, nil
// when there is none.
func (c *catalogue) tagsWith(words []string, phrase bool) []bool {
	var marks []bool
	known := map[string]bool{} // a tag is in many sets
	for n, set := range c.tags {
		for i, key := range set.keys {
			found, asked := known[key]
			if !asked {
				found = holdsSequence(search.Words(set.tags[i]), words, phrase)
				known[key] = found
			}
			if found {
				if marks == nil {
					marks = make([]bool, len(c.tags))
				}
				marks[n] = true
			}
		}
	}
	return marks
}

// holdsSequence reports whether text has the sequence, the last word of which
// need only begin so unless whole.
func holdsSequence(text, sequence []string, whole bool) bool {
	for at := 0; at+len(sequence) <= len(text); at++ {
		fits := true
		for i, word := range sequence {
			has := text[at+i]
			fits = fits && (has == word || !whole && i == len(sequence)-1 && strings.HasPrefix(has, word))
		}
		if fits {
			return true
		}
	}
	return false
}

func isDigits(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}

// seedSpans are the seeds that are written with these digits in front.
func seedSpans(digits string, whole bool) []span {
	if len(digits) > 20 || len(digits) > 1 && digits[0] == '0' {
		return nil
	}
	first := uint64(0)
	for _, d := range digits {
		first = first*10 + uint64(d-'0')
	}
	spans := []span{{first, first}}
	last := first
	for n := len(digits); n < 19 && !whole && first > 0; n++ {
		first, last = first*10, last*10+9
		spans = append(spans, span{first, last})
	}
	return spans
}

// wantsEntry reports whether images of b can be wanted, by all but its model
// and its day.
func (s *sieve) wantsEntry(b *brief) bool {
	return len(b.images) > 0 && (s.entryID == 0 || s.entryID == b.id) && s.text.wants(b.id)
}

// inDays reports whether b is of the days wanted.
func (s *sieve) inDays(b *brief) bool { return b.created >= s.from && b.created < s.to }

func (s *sieve) ofModels(b *brief) bool { return s.models == nil || s.models[b.modelNo] }

// wants reports whether an image is wanted of an entry that is.
func (s *sieve) wants(b *brief, i *listed) bool {
	return s.states[i.state] && s.ratings[i.rating] && (!s.starred || i.favourite) &&
		(s.sizes == nil || s.sizes[i.size]) && (s.tags == nil || s.tags[i.tags]) && s.matches(b, i)
}

// matches reports whether an image matches the mixed terms.
func (s *sieve) matches(b *brief, i *listed) bool {
	for n := range s.mixed {
		if t := &s.mixed[n]; t.matches(b, i) == t.not {
			return false
		}
	}
	return true
}

func (t *mixedTerm) matches(b *brief, i *listed) bool {
	if t.entry.has(b.id) || t.tags != nil && t.tags[i.tags] {
		return true
	}
	if !i.hasSeed {
		return false
	}
	seed := magnitude(i.seed)
	for _, s := range t.seeds {
		if seed >= s.first && seed <= s.last {
			return true
		}
	}
	return false
}

// magnitude is a seed without its sign, which is no part of a word.
func magnitude(seed int64) uint64 {
	if seed < 0 {
		return -uint64(seed)
	}
	return uint64(seed)
}

// entries are the entries whose images may be wanted, newest first.
func (s *sieve) entries() iter.Seq[*brief] {
	order := s.order
	first := createdBefore(order, s.to) // the days are a part of the order
	order = order[first:max(first, createdBefore(order, s.from))]
	return func(yield func(*brief) bool) {
		for _, b := range order {
			if s.wantsEntry(b) && s.ofModels(b) && !yield(b) {
				return
			}
		}
	}
}

// count is how many images of an entry are wanted.
func (s *sieve) count(b *brief) (n int) {
	for i := range b.images {
		if s.wants(b, &b.images[i]) {
			n++
		}
	}
	return n
}

// createdBefore is the place of the first entry that was created before at.
func createdBefore(order []*brief, at int64) int {
	n, _ := slices.BinarySearchFunc(order, at, func(b *brief, at int64) int {
		if b.created >= at {
			return -1
		}
		return 1
	})
	return n
}

// dayOf is the day of an entry where the library's clock is.
func (l *Library) dayOf(created int64) search.Date {
	return search.DateOf(time.UnixMicro(created).In(l.db.clock.Now().Location()))
}

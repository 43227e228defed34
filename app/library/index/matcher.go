package index

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"lookbook/app/search"
)

// Filter chooses images. All parts have to hold.
type Filter struct {
	EntryID int64    // 0: of every entry
	States  []string // none: those that Query wants
	Query   search.Query
	// Here is where the query's days are days.
	Here *time.Location
}

// Words finds entries by words: those that have all terms without Not, as sets
// each of which an entry has to be in, and those that have any term with Not,
// as sets none of which it may be in.
type Words func(ctx context.Context, terms []search.Term) (with, without []IDs, err error)

// IDs is a set of entries by their ids.
type IDs []uint64

func (s IDs) has(id int64) bool {
	return int(id>>6) < len(s) && s[id>>6]&(1<<(id&63)) != 0
}

// Add adds an id. The highest had best come first: the set grows once then.
func (s *IDs) Add(id int64) {
	if need := int(id>>6) + 1; need > len(*s) {
		*s = append(*s, make(IDs, need-len(*s))...)
	}
	(*s)[id>>6] |= 1 << (id & 63)
}

// Matcher is a filter made ready for a snapshot: what it asks of an image is a
// few look-ups by number.
type Matcher struct {
	*Snapshot
	entryID       int64 // 0: any
	from, to      int64 // entries created in [from, to)
	here          *time.Location
	query         search.Query
	with, without []IDs
	mixed         []mixedTerm // terms that an entry or an image may match
	not           []*Matcher
	chosen
}

// mixedTerm is a term that may match by an image's seed or tags.
type mixedTerm struct {
	not    bool
	entry  IDs    // entries that match by themselves
	tags   []bool // by number; nil: none
	digits string // of a seed; empty: no seed matches
	whole  bool   // all digits of the seed
	seeds  []span
}

// span is a range of seeds, both ends included.
type span struct{ first, last uint64 }

// Matcher makes f ready. Words may be nil where the query has no terms.
func (s *Snapshot) Matcher(ctx context.Context, f Filter, words Words) (*Matcher, error) {
	m := &Matcher{Snapshot: s, entryID: f.EntryID, here: f.Here, query: f.Query}
	m.from, m.to = days(f.Query, f.Here)
	m.chosen = s.chosen(f)
	for _, not := range f.Query.Not {
		n, err := s.Matcher(ctx, Filter{States: states[:], Query: not, Here: f.Here}, nil)
		if err != nil {
			return nil, err
		}
		m.not = append(m.not, n)
	}
	if len(f.Query.Terms) == 0 {
		return m, nil
	}
	return m, m.setTerms(ctx, words, f.Query.Terms)
}

// days are the moments between which a query wants entries.
func days(q search.Query, here *time.Location) (from, to int64) {
	from, to = -1<<62, 1<<62
	if !q.From.IsZero() {
		from = q.From.Start(here).UnixMicro()
	}
	if !q.To.IsZero() {
		to = q.To.Next(1).Start(here).UnixMicro()
	}
	return from, to
}

// setTerms looks the terms up.
func (m *Matcher) setTerms(ctx context.Context, words Words, terms []search.Term) (err error) {
	var plain []search.Term
	for _, t := range terms {
		if !search.HasWords(t.Text) {
			continue
		}
		mixed := m.mixedOf(t)
		if !t.Field.OfPicture() && mixed.tags == nil && mixed.digits == "" {
			plain = append(plain, t)
			continue
		}
		if !t.Field.OfPicture() {
			t.Not = false
			sets, _, err := words(ctx, []search.Term{t})
			if err != nil {
				return err
			}
			mixed.entry = sets[0]
		}
		m.mixed = append(m.mixed, mixed)
	}
	if len(plain) > 0 {
		m.with, m.without, err = words(ctx, plain)
	}
	return err
}

// mixedOf is how t matches by what belongs to an image.
func (s *Snapshot) mixedOf(t search.Term) mixedTerm {
	m := mixedTerm{not: t.Not}
	words := search.Words(t.Text)
	if t.Field == search.Anywhere || t.Field == search.Tag {
		m.tags = s.tagsWith(words, t.Phrase)
	}
	if (t.Field == search.Anywhere || t.Field == search.Seed) && len(words) == 1 && isDigits(words[0]) {
		m.digits, m.whole = words[0], t.Phrase
		m.seeds = seedSpans(m.digits, m.whole)
	}
	return m
}

// tagsWith marks the sets that hold a tag with this sequence of words, nil
// when there is none.
func (s *Snapshot) tagsWith(words []string, phrase bool) []bool {
	var marks []bool
	known := map[string]bool{} // a tag is in many sets
	for n, set := range s.tags {
		for i, key := range set.keys {
			found, asked := known[key]
			if !asked {
				found = holdsSequence(search.Words(set.tags[i]), words, phrase)
				known[key] = found
			}
			if found {
				if marks == nil {
					marks = make([]bool, len(s.tags))
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

// ofWords reports whether an entry has the words that belong to entries alone.
func (m *Matcher) ofWords(id int64) bool {
	for _, s := range m.with {
		if !s.has(id) {
			return false
		}
	}
	for _, s := range m.without {
		if s.has(id) {
			return false
		}
	}
	return true
}

// wantsEntry reports whether images of e can be wanted, by all but its model
// and its day.
func (m *Matcher) wantsEntry(e *entry) bool {
	return len(e.images) > 0 && (m.entryID == 0 || m.entryID == e.id) && m.ofWords(e.id)
}

// inDays reports whether e is of the days wanted.
func (m *Matcher) inDays(e *entry) bool { return e.created >= m.from && e.created < m.to }

// wants reports whether an image is wanted of an entry that is.
func (m *Matcher) wants(e *entry, i *image) bool { return m.passes(i) && m.matches(e, i) }

// matches reports whether an image matches the mixed terms, and passes none of
// the filters that it must not.
func (m *Matcher) matches(e *entry, i *image) bool {
	for _, not := range m.not {
		if not.inDays(e) && not.ofModels(e) && not.wants(e, i) {
			return false
		}
	}
	for n := range m.mixed {
		if t := &m.mixed[n]; t.matches(e, i) == t.not {
			return false
		}
	}
	return true
}

func (t *mixedTerm) matches(e *entry, i *image) bool {
	if t.entry.has(e.id) || t.tags != nil && t.tags[i.tags] {
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
func (m *Matcher) entries() iter.Seq[*entry] {
	order := m.order
	first := createdBefore(order, m.to) // the days are a part of the order
	order = order[first:max(first, createdBefore(order, m.from))]
	return func(yield func(*entry) bool) {
		for _, e := range order {
			if m.wantsEntry(e) && m.ofModels(e) && !yield(e) {
				return
			}
		}
	}
}

// count is how many images of an entry are wanted.
func (m *Matcher) count(e *entry) (n int) {
	for i := range e.images {
		if m.wants(e, &e.images[i]) {
			n++
		}
	}
	return n
}

// createdBefore is the place of the first entry that was created before at.
func createdBefore(order []*entry, at int64) int {
	n, _ := slices.BinarySearchFunc(order, at, func(e *entry, at int64) int {
		if e.created >= at {
			return -1
		}
		return 1
	})
	return n
}

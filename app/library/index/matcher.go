package index

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"lookbook/app/search"
)

// Filter chooses images; all parts must match.
type Filter struct {
	EntryID int64    // 0: of every entry
	States  []string // empty: those of Query
	Query   search.Query
	// Accounts are the names of accounts.
	Accounts map[int64]string
	// Here is the time zone of the query's days.
	Here *time.Location
}

// Words finds entries by words. with has, for each term without Not, the
// entries that contain it; an entry must be in all of these sets. without has
// the entries that contain a term with Not; an entry must be in none of them.
type Words func(ctx context.Context, terms []search.Term) (with, without []IDs, err error)

// IDs is a set of entry ids.
type IDs []uint64

func (s IDs) has(id int64) bool {
	return int(id>>6) < len(s) && s[id>>6]&(1<<(id&63)) != 0
}

// Add adds an id. Add the highest id first, so that the set grows only once.
func (s *IDs) Add(id int64) {
	if need := int(id>>6) + 1; need > len(*s) {
		*s = append(*s, make(IDs, need-len(*s))...)
	}
	(*s)[id>>6] |= 1 << (id & 63)
}

// Matcher is a filter prepared for a snapshot. It tests an image with a few
// look-ups by number.
type Matcher struct {
	*Snapshot
	entryID       int64 // 0: any
	from, to      int64 // entries created in [from, to)
	here          *time.Location
	query         search.Query
	names         map[int64]string // of accounts
	with, without []IDs
	mixed         []mixedTerm // terms that an entry or one of its images can match
	not           []*Matcher
	byState       bool  // of images themselves, only their state is asked for, beside terms
	passing       uint8 // states that pass, one bit each
	chosen
}

// mixedTerm is a term that can also match an image's seed, tags or model.
type mixedTerm struct {
	not    bool
	entry  IDs    // entries whose own words match
	tags   []bool // by tag set; nil: none
	models []bool // by model; nil: none
	digits string // of the seed; empty: no seed matches
	whole  bool   // the whole seed must match
	seeds  []span
}

// span is a range of seeds, including both ends.
type span struct{ first, last uint64 }

// Matcher prepares f. words may be nil if the query has no terms.
func (s *Snapshot) Matcher(ctx context.Context, f Filter, words Words) (*Matcher, error) {
	m := &Matcher{Snapshot: s, entryID: f.EntryID, here: f.Here, query: f.Query, names: f.Accounts}
	m.from, m.to = days(f.Query, f.Here)
	m.chosen = s.chosen(f)
	for _, not := range f.Query.Not {
		n, err := s.Matcher(ctx, Filter{States: states[:], Query: not, Here: f.Here, Accounts: f.Accounts}, nil)
		if err != nil {
			return nil, err
		}
		m.not = append(m.not, n)
	}
	m.byState = len(m.not) == 0 && m.anyImage()
	for n, passes := range m.chosen.states {
		if passes {
			m.passing |= 1 << n
		}
	}
	if len(f.Query.Terms) == 0 {
		return m, nil
	}
	return m, m.setTerms(ctx, words, f.Query.Terms)
}

// days returns the range of times that the query's days cover.
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

// setTerms looks up the terms.
func (m *Matcher) setTerms(ctx context.Context, words Words, terms []search.Term) (err error) {
	var plain []search.Term
	for _, t := range terms {
		if !search.HasWords(t.Text) {
			continue
		}
		mixed := m.mixedOf(t)
		if !t.Field.OfPicture() && mixed.tags == nil && mixed.models == nil && mixed.digits == "" {
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

// mixedOf prepares a term for matching images.
func (s *Snapshot) mixedOf(t search.Term) mixedTerm {
	m := mixedTerm{not: t.Not}
	words := search.Words(t.Text)
	if t.Field == search.Anywhere || t.Field == search.Tag {
		m.tags = s.tagsWith(words, t.Phrase)
	}
	if t.Field == search.Anywhere || t.Field == search.Model {
		m.models = s.modelsWith(words, t.Phrase)
	}
	if (t.Field == search.Anywhere || t.Field == search.Seed) && len(words) == 1 && isDigits(words[0]) {
		m.digits, m.whole = words[0], t.Phrase
		m.seeds = seedSpans(m.digits, m.whole)
	}
	return m
}

// tagsWith marks the tag sets with a tag that contains these words in order;
// nil: there are none.
func (s *Snapshot) tagsWith(words []string, phrase bool) []bool {
	var marks []bool
	known := map[string]bool{} // the same tag is in many sets
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

// modelsWith marks the models that contain this sequence of words. It returns
// nil when none does.
func (s *Snapshot) modelsWith(words []string, phrase bool) []bool {
	var marks []bool
	for n, model := range s.models {
		if holdsSequence(search.Words(model), words, phrase) {
			if marks == nil {
				marks = make([]bool, len(s.models))
			}
			marks[n] = true
		}
	}
	return marks
}

// holdsSequence reports whether text contains the sequence of words. Unless
// whole, the last word may be the start of a longer one.
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

// seedSpans returns the seeds whose decimal digits start with these, or are
// these if whole.
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

// ofWords reports whether an entry matches the terms that only entries can
// match.
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

// wantsEntry reports whether images of e can match, apart from its day and
// account.
func (m *Matcher) wantsEntry(e *entry) bool {
	return len(e.images) > 0 && (m.entryID == 0 || m.entryID == e.id) && m.ofWords(e.id)
}

func (m *Matcher) inDays(e *entry) bool { return e.created >= m.from && e.created < m.to }

// wants reports whether an image of a matching entry matches.
func (m *Matcher) wants(e *entry, i *image) bool { return m.passes(i) && m.matches(e, i) }

// matches reports whether an image matches the mixed terms and none of the
// negated filters.
func (m *Matcher) matches(e *entry, i *image) bool {
	for _, not := range m.not {
		if not.inDays(e) && not.ofAccount(e) && not.wants(e, i) {
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
	if t.entry.has(e.id) || t.tags != nil && t.tags[i.tags] || t.models != nil && t.models[i.model] {
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

// magnitude drops the sign of a seed, because words have no sign.
func magnitude(seed int64) uint64 {
	if seed < 0 {
		return -uint64(seed)
	}
	return uint64(seed)
}

// entries are the entries whose images may match, newest first.
func (m *Matcher) entries() iter.Seq[*entry] {
	order := m.order
	first := createdBefore(order, m.to) // the days are one part of the order
	order = order[first:max(first, createdBefore(order, m.from))]
	return func(yield func(*entry) bool) {
		for _, e := range order {
			if m.ofAccount(e) && m.wantsEntry(e) && !yield(e) {
				return
			}
		}
	}
}

// wantsWhole reports whether all images of a matching entry match, as far as that is known without looking at them:
// that is most of what a list of a million would take.
func (m *Matcher) wantsWhole(e *entry) bool {
	if !m.byState || e.states&^m.passing != 0 {
		return false
	}
	for n := range m.mixed {
		if t := &m.mixed[n]; t.not || !t.entry.has(e.id) {
			return false
		}
	}
	return true
}

// count is the number of matching images of an entry.
func (m *Matcher) count(e *entry) (n int) {
	if m.wantsWhole(e) {
		return len(e.images)
	}
	for i := range e.images {
		if m.wants(e, &e.images[i]) {
			n++
		}
	}
	return n
}

// createdBefore returns the index of the first entry that was created before
// at.
func createdBefore(order []*entry, at int64) int {
	n, _ := slices.BinarySearchFunc(order, at, func(e *entry, at int64) int {
		if e.created >= at {
			return -1
		}
		return 1
	})
	return n
}

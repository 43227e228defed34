package library

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"lookbook/app/search"
)

// bitset is a set of entries by their ids.
type bitset []uint64

func (s bitset) has(id int64) bool {
	return int(id>>6) < len(s) && s[id>>6]&(1<<(id&63)) != 0
}

func (s *bitset) add(id int64) {
	if need := int(id>>6) + 1; need > len(*s) {
		*s = append(*s, make(bitset, need-len(*s))...)
	}
	(*s)[id>>6] |= 1 << (id & 63)
}

// columns are the columns of entry_words that a field is looked for in; ok is
// false for what belongs to an image.
func columns(f search.Field) (filter string, ok bool) {
	switch f {
	case search.Anywhere:
		return "", true
	case search.Prompt, search.Negative, search.Model, search.Job:
		return string(f) + " : ", true
	}
	return "", false
}

// expression is a term, whatever its Not, in the language of FTS5. Its words
// hold neither quotation marks nor anything else that means something there.
func expression(t search.Term) string {
	filter, _ := columns(t.Field)
	e := filter + `"` + strings.Join(search.Words(t.Text), " ") + `"`
	if !t.Phrase {
		e += " *"
	}
	return e
}

// expressionsAtOnce is how many terms are put into one query of FTS5, which
// refuses trees that are too deep.
const expressionsAtOnce = 50

// textFilter chooses entries by words: those in all of with and in none of
// without.
type textFilter struct {
	with, without []bitset
}

func (f textFilter) wants(id int64) bool {
	for _, s := range f.with {
		if !s.has(id) {
			return false
		}
	}
	for _, s := range f.without {
		if s.has(id) {
			return false
		}
	}
	return true
}

// findTerms looks up terms that belong to entries alone.
func findTerms(ctx context.Context, q querier, terms []search.Term) (f textFilter, err error) {
	var with, without []string
	for _, t := range terms {
		if t.Not {
			without = append(without, expression(t))
		} else {
			with = append(with, expression(t))
		}
	}
	if f.with, err = findAll(ctx, q, with, " AND "); err != nil {
		return f, err
	}
	f.without, err = findAll(ctx, q, without, " OR ")
	return f, err
}

func findAll(ctx context.Context, q querier, expressions []string, sign string) ([]bitset, error) {
	var sets []bitset
	for some := range slices.Chunk(expressions, expressionsAtOnce) {
		set, err := findWords(ctx, q, strings.Join(some, sign))
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// findWords are the entries that an expression of FTS5 finds. All of them come
// in one row, which is several times quicker than a row each.
func findWords(ctx context.Context, q querier, expression string) (bitset, error) {
	var joined sql.NullString
	err := q.QueryRowContext(ctx, `SELECT group_concat(rowid, ' ') FROM entry_words WHERE entry_words MATCH ?`, expression).Scan(&joined)
	if err != nil {
		return nil, err
	}
	ids, err := splitIDs(joined.String)
	if err != nil {
		return nil, err
	}
	var set bitset
	for i := len(ids) - 1; i >= 0; i-- { // the highest first, for which it grows once
		set.add(ids[i])
	}
	return set, nil
}

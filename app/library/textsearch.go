package library

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// columns names the columns of entry_words that a field is looked for in.
func columns(f search.Field) string {
	if f == search.Anywhere {
		return ""
	}
	return string(f) + " : "
}

// expression is a term, whatever its Not, in the language of FTS5. Its words
// hold neither quotation marks nor anything else that means something there.
func expression(t search.Term) string {
	e := columns(t.Field) + `"` + strings.Join(search.Words(t.Text), " ") + `"`
	if !t.Phrase {
		e += " *"
	}
	return e
}

// expressionsAtOnce is how many terms are put into one query of FTS5, which
// refuses trees that are too deep.
const expressionsAtOnce = 50

// findTerms looks up terms that belong to entries: see index.Words.
func findTerms(ctx context.Context, q querier, terms []search.Term) (with, without []index.IDs, err error) {
	var yes, no []string
	for _, t := range terms {
		if t.Not {
			no = append(no, expression(t))
		} else {
			yes = append(yes, expression(t))
		}
	}
	if with, err = findAll(ctx, q, yes, " AND "); err != nil {
		return nil, nil, err
	}
	without, err = findAll(ctx, q, no, " OR ")
	return with, without, err
}

func findAll(ctx context.Context, q querier, expressions []string, sign string) ([]index.IDs, error) {
	var sets []index.IDs
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
func findWords(ctx context.Context, q querier, expression string) (index.IDs, error) {
	var joined sql.NullString
	err := q.QueryRowContext(ctx, `SELECT group_concat(rowid, ' ') FROM entry_words WHERE entry_words MATCH ?`, expression).Scan(&joined)
	if err != nil {
		return nil, err
	}
	ids, err := splitIDs(joined.String)
	if err != nil {
		return nil, err
	}
	var set index.IDs
	for i := len(ids) - 1; i >= 0; i-- { // the highest first, for which it grows once
		set.Add(ids[i])
	}
	return set, nil
}

package library

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// columns returns the columns of entry_words that a field is searched in.
func columns(f search.Field) string {
	if f == search.Anywhere {
		return ""
	}
	return string(f) + " : "
}

// expression is a term, without its Not, as an FTS5 query
// (https://sqlite.org/fts5.html#full_text_query_syntax). Its words contain no
// quotation marks and nothing else with a meaning there.
func expression(t search.Term) string {
	e := columns(t.Field) + `"` + strings.Join(search.Words(t.Text), " ") + `"`
	if !t.Phrase {
		e += " *"
	}
	return e
}

// expressionsAtOnce bounds the terms in one FTS5 query, because FTS5 rejects
// expression trees that are too deep.
const expressionsAtOnce = 50

// findTerms looks up terms of entries; see index.Words.
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

// findWords returns the entries that match an FTS5 query. SQLite joins all ids
// into one row, which is several times faster than a row each.
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
	for i := len(ids) - 1; i >= 0; i-- { // the highest first, so that the set grows once
		set.Add(ids[i])
	}
	return set, nil
}

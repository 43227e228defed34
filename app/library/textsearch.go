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
		if t.Field == search.Job {
			set, err := findJob(ctx, q, t)
			if err != nil {
				return nil, nil, err
			}
			if t.Not {
				without = append(without, set)
			} else {
				with = append(with, set)
			}
			continue
		}
		if t.Not {
			no = append(no, expression(t))
		} else {
			yes = append(yes, expression(t))
		}
	}
	all, err := findAll(ctx, q, yes, " AND ")
	if err != nil {
		return nil, nil, err
	}
	none, err := findAll(ctx, q, no, " OR ")
	return append(with, all...), append(without, none...), err
}

// findJob returns the entries with a job's id. Ids are told apart by case: those
// in another case are found only where none is as it was typed.
func findJob(ctx context.Context, q querier, t search.Term) (index.IDs, error) {
	set, err := findWords(ctx, q, expression(t), `AND rowid IN (SELECT id FROM entries WHERE instr(job_id, ?) > 0)`, t.Text)
	if err != nil || len(set) > 0 {
		return set, err
	}
	return findWords(ctx, q, expression(t), "")
}

func findAll(ctx context.Context, q querier, expressions []string, sign string) ([]index.IDs, error) {
	var sets []index.IDs
	for some := range slices.Chunk(expressions, expressionsAtOnce) {
		set, err := findWords(ctx, q, strings.Join(some, sign), "")
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// findWords returns the entries that match an FTS5 query. SQLite joins all ids
// into one row, which is several times faster than a row each. A condition may
// follow the query.
func findWords(ctx context.Context, q querier, expression, condition string, args ...any) (index.IDs, error) {
	var joined sql.NullString
	err := q.QueryRowContext(ctx, `SELECT group_concat(rowid, ' ') FROM entry_words WHERE entry_words MATCH ? `+condition, append([]any{expression}, args...)...).Scan(&joined)
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

package library

import (
	"context"
	"errors"
	"slices"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// filters prepare what a person filters by.
type filters struct {
	db       *database
	accounts *AccountTable
}

// matcher prepares a filter. Words are looked up in the file, everything else
// in the index.
func (f *filters) matcher(ctx context.Context, by ImageFilter) (*index.Matcher, error) {
	byAccount := func(q search.Query) bool { return len(q.Accounts) > 0 }
	var names map[int64]string
	if byAccount(by.Query) || slices.ContainsFunc(by.Query.Not, byAccount) {
		var err error
		if names, err = f.accounts.names(ctx); err != nil {
			return nil, err
		}
	}
	return f.matcherOf(ctx, by, names)
}

// matcherOf is matcher with the names of the accounts.
func (f *filters) matcherOf(ctx context.Context, by ImageFilter, names map[int64]string) (m *index.Matcher, err error) {
	s, err := f.db.index.Snapshot(ctx)
	if errors.Is(err, index.ErrClosed) {
		err = ErrClosed
	}
	if err != nil {
		return nil, err
	}
	filter := index.Filter{EntryID: by.EntryID, Query: by.Query, Accounts: names, Here: f.db.clock.Now().Location()}
	for _, state := range by.States {
		filter.States = append(filter.States, string(state))
	}
	if len(by.Query.Terms) == 0 {
		return s.Matcher(ctx, filter, nil)
	}
	err = f.db.view(ctx, "search", func(q querier) error {
		m, err = s.Matcher(ctx, filter, func(ctx context.Context, terms []search.Term) (with, without []index.IDs, err error) {
			return findTerms(ctx, q, terms)
		})
		return err
	})
	return m, err
}

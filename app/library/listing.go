package library

import (
	"context"
	"maps"
	"slices"
	"time"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// Listing is the result of a filter: ids in the order in which pictures are
// shown, newest entry first and by Order within it, and where the pictures of
// each entry start.
type Listing struct {
	IDs  []int64
	Runs []Run
}

// Run is the part of a listing that belongs to one entry. It ends at the next
// run.
type Run struct {
	First   int // index into IDs
	EntryID int64
	Created time.Time // when the entry was created, UTC
	// Prompt is the start of the prompt, at most 120 runes on one line; empty
	// unless ListOptions.Prompts is set.
	Prompt string
	// Value is what its images have in common in an order by a value; then
	// EntryID is 0. See index.Matcher.Ordered.
	Value string
}

// Order is the order of a listing. The zero value is newest first.
type Order = index.Order

// ListOptions limits and orders a listing.
type ListOptions struct {
	Limit   int // number of ids; 0: all
	Prompts bool
	Order   Order // its Names are found out
}

// ListImages lists the images that match a filter: a few milliseconds for
// 160,000, whatever the filter. It shows the last commit; later changes are
// announced as events. The first of all images, or of an entry's, don't wait
// for the index.
func (l *Library) ListImages(ctx context.Context, f ImageFilter, opts ListOptions) (Listing, error) {
	const doing = "list the images"
	if opts.Limit < 0 {
		return Listing{}, failure(doing, errNegative)
	}
	newest := opts.Order.By == "" || opts.Order.By == index.Newest
	if newest && opts.Limit > 0 && f.Query.IsZero() && len(f.States) == 0 && !l.db.index.Ready() {
		return l.db.firstImages(ctx, f.EntryID, opts)
	}
	m, err := l.filters.matcher(ctx, f)
	if err != nil {
		return Listing{}, failure(doing, err)
	}
	if opts.Order.By == index.ByModel {
		if opts.Order.Names, err = l.Models.names(ctx); err != nil {
			return Listing{}, failure(doing, err)
		}
	}
	ids, runs, err := m.Ordered(ctx, opts.Limit, opts.Order)
	if err != nil {
		return Listing{}, failure(doing, err)
	}
	listing := Listing{IDs: ids, Runs: make([]Run, len(runs))}
	for n, r := range runs {
		listing.Runs[n] = Run{First: r.First, EntryID: r.EntryID, Created: fromMicros(r.Created), Value: r.Value}
		if opts.Prompts {
			listing.Runs[n].Prompt = r.Prompt
		}
	}
	return listing, nil
}

// CountImages counts the images that ListImages would list. All of them are counted
// without waiting for the index.
func (l *Library) CountImages(ctx context.Context, f ImageFilter) (int, error) {
	if f.EntryID == 0 && len(f.States) == 0 && f.Query.IsZero() && !l.db.index.Ready() {
		totals, err := l.Totals(ctx)
		return totals.Images, err
	}
	m, err := l.filters.matcher(ctx, f)
	if err != nil {
		return 0, failure("count the images", err)
	}
	return m.Count(), nil
}

// PageImages returns up to limit images of ListImages' result, from offset on.
func (l *Library) PageImages(ctx context.Context, f ImageFilter, offset, limit int) ([]Image, error) {
	const doing = "list the images"
	if offset < 0 || limit < 0 {
		return nil, failure(doing, errNegative)
	}
	if limit == 0 {
		return nil, nil
	}
	m, err := l.filters.matcher(ctx, f)
	if err != nil {
		return nil, failure(doing, err)
	}
	return l.ImagesByID(ctx, m.Page(offset, limit))
}

// ImageIDs returns the ids of ListImages' result, in the same order.
func (l *Library) ImageIDs(ctx context.Context, f ImageFilter) ([]int64, error) {
	listing, err := l.ListImages(ctx, f, ListOptions{})
	return listing.IDs, err
}

// FindAhead searches prompts by their start; see index.Matcher.
func (l *Library) FindAhead(ctx context.Context, f ImageFilter, prefix string, after int64) (id int64, found bool, err error) {
	m, err := l.filters.matcher(ctx, f)
	if err != nil {
		return 0, false, failure("find a prompt", err)
	}
	id, found = m.FindAhead(beginning(prefix), after)
	return id, found, nil
}

// Facets returns the values to filter by, with counts, for the query q: a few
// milliseconds for 160,000 pictures.
func (l *Library) Facets(ctx context.Context, q search.Query) (Facets, error) {
	const doing = "count what can be filtered by"
	names, err := l.Accounts.names(ctx)
	if err != nil {
		return Facets{}, err
	}
	if named := slices.DeleteFunc(slices.Collect(maps.Values(names)), func(name string) bool { return name == "" }); len(named) < 2 {
		names = nil // nothing to choose from
	}
	m, err := l.filters.matcherOf(ctx, ImageFilter{Query: q}, names)
	if err != nil {
		return Facets{}, failure(doing, err)
	}
	f, err := m.Facets(ctx)
	if err != nil {
		return Facets{}, failure(doing, err)
	}
	return f, l.Models.name(ctx, f.Models)
}

// FacetCount is a value to filter by, and how many pictures that would find.
type FacetCount = index.Count

// Facets are the values to filter by.
type Facets = index.Facets

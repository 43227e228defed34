package library

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lookbook/app/search"
)

// Listing is what a filter finds: the ids in the order in which pictures are
// shown, the newest entry first and by Order within it, and where each
// entry's pictures begin.
type Listing struct {
	IDs  []int64
	Runs []Run
}

// Run is an entry's part of a listing, up to the next run.
type Run struct {
	First   int // index into IDs
	EntryID int64
	Created time.Time // of the entry, UTC
	// Prompt is the beginning of the prompt, at most 120 runes on one line;
	// empty unless ListOptions.Prompts asked for it.
	Prompt string
}

// ListOptions says how much of a listing is wanted.
type ListOptions struct {
	Limit   int // ids at most; 0: all
	Prompts bool
}

// ListImages lists the images that a filter chooses: of 160,000 in a few
// milliseconds, whatever is looked for. It is of the last commit; what commits
// that come meanwhile change is announced, as always.
func (l *Library) ListImages(ctx context.Context, f ImageFilter, opts ListOptions) (Listing, error) {
	const doing = "list the images"
	if opts.Limit < 0 {
		return Listing{}, failure(doing, errNegative)
	}
	s, err := l.sieve(ctx, f)
	if err != nil {
		return Listing{}, failure(doing, err)
	}
	runs, total := s.runs(ctx, opts.Limit)
	if err := ctx.Err(); err != nil {
		return Listing{}, failure(doing, err)
	}
	listing := Listing{IDs: make([]int64, 0, total), Runs: make([]Run, len(runs))}
	for n, r := range runs {
		run := Run{First: len(listing.IDs), EntryID: r.brief.id, Created: fromMicros(r.brief.created)}
		if opts.Prompts {
			run.Prompt = r.brief.beginning
		}
		listing.Runs[n] = run
		listing.IDs = s.appendIDs(listing.IDs, r)
	}
	if opts.Limit > 0 && len(listing.IDs) > opts.Limit {
		listing.IDs = listing.IDs[:opts.Limit]
	}
	return listing, nil
}

// counted is an entry with how many of its images are wanted, one at least.
type counted struct {
	brief *brief
	n     int
}

// runs are the entries that have images that are wanted, newest first, as many
// as hold limit images, 0 for all, and how many images they have. It ends
// early when ctx does.
func (s *sieve) runs(ctx context.Context, limit int) (runs []counted, total int) {
	runs = make([]counted, 0, min(len(s.order), 1024))
	for b := range s.entries() {
		n := s.count(b)
		if n == 0 {
			continue
		}
		runs = append(runs, counted{b, n})
		total += n
		if limit > 0 && total >= limit || ctx.Err() != nil {
			break
		}
	}
	return runs, total
}

// appendIDs adds the ids of an entry's images that are wanted.
func (s *sieve) appendIDs(ids []int64, r counted) []int64 {
	all := r.n == len(r.brief.images)
	for i := range r.brief.images {
		if all || s.wants(r.brief, &r.brief.images[i]) {
			ids = append(ids, r.brief.images[i].id)
		}
	}
	return ids
}

// CountImages counts what ListImages would list.
func (l *Library) CountImages(ctx context.Context, f ImageFilter) (int, error) {
	s, err := l.sieve(ctx, f)
	if err != nil {
		return 0, failure("count the images", err)
	}
	n := 0
	for b := range s.entries() {
		n += s.count(b)
	}
	return n, nil
}

// PageImages are up to limit images after the first offset of what ListImages
// lists.
func (l *Library) PageImages(ctx context.Context, f ImageFilter, offset, limit int) ([]Image, error) {
	const doing = "list the images"
	if offset < 0 || limit < 0 {
		return nil, failure(doing, errNegative)
	}
	if limit == 0 {
		return nil, nil
	}
	s, err := l.sieve(ctx, f)
	if err != nil {
		return nil, failure(doing, err)
	}
	var ids []int64
	for b := range s.entries() {
		n := s.count(b)
		if len(ids) == 0 && offset >= n {
			offset -= n
			continue
		}
		ids = s.appendIDs(ids, counted{b, n})
		if len(ids) >= offset+limit {
			break
		}
	}
	return l.ImagesByID(ctx, ids[min(offset, len(ids)):min(len(ids), offset+limit)])
}

// ImageIDs are the ids of all images that ListImages lists, in the same order.
func (l *Library) ImageIDs(ctx context.Context, f ImageFilter) ([]int64, error) {
	listing, err := l.ListImages(ctx, f, ListOptions{})
	return listing.IDs, err
}

// ImageIndex is the place of the image id in what ListImages lists, or
// ErrNotFound.
func (l *Library) ImageIndex(ctx context.Context, f ImageFilter, id int64) (int, error) {
	doing := fmt.Sprintf("find image %d among the images", id)
	s, err := l.sieve(ctx, f)
	if err != nil {
		return 0, failure(doing, err)
	}
	index := 0
	for b := range s.entries() {
		for i := range b.images {
			if image := &b.images[i]; s.wants(b, image) {
				if image.id == id {
					return index, nil
				}
				index++
			}
		}
	}
	return 0, failure(doing, ErrNotFound)
}

// FindAhead finds by the beginning of the prompt, whatever its case and
// accents: the first listed picture of the next entry after the one that the
// image after is of, and from the newest entry again after the oldest. That
// entry itself comes last. When after is 0, or not listed, it begins with the
// newest. An empty prefix finds nothing.
func (l *Library) FindAhead(ctx context.Context, f ImageFilter, prefix string, after int64) (id int64, found bool, err error) {
	wanted := search.Fold(beginning(prefix))
	if wanted == "" {
		return 0, false, nil
	}
	s, err := l.sieve(ctx, f)
	if err != nil {
		return 0, false, failure("find a prompt", err)
	}
	var around int64 // the first that fits, from the newest on
	passed := after == 0
	for b := range s.entries() {
		here := slices.ContainsFunc(b.images, func(i listed) bool { return i.id == after })
		if strings.HasPrefix(search.Fold(b.beginning), wanted) {
			if first, any := s.first(b); any {
				if passed && !here {
					return first, true, nil
				}
				around = cmp.Or(around, first)
			}
		}
		passed = passed || here
	}
	return around, around != 0, nil
}

// first is the first of an entry's images that is wanted.
func (s *sieve) first(b *brief) (id int64, any bool) {
	for i := range b.images {
		if s.wants(b, &b.images[i]) {
			return b.images[i].id, true
		}
	}
	return 0, false
}

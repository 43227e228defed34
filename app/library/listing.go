package library

import (
	"context"
	"fmt"
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
	var listing Listing
	s.each(func(b *brief, images []*listed) bool {
		run := Run{First: len(listing.IDs), EntryID: b.id, Created: fromMicros(b.created)}
		if opts.Prompts {
			run.Prompt = b.beginning
		}
		listing.Runs = append(listing.Runs, run)
		for _, image := range images {
			listing.IDs = append(listing.IDs, image.id)
		}
		if opts.Limit > 0 && len(listing.IDs) >= opts.Limit {
			listing.IDs = listing.IDs[:opts.Limit]
			return false
		}
		return ctx.Err() == nil
	})
	if err := ctx.Err(); err != nil {
		return Listing{}, failure(doing, err)
	}
	return listing, nil
}

// CountImages counts what ListImages would list.
func (l *Library) CountImages(ctx context.Context, f ImageFilter) (int, error) {
	s, err := l.sieve(ctx, f)
	if err != nil {
		return 0, failure("count the images", err)
	}
	n := 0
	s.each(func(_ *brief, images []*listed) bool {
		n += len(images)
		return true
	})
	return n, nil
}

// Images are up to limit images after the first offset of what ListImages
// lists.
func (l *Library) Images(ctx context.Context, f ImageFilter, offset, limit int) ([]Image, error) {
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
	s.each(func(_ *brief, images []*listed) bool {
		if offset >= len(images) {
			offset -= len(images)
			return true
		}
		for _, image := range images[offset:] {
			ids = append(ids, image.id)
		}
		offset = 0
		return len(ids) < limit
	})
	return l.ImagesByID(ctx, ids[:min(len(ids), limit)])
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
	index, found := 0, false
	s.each(func(_ *brief, images []*listed) bool {
		for _, image := range images {
			if image.id == id {
				found = true
				return false
			}
			index++
		}
		return true
	})
	if !found {
		return 0, failure(doing, ErrNotFound)
	}
	return index, nil
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
	var before int64 // the first that fits from the newest on
	passed := after == 0
	s.each(func(b *brief, images []*listed) bool {
		here := false
		for _, image := range images {
			here = here || image.id == after
		}
		fits := strings.HasPrefix(search.Fold(b.beginning), wanted)
		switch {
		case fits && passed && !here:
			id, found = images[0].id, true
			return false
		case fits && before == 0:
			before = images[0].id
		}
		passed = passed || here
		return true
	})
	if !found && before != 0 {
		return before, true, nil
	}
	return id, found, nil
}

package library

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/library/index"
)

// TestTheFirstScreenNeedsNoIndex: a list without the index is the same as with
// it.
func TestTheFirstScreenNeedsNoIndex(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	mixed(s)
	saved := must(s.ImageIDs(ctx, ImageFilter{States: []ImageState{ImageSaved}}))(t)
	must(s.Images.Trash(ctx, saved[:3]))(t)
	entries := []int64{0}
	for _, run := range must(s.ListImages(ctx, ImageFilter{}, ListOptions{}))(t).Runs {
		entries = append(entries, run.EntryID)
	}
	for _, id := range entries {
		for _, opts := range []ListOptions{{Limit: 1}, {Limit: 7, Prompts: true}, {Limit: 1000, Prompts: true}} {
			want := must(s.ListImages(ctx, ImageFilter{EntryID: id}, opts))(t)
			if diff := cmp.Diff(want, must(s.db.firstImages(ctx, id, opts))(t)); diff != "" {
				t.Errorf("entry %d, %+v: %s", id, opts, diff)
			}
		}
	}
	// If the index can't be filled, the first screen is listed nevertheless.
	filled := s.db.index
	s.db.index = index.New(func(ctx context.Context, _ func(index.Entry)) error { <-ctx.Done(); return ctx.Err() })
	s.db.index.Start()
	if got := must(s.ListImages(ctx, ImageFilter{}, ListOptions{Limit: 5}))(t); len(got.IDs) != 5 {
		t.Errorf("the first screen is %+v", got)
	}
	s.db.index.Close()
	s.db.index = filled
}

package edit

import (
	"context"
	"slices"
	"time"

	"lookbook/app/library"
)

// Held changes the outbox: requests that wait until they are released. Neither Undo nor Redo
// brings back a request that was released meanwhile: they fail with library.ErrNotHeld then.
type Held struct{ table *library.HeldTable }

// Add adds requests at the end. Errors: library.ErrOutboxFull;
// *library.LeftOutError.
func (h *Held) Add(ctx context.Context, requests []library.Request) ([]library.Held, Change, error) {
	return h.swap(ctx, nil, library.HeldOf(requests))
}

// Remove removes requests. Error: library.ErrNotHeld when one is no longer there.
func (h *Held) Remove(ctx context.Context, ids []int64) (Change, error) {
	_, change, err := h.swap(ctx, ids, nil)
	return change, err
}

// Replace puts requests in the place of one, with its time. Errors are those of Add
// and Remove.
func (h *Held) Replace(ctx context.Context, old library.Held, requests []library.Request) ([]library.Held, Change, error) {
	held := library.HeldOf(requests)
	for i := range held {
		held[i].Due = old.Due
	}
	return h.swap(ctx, []int64{old.ID}, held)
}

func (h *Held) swap(ctx context.Context, out []int64, in []library.Held) ([]library.Held, Change, error) {
	removed, added, err := h.table.Swap(ctx, out, in)
	if err != nil {
		return nil, Change{}, err
	}
	instead := func(out, in []library.Held) Undo { // with their ids and places
		return func(ctx context.Context) error {
			_, _, err := h.table.Swap(ctx, idsOf(out), in)
			return err
		}
	}
	return added, Change{Undo: instead(added, removed), Redo: instead(removed, added)}, nil
}

func idsOf(held []library.Held) []int64 {
	ids := make([]int64, len(held))
	for i, one := range held {
		ids[i] = one.ID
	}
	return ids
}

// Move moves requests up (by < 0) or down. The Undo is nil when nothing moved.
func (h *Held) Move(ctx context.Context, ids []int64, by int) (Change, error) {
	before, err := h.table.Move(ctx, ids, by)
	if err != nil {
		return Change{}, err
	}
	after, err := h.table.IDs(ctx)
	if err == nil && slices.Equal(before, after) {
		return Change{}, nil
	}
	arrange := func(order []int64) Undo {
		return func(ctx context.Context) error { return h.table.Arrange(ctx, order) }
	}
	return Change{Undo: arrange(before), Redo: arrange(after)}, err
}

// Schedule sets when requests are released by themselves; zero: when a person says
// so.
func (h *Held) Schedule(ctx context.Context, ids []int64, due time.Time) (Change, error) {
	timings := make([]library.Timing, len(ids))
	for i, id := range ids {
		timings[i] = library.Timing{ID: id, Due: due}
	}
	before, err := h.table.Schedule(ctx, timings)
	schedule := func(timings []library.Timing) Undo {
		return func(ctx context.Context) error {
			_, err := h.table.Schedule(ctx, timings)
			return err
		}
	}
	return Change{Undo: schedule(before), Redo: schedule(timings)}, err
}

// IDs returns the ids of all held requests, in their order.
func (h *Held) IDs(ctx context.Context) ([]int64, error) { return h.table.IDs(ctx) }

// ByID returns held requests, in their order. What is no longer held is left out.
func (h *Held) ByID(ctx context.Context, ids []int64) ([]library.Held, error) {
	return h.table.ByID(ctx, ids)
}

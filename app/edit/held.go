package edit

import (
	"context"
	"slices"
	"time"

	"lookbook/app/library"
)

// Held changes the outbox: requests that wait until they are released. An Undo
// never brings back a request that was released meanwhile: it fails with
// library.ErrNotHeld then.
type Held struct{ table *library.HeldTable }

// Add adds requests at the end. Errors: library.ErrOutboxFull;
// *library.LeftOutError.
func (h *Held) Add(ctx context.Context, requests []library.Request) ([]library.Held, Undo, error) {
	return h.swap(ctx, nil, library.HeldOf(requests))
}

// Remove removes requests. Error: library.ErrNotHeld when one is no longer there.
func (h *Held) Remove(ctx context.Context, ids []int64) (Undo, error) {
	_, undo, err := h.swap(ctx, ids, nil)
	return undo, err
}

// Replace puts requests in the place of one, with its time. Errors are those of Add
// and Remove.
func (h *Held) Replace(ctx context.Context, old library.Held, requests []library.Request) ([]library.Held, Undo, error) {
	held := library.HeldOf(requests)
	for i := range held {
		held[i].Due = old.Due
	}
	return h.swap(ctx, []int64{old.ID}, held)
}

func (h *Held) swap(ctx context.Context, out []int64, in []library.Held) ([]library.Held, Undo, error) {
	removed, added, err := h.table.Swap(ctx, out, in)
	if err != nil {
		return nil, nil, err
	}
	back := idsOf(added)
	return added, func(ctx context.Context) error {
		_, _, err := h.table.Swap(ctx, back, removed)
		return err
	}, nil
}

func idsOf(held []library.Held) []int64 {
	ids := make([]int64, len(held))
	for i, one := range held {
		ids[i] = one.ID
	}
	return ids
}

// Move moves requests up (by < 0) or down. The Undo is nil when nothing moved.
func (h *Held) Move(ctx context.Context, ids []int64, by int) (Undo, error) {
	before, err := h.table.Move(ctx, ids, by)
	if err != nil {
		return nil, err
	}
	if now, err := h.table.IDs(ctx); err == nil && slices.Equal(before, now) {
		return nil, nil
	}
	return func(ctx context.Context) error { return h.table.Arrange(ctx, before) }, nil
}

// Schedule sets when requests are released by themselves; zero: when a person says
// so.
func (h *Held) Schedule(ctx context.Context, ids []int64, due time.Time) (Undo, error) {
	timings := make([]library.Timing, len(ids))
	for i, id := range ids {
		timings[i] = library.Timing{ID: id, Due: due}
	}
	before, err := h.table.Schedule(ctx, timings)
	return func(ctx context.Context) error {
		_, err := h.table.Schedule(ctx, before)
		return err
	}, err
}

// IDs returns the ids of all held requests, in their order.
func (h *Held) IDs(ctx context.Context) ([]int64, error) { return h.table.IDs(ctx) }

// ByID returns held requests, in their order. What is no longer held is left out.
func (h *Held) ByID(ctx context.Context, ids []int64) ([]library.Held, error) {
	return h.table.ByID(ctx, ids)
}

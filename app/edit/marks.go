package edit

import (
	"context"

	"lookbook/app/library"
)

// Marks changes favourites, ratings and tags.
type Marks struct {
	table interface {
		Set(ctx context.Context, ids []int64, m library.Marking) ([]library.Marked, error)
		SetEach(ctx context.Context, each []library.ImageMarking) ([]library.Marked, error)
		Restore(ctx context.Context, before []library.Marked) error
	}
}

// Marked is the result of marking pictures.
type Marked struct {
	Changed int // pictures whose marks changed; 0: nothing to undo
	Undo    Undo
}

// Set marks pictures, all of them or none.
func (m *Marks) Set(ctx context.Context, ids []int64, marking library.Marking) (Marked, error) {
	before, err := m.table.Set(ctx, ids, marking)
	return Marked{
		Changed: len(before),
		Undo:    func(ctx context.Context) error { return m.table.Restore(ctx, before) },
	}, err
}

// SetEach marks pictures, each in its own way, all of them or none.
func (m *Marks) SetEach(ctx context.Context, each []library.ImageMarking) (Marked, error) {
	before, err := m.table.SetEach(ctx, each)
	return Marked{
		Changed: len(before),
		Undo:    func(ctx context.Context) error { return m.table.Restore(ctx, before) },
	}, err
}

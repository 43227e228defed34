package edit

import (
	"context"
	"errors"

	"lookbook/app/library"
)

// duelsName is the name of the duels among the library's drafts.
const duelsName = "duels"

// Duels keeps duels between pictures, so that they can go on. Both methods wait
// for the disk.
type Duels struct {
	table interface {
		Save(ctx context.Context, name string, content []byte) error
		Load(ctx context.Context, name string) ([]byte, error)
	}
}

// Load returns what was kept; nil: nothing.
func (d *Duels) Load(ctx context.Context) ([]byte, error) {
	content, err := d.table.Load(ctx, duelsName)
	if errors.Is(err, library.ErrNotFound) {
		return nil, nil
	}
	return content, err
}

// Keep replaces what was kept.
func (d *Duels) Keep(ctx context.Context, content []byte) error {
	return d.table.Save(ctx, duelsName, content)
}

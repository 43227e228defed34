package edit

import (
	"context"
	"errors"

	"lookbook/app/library"
)

// document is a text that the library keeps under a name. Its methods wait for the disk.
type document struct {
	table interface {
		Save(ctx context.Context, name string, content []byte) error
		Load(ctx context.Context, name string) ([]byte, error)
	}
	name string
}

// load returns the text; nil: there is none.
func (d document) load(ctx context.Context) ([]byte, error) {
	content, err := d.table.Load(ctx, d.name)
	if errors.Is(err, library.ErrNotFound) {
		return nil, nil
	}
	return content, err
}

func (d document) save(ctx context.Context, content []byte) error {
	return d.table.Save(ctx, d.name, content)
}

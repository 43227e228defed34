package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library/index"
)

// ErrOlder: the file has an earlier format; Open brings it to today's. Match with
// errors.Is.
var ErrOlder = errors.New("the library has an earlier format")

// OpenToRead opens the library at path for reading, also while another process
// has it open. It settles nothing, and every write fails with ErrReadOnly. Errors:
// fs.ErrNotExist, ErrOlder, and those of Open.
func OpenToRead(ctx context.Context, path string, opts Options) (*Library, error) {
	if opts.Clock == nil {
		opts.Clock = clockwork.NewRealClock()
	}
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("look at the library file: %w", err)
	}
	steps, err := migrations(migrationFiles)
	if err != nil {
		return nil, fmt.Errorf("read the library's migrations: %w", err)
	}
	d := &database{clock: opts.Clock, keys: opts.keys, turn: make(chan struct{}, 1), done: make(chan struct{}), readOnly: true}
	d.index = index.New(d.fillIndex)
	if d.read, err = sql.Open("sqlite", source(path, "_pragma=query_only(1)")); err != nil {
		return nil, failure("open the library", err)
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	d.write = d.read
	found, err := version(ctx, d.read)
	switch {
	case err != nil:
		err = failure("read the library", err)
	case found < 0 || found > len(steps):
		err = &NewerError{Found: found, Known: len(steps)}
	case found < len(steps):
		err = ErrOlder
	}
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d.library(), nil
}

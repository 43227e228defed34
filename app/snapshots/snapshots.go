// Package snapshots keeps copies of the library file, so that a lost or damaged file costs at most
// the last day: presets, saved searches, prompts, models, and what was sent. Pictures and their
// marks come back from the folder.
//
// It promises that a copy under its final name is complete and was checked, and that nobody waits
// for it: copies are made in the background, at most one a day, and before a file is migrated.
//
// Goroutines: Run belongs to one goroutine, of whoever made the Keeper, and ends with its context.
// The other methods touch the disk and block. Files are closed before a method returns.
package snapshots

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/platform/atomicfile"
)

const (
	// every is the age of the newest copy at which another is made. settle is
	// the wait before the first one after the start, because a person's
	// requests come first.
	every  = 24 * time.Hour
	settle = time.Minute

	// kept bounds the number of copies, maxBytes their total size. The oldest
	// are removed, and the newest always stays.
	kept     = 7
	maxBytes = 4 << 30

	begin, end = "library-", ".db"
	making     = ".making" // ends the names of unfinished copies
	stamp      = "20060102-150405"
)

// Params are the parts of a Keeper.
type Params struct {
	Library string // path of the library file
	Folder  string // of the copies; created when needed
	Clock   clockwork.Clock
	Log     *slog.Logger
}

// Keeper keeps the copies of one library.
type Keeper struct{ p Params }

// New returns a keeper that is idle until a method is called.
func New(p Params) *Keeper { return &Keeper{p} }

// Copy is one copy.
type Copy struct {
	Path string
	Made time.Time // UTC, in seconds
}

// Run makes a copy each day until ctx ends. After a failure it tries again the next day, because
// the library itself is intact.
func (k *Keeper) Run(ctx context.Context) error {
	for {
		wait := settle
		if copies := k.Copies(); len(copies) > 0 {
			wait = max(every-k.p.Clock.Now().Sub(copies[0].Made), settle)
		}
		timer := k.p.Clock.NewTimer(min(wait, every))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.Chan():
		}
		if err := k.Make(ctx); err != nil && ctx.Err() == nil {
			k.p.Log.Warn("copying the library", "error", err)
			if !k.rest(ctx) {
				return nil
			}
		}
	}
}

// rest waits a day after a failure. It reports whether to continue.
func (k *Keeper) rest(ctx context.Context) bool {
	timer := k.p.Clock.NewTimer(every)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.Chan():
		return true
	}
}

// ErrNoRoom: a copy would leave the disk without room for pictures.
var ErrNoRoom = errors.New("there is too little room for a copy of the library")

// Make makes a copy now, and removes superfluous ones.
func (k *Keeper) Make(ctx context.Context) error {
	info, err := os.Stat(k.p.Library)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(k.p.Folder, 0o700); err != nil {
		return err
	}
	k.clearUnfinished()
	if free, err := folder.Free(k.p.Folder); err == nil && free < 3*uint64(info.Size()) {
		return ErrNoRoom
	}
	path := k.free(k.p.Clock.Now().UTC())
	if err := library.Snapshot(ctx, k.p.Library, path+making); err != nil {
		return err
	}
	if err := syncFile(path + making); err != nil {
		return errors.Join(err, os.Remove(path+making))
	}
	if err := os.Rename(path+making, path); err != nil {
		return errors.Join(err, os.Remove(path+making))
	}
	return k.prune()
}

// free is the path of a copy that is made now. Of two in one second the second has
// the next: neither takes the place of the other.
func (k *Keeper) free(now time.Time) string {
	for ; ; now = now.Add(time.Second) {
		path := filepath.Join(k.p.Folder, begin+now.Format(stamp)+end)
		if _, err := os.Lstat(path); err != nil {
			return path
		}
	}
}

// BeforeNewFormat makes a copy of a library of an earlier format.
func (k *Keeper) BeforeNewFormat(ctx context.Context) error {
	older, err := library.Older(ctx, k.p.Library)
	if err != nil || !older {
		return err
	}
	return k.Make(ctx)
}

// Copies lists the copies, newest first.
func (k *Keeper) Copies() []Copy {
	entries, err := os.ReadDir(k.p.Folder)
	if err != nil {
		return nil // there are none yet
	}
	var copies []Copy
	for _, entry := range entries {
		name := entry.Name()
		made, err := time.Parse(begin+stamp+end, name)
		if err == nil && entry.Type().IsRegular() {
			copies = append(copies, Copy{filepath.Join(k.p.Folder, name), made})
		}
	}
	slices.SortFunc(copies, func(a, b Copy) int { return b.Made.Compare(a.Made) })
	return copies
}

// Restore replaces a missing library by the newest valid copy, and returns which; false: there is
// none. Damaged copies are skipped.
func (k *Keeper) Restore(ctx context.Context) (Copy, bool, error) {
	for _, c := range k.Copies() {
		if err := library.CheckSnapshot(ctx, c.Path); err != nil {
			if ctx.Err() != nil {
				return Copy{}, false, ctx.Err()
			}
			k.p.Log.Warn("a copy of the library is of no use", "copy", filepath.Base(c.Path), "error", err)
			continue
		}
		if err := copyTo(c.Path, k.p.Library); err != nil {
			return Copy{}, false, fmt.Errorf("bring the library back: %w", err)
		}
		return c, true, nil
	}
	return Copy{}, false, nil
}

func (k *Keeper) prune() error {
	var errs []error
	var size int64
	for i, c := range k.Copies() {
		info, err := os.Stat(c.Path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if size += info.Size(); i >= kept || i > 0 && size > maxBytes {
			errs = append(errs, os.Remove(c.Path))
		}
	}
	return errors.Join(errs...)
}

// clearUnfinished removes unfinished copies of earlier runs.
func (k *Keeper) clearUnfinished() {
	entries, err := os.ReadDir(k.p.Folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, begin) && strings.HasSuffix(name, making) {
			if err := os.Remove(filepath.Join(k.p.Folder, name)); err != nil {
				k.p.Log.Warn("clearing an unfinished copy of the library", "error", err)
			}
		}
	}
}

// copyTo copies a file to a new path, completely or not at all.
func copyTo(from, to string) error {
	for _, rest := range []string{"-wal", "-shm"} { // of a deleted file: they must never meet another
		if err := os.Remove(to + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // only read
	return atomicfile.Write(to, source)
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

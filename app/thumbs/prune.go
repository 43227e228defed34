package thumbs

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"lookbook/app/supervisor"
)

// onDisk estimates the size of the cache on disk: the last count, and what was
// written since. An overwritten file counts twice until the next count.
type onDisk struct {
	mu               sync.Mutex
	counted, written int64
}

// add adds bytes that were written, and returns the sum.
func (d *onDisk) add(bytes int64) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written += bytes
	return d.counted + d.written
}

// count starts a count. Files written from now on may or may not be in it.
func (d *onDisk) count() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written = 0
}

// set ends a count.
func (d *onDisk) set(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.counted = bytes
}

// runPrune prunes the cache on disk, after Params.Settle and whenever it exceeds its bound.
func (c *Cache) runPrune(ctx context.Context) error {
	if c.p.Dir == "" {
		return nil
	}
	supervisor.Pause(ctx, c.p.Clock, c.p.Settle)
	for {
		err := c.p.Work.Guard("pruning the thumbnails", func() error { return c.prune(ctx) })
		if err != nil && ctx.Err() == nil {
			c.p.Log.Warn("pruning the thumbnails", "error", err)
		}
		select {
		case <-c.full:
		case <-ctx.Done():
			return nil
		}
	}
}

// prune keeps the cache on disk within its bound. It removes the oldest files,
// a fifth more than needed, so that it need not run for every new file.
func (c *Cache) prune(ctx context.Context) error {
	// First only their total size: the data of 160,000 files would be the
	// program's largest use of memory, at every start, and usually for nothing.
	var total int64
	c.onDisk.count()
	err := c.walk(ctx, func(_ string, info fs.FileInfo) { total += info.Size() })
	c.onDisk.set(min(total, c.p.Disk))
	if err != nil || total <= c.p.Disk {
		return err
	}
	type kept struct {
		path string
		size int64
		made time.Time
	}
	var all []kept
	err = c.walk(ctx, func(path string, info fs.FileInfo) { all = append(all, kept{path, info.Size(), info.ModTime()}) })
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b kept) int { return a.made.Compare(b.made) })
	var errs []error
	for _, old := range all {
		if total <= c.p.Disk/5*4 || ctx.Err() != nil {
			break
		}
		if err := os.Remove(old.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
			continue
		}
		total -= old.size
	}
	// Files that can't be removed must not make every new file start this
	// again.
	c.onDisk.set(min(total, c.p.Disk/5*4))
	return errors.Join(errs...)
}

// walk visits the files of the cache on disk, folder by folder. A missing
// folder is empty.
func (c *Cache) walk(ctx context.Context, each func(path string, info fs.FileInfo)) error {
	began := c.p.Clock.Now()
	err := filepath.WalkDir(c.p.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if entry.IsDir() {
			supervisor.Rest(ctx, c.p.Clock, c.p.Clock.Since(began))
			began = c.p.Clock.Now()
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			each(path, info)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

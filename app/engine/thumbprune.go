package engine

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// prune keeps the disk cache within its bound: the oldest go first, a fifth
// more than needed so that it is not done at every start.
func (t *thumbnails) prune(ctx context.Context) error {
	if t.dir == "" {
		return nil
	}
	// First their sizes alone: what is known of 160,000 files would be the
	// most that the program holds in memory, at every start, and for nothing.
	var total int64
	err := t.walk(ctx, func(_ string, info fs.FileInfo) { total += info.Size() })
	if err != nil || total <= t.disk {
		return err
	}
	type kept struct {
		path string
		size int64
		made time.Time
	}
	var all []kept
	err = t.walk(ctx, func(path string, info fs.FileInfo) { all = append(all, kept{path, info.Size(), info.ModTime()}) })
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b kept) int { return a.made.Compare(b.made) })
	var errs []error
	for _, old := range all {
		if total <= t.disk/5*4 || ctx.Err() != nil {
			break
		}
		errs = append(errs, os.Remove(old.path))
		total -= old.size
	}
	return errors.Join(errs...)
}

// walk goes through the files of the disk cache, folder by folder. One that is
// not there holds none.
func (t *thumbnails) walk(ctx context.Context, each func(path string, info fs.FileInfo)) error {
	began := t.engine.clock.Now()
	err := filepath.WalkDir(t.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if entry.IsDir() {
			t.engine.breathe(ctx, t.engine.clock.Since(began))
			began = t.engine.clock.Now()
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

package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lookbook/app/library"
)

// unknownAge is how old an unfinished download has to be before it is removed
// although the library does not know its picture: a library that was just
// rebuilt may still come to know it.
const unknownAge = 7 * 24 * time.Hour

// cleanUp removes the temporary files of pictures that are saved. Those of
// pictures that are not are kept: their downloads go on from there.
func (e *Engine) cleanUp(ctx context.Context, folder string) error {
	if folder == "" {
		return nil
	}
	dir, err := os.Open(folder)
	if err != nil {
		return nil // there is no folder yet, or saving will say what is wrong with it
	}
	defer func() { _ = dir.Close() }() // only read
	names, err := dir.Readdirnames(-1)
	// What was being put into place is settled first: it decides what the other
	// files are worth.
	slices.SortStableFunc(names, func(a, b string) int {
		first := func(name string) int {
			if filepath.Ext(name) == placingSuffix {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	var errs []error
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		if !strings.HasPrefix(name, tempPrefix) {
			continue
		}
		path := filepath.Join(folder, name)
		switch filepath.Ext(name) {
		case placingSuffix:
			errs = append(errs, e.cleanPlacing(ctx, folder, path))
		case partSuffix:
			errs = append(errs, e.cleanPart(ctx, path))
		case newSuffix:
			errs = append(errs, e.cleanNew(ctx, path))
		case ".probe":
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(append(errs, err)...)
}

// cleanPart removes one part file if it is of no more use.
func (e *Engine) cleanPart(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	p := &part{path: path, file: file}
	unreadable := p.readHead()
	stat, err := file.Stat()
	if err := errors.Join(err, p.close()); err != nil {
		return err
	}
	if unreadable == nil {
		image, err := e.imageOf(ctx, p.head.Job, p.head.Image)
		switch {
		case err == nil && (image.State == library.ImageSaved || image.State == library.ImageGone || image.State == library.ImageTrashed):
			return removeTemps(path)
		case err == nil:
			return nil
		case !errors.Is(err, library.ErrNotFound):
			return err
		}
	}
	if e.clock.Since(stat.ModTime()) > unknownAge {
		return removeTemps(path)
	}
	return nil
}

// leaveFolder removes our temporary files from a folder that is not saved to
// any more. Those of downloads that are ending there are theirs to remove.
func (e *Engine) leaveFolder(ctx context.Context, folder string) error {
	parts, err := filepath.Glob(filepath.Join(folder, tempPrefix+"*"+partSuffix))
	errs := []error{err}
	for _, path := range parts {
		file, err := os.Open(path)
		if err != nil {
			continue // gone in the meantime
		}
		p := &part{path: path, file: file}
		unreadable := p.readHead()
		if err := errors.Join(unreadable, p.close()); err != nil {
			continue // not ours
		}
		image, err := e.imageOf(ctx, p.head.Job, p.head.Image)
		if err != nil || e.fetch.busyIn(image.ID, folder) {
			continue
		}
		errs = append(errs, removeTemps(path))
	}
	return errors.Join(errs...)
}

// busyIn reports whether a picture is being brought to the folder.
func (f *fetcher) busyIn(id int64, folder string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	to, busy := f.inFlight[id]
	return busy && to.folder == folder
}

// imageOf finds the picture that a temporary file is of.
func (e *Engine) imageOf(ctx context.Context, jobID, imageID string) (library.Image, error) {
	entry, err := e.library.EntryByJob(ctx, jobID)
	if err != nil {
		return library.Image{}, err
	}
	const page = 100
	for offset := 0; ; offset += page {
		images, err := e.library.Images(ctx, library.ImageFilter{EntryID: entry.ID, States: library.ImageStates()}, offset, page)
		if err != nil {
			return library.Image{}, err
		}
		for _, image := range images {
			if image.Generated.GeneratedImageID == imageID {
				return image, nil
			}
		}
		if len(images) < page {
			return library.Image{}, library.ErrNotFound
		}
	}
}

// bound notes the folder that a picture goes to.
func (f *fetcher) bound(id int64, folder string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.inFlight[id], f.lastIn = claim{folder: folder}, folder
}

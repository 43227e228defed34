package download

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// unknownAge is how old an unfinished download has to be before it is removed
// although the library does not know its picture: a library that was just
// rebuilt may still come to know it.
const unknownAge = 7 * 24 * time.Hour

// placingSuffix ends the names of files that versions up to 2026-12 made.
const placingSuffix = ".placing"

// cleaner removes temporary files that are of no more use.
type cleaner struct{ saver *saver }

// cleanUp removes the temporary files of pictures that are saved. Those of
// pictures that are not are kept: their downloads go on from there.
func (c cleaner) cleanUp(ctx context.Context, path string) error {
	if path == "" {
		return nil
	}
	in, err := folder.Open(path)
	if err != nil {
		return nil // there is no folder yet, or saving will say what is wrong with it
	}
	defer func() { _ = in.Close() }() // what is done through it says how it went
	names, err := in.Temps()
	errs := []error{err}
	// Parts come first: they may tell that a picture is saved, and then its
	// other temporary files are of no use either.
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(filepath.Ext(b), filepath.Ext(a))
	})
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		if err := c.cleanOne(ctx, in, name); err != nil && !errors.Is(err, media.ErrNotFile) {
			errs = append(errs, err) // what is no file, or a file elsewhere too, is none of ours
		}
	}
	return errors.Join(errs...)
}

// cleanOne removes one temporary file if it is of no more use.
func (c cleaner) cleanOne(ctx context.Context, in *folder.Folder, name string) error {
	switch filepath.Ext(name) {
	case partSuffix:
		return c.cleanPart(ctx, in, name)
	case newSuffix:
		return c.cleanNew(ctx, in, name)
	case folder.ProbeSuffix, folder.MarkSuffix, folder.SidecarSuffix, placingSuffix:
		return in.Remove(name)
	}
	return nil
}

// cleanPart removes one part file if it is of no more use. A picture that an
// earlier run has put into its place is recorded first.
func (c cleaner) cleanPart(ctx context.Context, in *folder.Folder, name string) error {
	head, changed, err := headOf(in, name)
	if err != nil && !errors.Is(err, errNoHead) {
		return err
	}
	if err := c.recordPlaced(ctx, in, head); err != nil {
		return err
	}
	return c.cleanTemp(ctx, in, name, head.Job, head.Image, changed)
}

// recordPlaced calls a picture saved that stands where a part file says that it
// was being put. Nobody knows of it when the program ended, or the library could
// not be written, just then.
func (c cleaner) recordPlaced(ctx context.Context, in *folder.Folder, head partHead) error {
	if head.Target == "" {
		return nil
	}
	image, err := c.imageOf(ctx, head.Job, head.Image)
	if errors.Is(err, library.ErrNotFound) {
		return nil // its file says what it is, should the library come to know it
	}
	if err != nil || !pending(image) || !c.saver.claims.Claim(image.ID) {
		return err
	}
	defer c.saver.claims.Release(image.ID)
	found, ok, _ := destination{saving: folder.Saving{Folder: in.Path()}, image: image}.holds(head.path(in))
	if !ok {
		return nil
	}
	return c.saver.record(ctx, image, found)
}

// pending reports whether a picture is still to be saved.
func pending(image library.Image) bool {
	switch image.State {
	case library.ImageSaved, library.ImageGone, library.ImageTrashed:
		return false
	}
	return true
}

// cleanNew removes a picture that was not put into its place. One that is still
// to be saved is kept: it goes when the picture is saved. One that does not say
// what it is was not written to its end, or has no room for texts: its part has
// all of it.
func (c cleaner) cleanNew(ctx context.Context, in *folder.Folder, name string) error {
	from, changed, ours, err := originOf(in, name)
	if err != nil {
		return err
	}
	if !ours {
		return in.Remove(name)
	}
	return c.cleanTemp(ctx, in, name, from.JobID, from.ImageID, changed)
}

// originOf reads what a temporary file says of itself.
func originOf(in *folder.Folder, name string) (from origin.Origin, changed time.Time, ours bool, err error) {
	file, err := in.Own(name, os.O_RDONLY)
	if err != nil {
		return origin.Origin{}, time.Time{}, false, err
	}
	defer func() { _ = file.Close() }() // only read
	stat, err := file.Stat()
	if err != nil {
		return origin.Origin{}, time.Time{}, false, err
	}
	from, ours, err = origin.Read(file, stat.Size())
	if errors.Is(err, origin.ErrNonsense) {
		ours, err = false, nil
	}
	return from, stat.ModTime(), ours, err
}

// cleanTemp removes a temporary file of a picture that is saved, and one of a
// picture that nobody knows when it is old.
func (c cleaner) cleanTemp(ctx context.Context, in *folder.Folder, name, job, picture string, changed time.Time) error {
	if job != "" {
		image, err := c.imageOf(ctx, job, picture)
		switch {
		case err == nil && !pending(image):
			return in.Remove(name)
		case err == nil:
			return nil
		case !errors.Is(err, library.ErrNotFound):
			return err
		}
	}
	if c.saver.wall().Sub(changed) > unknownAge {
		return in.Remove(name)
	}
	return nil
}

// errNoHead: a part file does not say of which picture it is.
var errNoHead = errors.New("not an unfinished download")

// headOf reads what a part file says of itself.
func headOf(in *folder.Folder, name string) (head partHead, changed time.Time, err error) {
	file, err := in.Own(name, os.O_RDONLY)
	if err != nil {
		return partHead{}, time.Time{}, err
	}
	p := &part{in: in, name: name, file: file}
	stat, err := file.Stat()
	unreadable := p.readHead()
	if err := errors.Join(err, p.close()); err != nil {
		return partHead{}, time.Time{}, err
	}
	if unreadable != nil {
		return partHead{}, stat.ModTime(), errNoHead
	}
	return p.head, stat.ModTime(), nil
}

// leaveFolder removes our temporary files from a folder that is not saved to
// any more. Those of downloads that are ending there are theirs to remove.
func (c cleaner) leaveFolder(ctx context.Context, path string) error {
	in, err := folder.Open(path)
	if err != nil {
		return nil // it is not there any more
	}
	defer func() { _ = in.Close() }() // what is done through it says how it went
	names, err := in.Temps()
	errs := []error{err}
	for _, name := range names {
		if filepath.Ext(name) != partSuffix {
			continue
		}
		head, _, err := headOf(in, name)
		if err != nil {
			continue // gone in the meantime, or not ours
		}
		if err := c.recordPlaced(ctx, in, head); err != nil {
			errs = append(errs, err)
			continue
		}
		image, err := c.imageOf(ctx, head.Job, head.Image)
		if err != nil || c.saver.claims.busyIn(image.ID, path) {
			continue
		}
		errs = append(errs, in.Remove(name))
		c.saver.kept.drop(leftover{in.Path(), tempName(head.Job, head.Image)}, name)
	}
	return errors.Join(errs...)
}

// imageOf finds the picture that a temporary file is of.
func (c cleaner) imageOf(ctx context.Context, jobID, imageID string) (library.Image, error) {
	entry, err := c.saver.library.EntryByJob(ctx, jobID)
	if err != nil {
		return library.Image{}, err
	}
	const page = 100
	for offset := 0; ; offset += page {
		images, err := c.saver.library.PageImages(ctx, library.ImageFilter{EntryID: entry.ID, States: library.ImageStates()}, offset, page)
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

package download

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// unknownAge is the age at which an unfinished download is removed although the
// library doesn't know its picture. A library that was just rebuilt may still
// learn of it.
const unknownAge = 7 * 24 * time.Hour

// placingSuffix ends the names of files that versions up to 2026-12 made.
const placingSuffix = ".placing"

// cleaner removes temporary files that are no longer needed.
type cleaner struct{ saver *saver }

// cleanUp removes the temporary files of saved pictures. Those of other
// pictures are kept, because their downloads continue from them.
func (c cleaner) cleanUp(ctx context.Context, path string) error {
	if path == "" {
		return nil
	}
	in, err := folder.Open(path)
	if err != nil {
		return nil // the folder doesn't exist yet, or saving will report what is wrong with it
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	names, err := in.Temps()
	errs := []error{err}
	// Part files come first: one may show that a picture is saved, and then its
	// other temporary files are no longer needed.
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(filepath.Ext(b), filepath.Ext(a))
	})
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		if err := c.cleanOne(ctx, in, name); err != nil && !errors.Is(err, media.ErrNotFile) {
			errs = append(errs, err) // not a regular file, or one with other links: not ours
		}
	}
	return errors.Join(errs...)
}

// cleanOne removes one temporary file if it is no longer needed.
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

// cleanPart removes one part file if it is no longer needed. A picture that an
// earlier run put in place is recorded first.
func (c cleaner) cleanPart(ctx context.Context, in *folder.Folder, name string) error {
	head, changed, err := headOf(in, name)
	switch {
	case errors.Is(err, errHalfHead):
		return in.Remove(name)
	case err != nil && !errors.Is(err, errNoHead):
		return err
	}
	if err := c.recordPlaced(ctx, in, head); err != nil {
		return err
	}
	return c.cleanTemp(ctx, in, name, head.Job, head.Image, changed)
}

// recordPlaced records a picture as saved if it is where its part file says it was being put. The
// library doesn't know that when the program ended, or the library could not be written, at that
// moment.
func (c cleaner) recordPlaced(ctx context.Context, in *folder.Folder, head partHead) error {
	if head.Target == "" {
		return nil
	}
	image, err := c.imageOf(ctx, head.Job, head.Image)
	if errors.Is(err, library.ErrNotFound) {
		return nil // the file itself says what it is, in case the library learns of the picture later
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

// pending reports whether a picture still has to be saved.
func pending(image library.Image) bool {
	switch image.State {
	case library.ImageSaved, library.ImageGone, library.ImageTrashed:
		return false
	}
	return true
}

// cleanNew removes a complete picture that was not put in place. It keeps one
// that still has to be saved: saving removes it. A file that doesn't say which
// picture it is was not written completely, or its format has no place for
// texts; its part file has all of it.
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

// originOf reads the texts in a temporary file.
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

// cleanTemp removes a temporary file of a saved picture, and an old one of an
// unknown picture.
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

var (
	// errNoHead: a part file doesn't say which picture it belongs to.
	errNoHead = errors.New("not an unfinished download")
	// errHalfHead: a run ended before it had written the head. Nothing can be continued from that
	// file, and its picture may be saved by now: then nobody would open it again.
	errHalfHead = errors.New("an unfinished download without a byte")
)

// headOf reads the head of a part file.
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
	switch {
	case unreadable == nil:
	case stat.Size() < headBytes && len(strings.TrimPrefix(name, tempPrefix)) > tempNameLen+len(partSuffix):
		return partHead{}, stat.ModTime(), errHalfHead
	default:
		return partHead{}, stat.ModTime(), errNoHead
	}
	return p.head, stat.ModTime(), nil
}

// leaveFolder removes our temporary files from a folder that is no longer saved
// to. A download that is just ending there removes its own files.
func (c cleaner) leaveFolder(ctx context.Context, path string) error {
	in, err := folder.Open(path)
	if err != nil {
		return nil // it no longer exists
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	names, err := in.Temps()
	errs := []error{err}
	for _, name := range names {
		if filepath.Ext(name) != partSuffix {
			continue
		}
		head, _, err := headOf(in, name)
		if err != nil {
			continue // removed in the meantime, or not ours
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

// imageOf finds the picture of a temporary file.
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

package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/naming"
	"lookbook/app/platform/trash"
	"lookbook/app/problem"
)

// mostTaken is how many numbered names are tried when a file's own name is
// taken.
const mostTaken = 100

// Restored is the result of Restore.
type Restored struct {
	Images []library.Image // no longer in the trash: saved, or gone as before
	// Skipped are those still in the trash, and those that it no longer has.
	Skipped []Skipped
}

// Restore undoes Trash: it moves the files back. A file whose name was taken
// since gets a number; nothing is overwritten. A file that is already back
// counts as restored.
//
// The file is moved before the library is changed. If the program ends between
// them, the next check finds the file in its place.
//
// When ctx ends, Restore stops early and returns what was restored. Errors:
// ErrClosed, the context's, the library's.
func (f *Files) Restore(ctx context.Context, t Trashed, p Progress) (Restored, error) {
	var result Restored
	err := f.work.Do(ctx, doingRestore, func(ctx context.Context) error {
		for i, item := range t.items {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := f.restoreOne(ctx, item, &result); err != nil {
				return fmt.Errorf("%s: %w", doingRestore, err)
			}
			p.tell(i+1, len(t.items))
		}
		return nil
	})
	return result, err
}

// restoreOne restores one picture.
func (f *Files) restoreOne(ctx context.Context, t trashedFile, result *Restored) error {
	f.moving.Lock()
	defer f.moving.Unlock()
	path := ""
	if t.file != nil {
		if err := f.reach(ctx, t.image.Path); err != nil {
			result.Skipped = append(result.Skipped, skip(t.image, problem.Of(err), err))
			return nil
		}
		back, err := giveBack(ctx, t)
		switch {
		case back == "" && ctx.Err() != nil:
			return ctx.Err()
		case back == "":
			result.Skipped = append(result.Skipped, skip(t.image, problem.Of(err), err))
			return nil
		case err != nil: // the trash lists a file that it doesn't have; its own programs clean that up
			f.log.Warn(doingRestore, "error", err)
		}
		path = back
		f.restoreSidecars(ctx, t, path)
	}
	f.step("restored")
	image, err := f.library.Images.Untrash(ctx, t.image.ID, path)
	if _, out := errors.AsType[*library.StateError](err); out {
		// A check was faster, or the picture was fetched again.
		image, err = f.library.Image(ctx, t.image.ID)
	}
	if err != nil {
		return err
	}
	result.Images = append(result.Images, image)
	return nil
}

// reach reports an error when a path in a pictures folder now leads elsewhere
// than when the picture was saved: to another disk, or out of the folder.
func (f *Files) reach(ctx context.Context, path string) error {
	home, err := f.identity.Home(ctx, filepath.Clean(f.saving().Folder), path)
	if err != nil || home == "" {
		return err
	}
	in, err := folder.Open(home)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it is created again, or the trash says why not
	}
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only examined
	if err := f.identity.Check(ctx, in); err != nil {
		return err
	}
	within, err := filepath.Rel(home, filepath.Dir(path))
	if err != nil {
		return err
	}
	return naming.Reach(in.Root(), filepath.ToSlash(within))
}

// giveBack moves a file back or, if its name is taken, to a numbered name. It
// returns the path; "": it could not be moved.
func giveBack(ctx context.Context, t trashedFile) (path string, err error) {
	for n := 1; n <= mostTaken; n++ {
		path, err = trash.RestoreAs(ctx, t.item, naming.Numbered(t.image.Path, n))
		if !errors.Is(err, trash.ErrTaken) {
			break
		}
	}
	if path == "" && errors.Is(err, trash.ErrNotThere) && holdsImage(ctx, t.image) {
		return t.image.Path, nil // it was restored in another way
	}
	return path, err
}

// holdsImage reports whether a picture's file is in its place.
func holdsImage(ctx context.Context, image library.Image) bool {
	file, _, _, _ := (&finder{folders: map[string]bool{}}).open(ctx, image) // problems of another file don't matter
	if file == nil {
		return false
	}
	_ = file.Close() // only read
	return true
}

// checkTrash looks for pictures in the trash whose file is back in its place,
// because the desktop restored it, or because the program ended before moving
// it. They become saved.
func (f *Files) checkTrash(ctx context.Context) (back int, err error) {
	if totals, err := f.library.Totals(ctx); err != nil || totals.Trashed == 0 {
		return 0, err // cheaper than searching for them
	}
	ids, err := f.library.ImageIDs(ctx, library.ImageFilter{States: []library.ImageState{library.ImageTrashed}})
	if err != nil {
		return 0, err
	}
	finder := f.finder()
	for ; len(ids) > 0; ids = ids[min(checkPage, len(ids)):] {
		images, err := f.library.ImagesByID(ctx, ids[:min(checkPage, len(ids))])
		if err != nil {
			return back, err
		}
		for _, image := range images {
			if ctx.Err() != nil {
				return back, ctx.Err()
			}
			if there, _ := finder.there(ctx, image.Path); !there {
				continue
			}
			is, err := f.outOfTrash(ctx, image)
			if err != nil {
				return back, err
			}
			if is {
				back++
			}
		}
	}
	return back, nil
}

// outOfTrash records that a picture is saved again if its file is in its place,
// unless it is just about to be moved to the trash.
func (f *Files) outOfTrash(ctx context.Context, image library.Image) (bool, error) {
	f.moving.Lock()
	defer f.moving.Unlock()
	if !holdsImage(ctx, image) {
		return false, nil
	}
	_, err := f.library.Images.Untrash(ctx, image.ID, image.Path)
	if _, out := errors.AsType[*library.StateError](err); out {
		return false, nil
	}
	return err == nil, err
}

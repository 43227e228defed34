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

// mostTaken is how many names are tried for a file whose own is taken.
const mostTaken = 100

// Restored is what Restore did.
type Restored struct {
	Images []library.Image // that are out of the trash: saved, or gone as they were before
	// Skipped are those that are still in the trash, or that it does not hold
	// any more.
	Skipped []Skipped
}

// Restore undoes Trash: the files go back to where they were. One whose name
// was taken since is numbered; nothing is written over. A file that is back
// already counts as restored.
//
// The file comes first and the library after it: when the program ends in
// between, the next check finds the file in its place.
//
// It ends early when ctx does; what was restored until then is told. Errors:
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

// restoreOne gives back one picture.
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
		case err != nil: // the trash lists what it does not have; its own programs clear that
			f.log.Warn(doingRestore, "error", err)
		}
		path = back
		f.restoreSidecar(ctx, t, path)
	}
	f.step("restored")
	image, err := f.library.Images.Untrash(ctx, t.image.ID, path)
	if _, out := errors.AsType[*library.StateError](err); out {
		// A check was quicker, or the picture was fetched again.
		image, err = f.library.Image(ctx, t.image.ID)
	}
	if err != nil {
		return err
	}
	result.Images = append(result.Images, image)
	return nil
}

// reach reports whether a path in a folder of pictures leads where it did when
// the picture was saved: not to another disk, and not out of the folder.
func (f *Files) reach(ctx context.Context, path string) error {
	home, err := f.identity.Home(ctx, filepath.Clean(f.saving().Folder), path)
	if err != nil || home == "" {
		return err
	}
	in, err := folder.Open(home)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it is made again, or the trash says why not
	}
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only looked at
	if err := f.identity.Check(ctx, in); err != nil {
		return err
	}
	within, err := filepath.Rel(home, filepath.Dir(path))
	if err != nil {
		return err
	}
	return naming.Reach(in.Root(), filepath.ToSlash(within))
}

// giveBack moves a file to where it was or, when that name is taken, to one
// with a number. It answers where it is, nowhere when it can't be given back.
func giveBack(ctx context.Context, t trashedFile) (path string, err error) {
	for n := 1; n <= mostTaken; n++ {
		path, err = trash.RestoreAs(ctx, t.item, naming.Numbered(t.image.Path, n))
		if !errors.Is(err, trash.ErrTaken) {
			break
		}
	}
	if path == "" && errors.Is(err, trash.ErrNotThere) && holdsImage(ctx, t.image) {
		return t.image.Path, nil // somebody restored it in another way
	}
	return path, err
}

// holdsImage reports whether a picture's file is at its path.
func holdsImage(ctx context.Context, image library.Image) bool {
	file, _, _, _ := (&finder{folders: map[string]bool{}}).open(ctx, image) // what is wrong with another file is not asked
	if file == nil {
		return false
	}
	_ = file.Close() // only read
	return true
}

// checkTrash looks for pictures in the trash whose file is in its place again:
// restored by the desktop, or never moved because the program ended first.
// They are saved then.
func (f *Files) checkTrash(ctx context.Context) (back int, err error) {
	if totals, err := f.library.Totals(ctx); err != nil || totals.Trashed == 0 {
		return 0, err // which is much cheaper to find out
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

// outOfTrash notes that a picture is saved again if its file is in its place,
// and not only because it is just about to be moved.
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

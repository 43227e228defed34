package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/platform/trash"
	"lookbook/app/problem"
)

// trashAtOnce is how many pictures are taken in one transaction: a tenth of a
// second of work, during which no check of the files goes on.
const trashAtOnce = 100

const (
	doingTrash   = "moving pictures to the trash"
	doingRestore = "restoring pictures from the trash"
)

// Trashed is what Trash did, and what Restore needs to undo it as long as the
// program runs.
type Trashed struct {
	Images  []library.Image // that are in the trash now
	Skipped []Skipped

	items []trashedFile
}

// trashedFile is one picture that was moved.
type trashedFile struct {
	image library.Image // as it was before
	file  fs.FileInfo   // what is to be moved; nil: there is no file
	item  trash.Item    // where it is in the trash
	// beside is where the file beside it is in the trash; nil: there was none.
	beside *trash.Item
}

// Trash moves the files of pictures to the desktop's trash. It takes pictures
// that are saved, and those that are gone, of which nothing is moved; others
// are left alone and told of in Skipped, as are those whose file is not theirs
// any more or could not be moved.
//
// A picture is noted as being in the trash before its file is moved, so that
// one that is missing from its place never counts as lost. When the program
// ends in between, the next check finds the file in its place and the picture
// is saved again.
//
// It ends early when ctx does; what was moved until then stays in the trash,
// is told, and can be restored. Errors: ErrClosed, the context's, the
// library's.
func (f *Files) Trash(ctx context.Context, ids []int64, p Progress) (Trashed, error) {
	var result Trashed
	err := f.work.Do(ctx, doingTrash, func(ctx context.Context) error {
		for from := 0; from < len(ids); from += trashAtOnce {
			if err := ctx.Err(); err != nil {
				return err
			}
			some := ids[from:min(from+trashAtOnce, len(ids))]
			told := func(done int) { p.tell(from+done, len(ids)) }
			if err := f.trashSome(ctx, some, &result, told); err != nil {
				return fmt.Errorf("%s: %w", doingTrash, err)
			}
		}
		return nil
	})
	return result, err
}

// removal is the moving of some pictures, of at most trashAtOnce.
type removal struct {
	files   *Files
	result  *Trashed
	items   []trashedFile
	noted   map[int64]library.Image // as they are in the library since they were noted
	refused map[int64]error         // why files were not moved
	dealt   int                     // items that are dealt with
}

// trashSome moves some pictures: first in the library, then their files, and
// in the library back what could not be moved.
func (f *Files) trashSome(ctx context.Context, ids []int64, result *Trashed, told func(done int)) error {
	f.moving.Lock()
	defer f.moving.Unlock()
	r := &removal{files: f, result: result, refused: map[int64]error{}}
	if err := r.judge(ctx, ids); err != nil {
		return err
	}
	skipped := len(ids) - len(r.items)
	if err := r.note(ctx); err != nil {
		return err
	}
	f.step("trash noted")
	ended := r.move(ctx, func() { told(skipped + r.dealt) })
	f.step("trashed")
	told(skipped + r.dealt)
	return errors.Join(r.settle(ctx, ended), ended)
}

// judge finds out which of the pictures can be moved.
func (r *removal) judge(ctx context.Context, ids []int64) error {
	images, missing, err := r.files.imagesOf(ctx, ids)
	if err != nil {
		return err
	}
	r.result.Skipped = append(r.result.Skipped, missing...)
	finder := r.files.finder()
	for _, image := range images {
		if image.State != library.ImageSaved && image.State != library.ImageGone {
			r.skip(image, whyUnsaved(image.State), nil)
			continue
		}
		file, info, state, err := finder.open(ctx, image)
		if file != nil {
			err = file.Close() // only read
		}
		switch {
		case state == fileIs && err == nil:
			r.items = append(r.items, trashedFile{image: image, file: info})
		case state == fileAbsent, image.State == library.ImageGone:
			r.items = append(r.items, trashedFile{image: image})
		default:
			r.skip(image, whyNotThere(state, err), err)
		}
	}
	return nil
}

// note has the library say that the pictures are in the trash. Those that
// changed just now, because they are fetched again, say, are left out.
func (r *removal) note(ctx context.Context) error {
	ids := make([]int64, len(r.items))
	for i, item := range r.items {
		ids[i] = item.image.ID
	}
	noted, err := r.files.library.Images.Trash(ctx, ids)
	if err != nil {
		return err
	}
	r.noted = make(map[int64]library.Image, len(noted))
	for _, image := range noted {
		r.noted[image.ID] = image
	}
	for i, item := range r.items {
		if _, is := r.noted[item.image.ID]; !is {
			r.skip(item.image, cause.New(cause.FileChanged), nil)
			r.items[i].file = nil
			r.dealt++
		} else if item.file == nil {
			r.dealt++
		}
	}
	return nil
}

// move moves the files. What it did not come to because the context ended, it
// counts as refused for that reason, which it returns.
func (r *removal) move(ctx context.Context, told func()) error {
	var files []trash.File
	var of []*trashedFile
	for i := range r.items {
		if item := &r.items[i]; item.file != nil {
			files, of = append(files, trash.File{Path: item.image.Path, Is: item.file}), append(of, item)
		}
	}
	moved := 0
	var gone []*trashedFile
	ended := trash.PutAll(ctx, files, func(i int, item trash.Item, err error) {
		of[i].item = item
		if err != nil {
			r.refused[of[i].image.ID] = err
		} else {
			gone = append(gone, of[i])
		}
		r.dealt++
		moved++
		told()
	})
	for _, item := range of[moved:] {
		r.refused[item.image.ID] = ended
	}
	r.files.trashSidecars(context.WithoutCancel(ctx), gone)
	return ended
}

// settle takes back in the library what could not be moved, and tells the
// rest.
func (r *removal) settle(ctx context.Context, ended error) error {
	var errs []error
	for _, item := range r.items {
		now, noted := r.noted[item.image.ID]
		why := r.refused[item.image.ID]
		switch {
		case !noted:
			continue
		case why == nil:
			r.result.items = append(r.result.items, item)
			r.result.Images = append(r.result.Images, now)
			continue
		case ended == nil || !errors.Is(why, ended):
			r.skip(item.image, problem.Of(why), why)
		}
		path := item.image.Path
		if errors.Is(why, trash.ErrNotThere) {
			path = ""
		}
		// The context may have ended; what is true has to be written down.
		if _, err := r.files.library.Images.Untrash(context.WithoutCancel(ctx), item.image.ID, path); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// skip tells of a picture that was left alone.
func (r *removal) skip(image library.Image, why cause.Cause, err error) {
	r.result.Skipped = append(r.result.Skipped, skip(image, why, err))
}

// skip says why a picture was left alone.
func skip(image library.Image, why cause.Cause, err error) Skipped {
	s := Skipped{Image: image.ID, Cause: why, Err: err}
	if image.Path != "" {
		s.Name = filepath.Base(image.Path)
	}
	return s
}

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

// trashAtOnce is how many pictures are handled in one transaction: a tenth of a
// second, during which no check of the files runs.
const trashAtOnce = 100

const (
	doingTrash   = "moving pictures to the trash"
	doingRestore = "restoring pictures from the trash"
)

// Trashed is the result of Trash. Restore needs it to undo that, in the same
// run of the program.
type Trashed struct {
	Images  []library.Image // in the trash now
	Skipped []Skipped

	items []trashedFile
}

// trashedFile is one picture that was moved.
type trashedFile struct {
	image  library.Image // as it was before
	file   fs.FileInfo   // file to move; nil: there is none
	item   trash.Item    // where it is in the trash
	beside []besideFile  // its sidecars
}

// Trash moves the files of pictures to the desktop's trash. It accepts saved
// pictures, and gone ones, for which nothing is moved. Skipped lists the
// others, and those whose file is not theirs any more or could not be moved.
//
// A picture is recorded as trashed before its file is moved, so that a missing
// file never counts as lost. If the program ends between them, the next check
// finds the file in its place and the picture becomes saved again.
//
// When ctx ends, Trash stops early. What was moved stays in the trash, is
// returned, and can be restored. Errors: ErrClosed, the context's, the
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

// removal moves at most trashAtOnce pictures.
type removal struct {
	files   *Files
	result  *Trashed
	items   []trashedFile
	noted   map[int64]library.Image // as the library has them since they were recorded
	refused map[int64]error         // why files were not moved
	dealt   int                     // items done
}

// trashSome moves some pictures: first it records them, then it moves their
// files, and last it undoes the record of those that could not be moved.
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

// judge finds out which pictures can be moved.
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

// note records the pictures as trashed. Those that have just changed, because
// they are being fetched again for example, are left out.
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

// move moves the files. When the context ends, the rest counts as refused for
// that reason, which it returns.
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

// settle undoes the record of what could not be moved, and reports the rest.
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
		// The context may have ended, but the library must be correct.
		if _, err := r.files.library.Images.Untrash(context.WithoutCancel(ctx), item.image.ID, path); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// skip records that a picture was skipped.
func (r *removal) skip(image library.Image, why cause.Cause, err error) {
	r.result.Skipped = append(r.result.Skipped, skip(image, why, err))
}

// skip makes a Skipped.
func skip(image library.Image, why cause.Cause, err error) Skipped {
	s := Skipped{Image: image.ID, Cause: why, Err: err}
	if image.Path != "" {
		s.Name = filepath.Base(image.Path)
	}
	return s
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"lookbook/app/library"
	"lookbook/app/trash"
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
	item  trash.Item
	file  bool // there was a file to move
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
func (e *Engine) Trash(ctx context.Context, ids []int64, p Progress) (Trashed, error) {
	var result Trashed
	err := e.act(ctx, doingTrash, func(ctx context.Context) error {
		for from := 0; from < len(ids); from += trashAtOnce {
			if err := ctx.Err(); err != nil {
				return err
			}
			some := ids[from:min(from+trashAtOnce, len(ids))]
			told := func(done int) { p.tell(from+done, len(ids)) }
			if err := e.trashSome(ctx, some, &result, told); err != nil {
				return fmt.Errorf("%s: %w", doingTrash, err)
			}
		}
		return nil
	})
	return result, err
}

// trashSome moves some pictures: first in the library, then their files, and
// in the library back what could not be moved.
func (e *Engine) trashSome(ctx context.Context, ids []int64, result *Trashed, told func(done int)) error {
	e.files.moving.Lock()
	defer e.files.moving.Unlock()
	items, files, err := e.judgeTrash(ctx, ids, result)
	if err != nil {
		return err
	}
	ids = ids[:0:0]
	for _, item := range items {
		ids = append(ids, item.image.ID)
	}
	noted, err := e.library.TrashImages(ctx, ids)
	if err != nil {
		return err
	}
	e.step("trash noted")
	items, files = keepNoted(items, files, noted, result)

	refused := map[int64]error{}
	withFile := make([]int, 0, len(files)) // the place among items of each file
	for i := range items {
		if items[i].file {
			withFile = append(withFile, i)
		}
	}
	dealt := len(items) - len(withFile)
	ended := trash.PutAll(ctx, files, func(i int, item trash.Item, err error) {
		at := &items[withFile[i]]
		if at.item = item; err != nil {
			refused[at.image.ID] = err
		}
		dealt++
		told(dealt)
	})
	for _, i := range withFile[len(withFile)-(len(items)-dealt):] {
		refused[items[i].image.ID] = ended
	}
	e.step("trashed")
	told(dealt)
	return errors.Join(e.unnote(items, noted, refused, ended, result), ended)
}

// unnote takes back in the library what could not be moved, and tells the
// rest.
func (e *Engine) unnote(items []trashedFile, noted []library.Image, refused map[int64]error, ended error, result *Trashed) error {
	now := make(map[int64]library.Image, len(noted))
	for _, image := range noted {
		now[image.ID] = image
	}
	var errs []error
	for _, item := range items {
		why := refused[item.image.ID]
		if why == nil {
			result.items = append(result.items, item)
			result.Images = append(result.Images, now[item.image.ID])
			continue
		}
		// The context may have ended; what is true has to be written down.
		path := item.image.Path
		if errors.Is(why, trash.ErrNotThere) {
			path = ""
		}
		if _, err := e.library.UntrashImage(context.WithoutCancel(e.ctx), item.image.ID, path); err != nil {
			errs = append(errs, err)
		}
		if ended == nil || !errors.Is(why, ended) {
			result.Skipped = append(result.Skipped, skip(item.image, trashWords(why), why))
		}
	}
	return errors.Join(errs...)
}

// judgeTrash finds out which of the pictures can be moved: items are those,
// files the files of those that have one, in the same order.
func (e *Engine) judgeTrash(ctx context.Context, ids []int64, result *Trashed) (items []trashedFile, files []trash.File, err error) {
	images, missing, err := e.imagesOf(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	result.Skipped = append(result.Skipped, missing...)
	eye := e.eye()
	for _, image := range images {
		if image.State != library.ImageSaved && image.State != library.ImageGone {
			result.Skipped = append(result.Skipped, skip(image, unsavedWords(image.State), nil))
			continue
		}
		file, info, state, err := eye.look(image)
		if file != nil {
			err = file.Close() // only read
		}
		switch {
		case state == fileIs && err == nil:
			items = append(items, trashedFile{image: image, file: true})
			files = append(files, trash.File{Path: image.Path, Is: info})
		case state == fileAbsent, image.State == library.ImageGone:
			items = append(items, trashedFile{image: image})
		default:
			result.Skipped = append(result.Skipped, skip(image, lookWords(state, err), err))
		}
	}
	return items, files, nil
}

// keepNoted leaves out the pictures that changed between the look and the
// note: those that are fetched again, say.
func keepNoted(items []trashedFile, files []trash.File, noted []library.Image, result *Trashed) ([]trashedFile, []trash.File) {
	if len(noted) == len(items) {
		return items, files
	}
	now := make(map[int64]bool, len(noted))
	for _, image := range noted {
		now[image.ID] = true
	}
	var keptItems []trashedFile
	var keptFiles []trash.File
	for _, item := range items {
		if now[item.image.ID] {
			keptItems = append(keptItems, item)
		} else {
			result.Skipped = append(result.Skipped, skip(item.image, "it has changed just now", nil))
		}
		if item.file {
			if now[item.image.ID] {
				keptFiles = append(keptFiles, files[0])
			}
			files = files[1:]
		}
	}
	return keptItems, keptFiles
}

// skip says why a picture was left alone.
func skip(image library.Image, reason string, err error) Skipped {
	s := Skipped{Image: image.ID, Reason: reason, Err: err}
	if image.Path != "" {
		s.Name = filepath.Base(image.Path)
	}
	return s
}

// trashWords says why the trash did not do what it should.
func trashWords(err error) string {
	if told, ok := errors.AsType[*trash.Error](err); ok {
		return told.Reason
	}
	return words(err)
}

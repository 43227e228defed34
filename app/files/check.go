package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/supervisor"
)

const (
	// checkPage is how many files are read from the library at once;
	// marksAtOnce is how many are marked in one transaction. It is more than
	// the library announces one by one, so that a moved folder with thousands
	// of files causes some dozen events and not thousands.
	checkPage   = 500
	marksAtOnce = 4000
)

// CheckOne checks the file of one picture, and returns the picture as the
// library then has it.
func (f *Files) CheckOne(ctx context.Context, imageID int64) (library.Image, error) {
	image, err := f.library.Image(ctx, imageID)
	if err != nil {
		return image, err
	}
	if image.State == library.ImageTrashed {
		if _, err := f.outOfTrash(ctx, image); err != nil {
			return image, err
		}
		return f.library.Image(ctx, imageID)
	}
	gone := image.State == library.ImageGone
	if image.State != library.ImageSaved && !gone {
		return image, nil
	}
	f.moving.Lock()
	defer f.moving.Unlock()
	there, sure := f.finder().there(ctx, image.Path)
	if !sure || there != gone {
		return image, nil
	}
	if _, err := f.library.Images.MarkFiles(ctx, []library.FileMark{{Image: image.ID, Path: image.Path, There: there}}); err != nil {
		return image, err
	}
	return f.library.Image(ctx, imageID)
}

// Checked is the result of a check of all files: pictures whose files are gone, and pictures whose
// files are back.
type Checked struct{ Gone, Back int }

// CheckAll checks the file of every picture, marks changes, and reports when the folder is another
// one. While all folders are as they were at the last check, it looks at the folders only. Start does
// the same by itself.
func (f *Files) CheckAll(ctx context.Context) (Checked, error) {
	f.tellFolder(ctx)
	return f.checkAll(ctx, nil)
}

// checkAll checks the files of all saved and gone pictures and marks changes,
// then those of pictures in the trash. present is called for every file that is
// in its place; nil: nothing is called.
func (f *Files) checkAll(ctx context.Context, present func(library.File)) (found Checked, err error) {
	if present == nil && f.folders.unchanged() {
		found.Back, err = f.checkTrash(ctx)
		return found, err
	}
	seen := f.folders.look(f.wall())
	var marks []library.FileMark
	finder := f.finder()
	mark := func() error {
		f.moving.Lock()
		defer f.moving.Unlock()
		marks = slices.DeleteFunc(marks, func(m library.FileMark) bool { // moved or restored since
			there, _ := finder.there(ctx, m.Path)
			return there != m.There
		})
		back := 0
		for _, m := range marks {
			if m.There {
				back++
			}
		}
		_, err := f.library.Images.MarkFiles(ctx, marks)
		if err == nil {
			found.Gone, found.Back = found.Gone+len(marks)-back, found.Back+back
			marks = marks[:0]
		}
		return err
	}
	for after := int64(0); ; {
		began := f.clock.Now()
		files, err := f.library.Folders.Files(ctx, after, checkPage)
		if err != nil {
			return found, err
		}
		for _, file := range files {
			if ctx.Err() != nil {
				return found, ctx.Err()
			}
			seen.folderOf(file.Path)
			there, sure := finder.there(ctx, file.Path)
			seen.sure = seen.sure && sure
			if sure && there != (file.State == library.ImageSaved) {
				marks = append(marks, library.FileMark{Image: file.Image, Path: file.Path, There: there})
			}
			if there && present != nil {
				present(file)
			}
		}
		if len(files) < checkPage || len(marks) >= marksAtOnce {
			if err := mark(); err != nil {
				return found, err
			}
		}
		if len(files) < checkPage {
			f.folders.keep(seen)
			back, err := f.checkTrash(ctx)
			found.Back += back
			return found, err
		}
		after = files[len(files)-1].Image
		if present == nil { // nothing else needs the sizes
			supervisor.Rest(ctx, f.clock, f.clock.Since(began))
		}
	}
}

// OpenPicture opens the file of a saved picture. A picture without its file is marked as gone, see
// CheckOne.
func (f *Files) OpenPicture(ctx context.Context, image library.Image) (*os.File, error) {
	file, err := media.Open(image.Path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, media.ErrNotFile) {
		_, checking := f.CheckOne(ctx, image.ID)
		err = errors.Join(err, checking)
	}
	return file, err
}

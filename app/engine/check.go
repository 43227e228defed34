package engine

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/signal"
	"lookbook/app/supervisor"
)

const (
	// checkPause is the shortest time between two checks of all files: people
	// go back and forth between windows. checkShare, times what the last one
	// took, is another: on a slow disk a check may take minutes.
	checkPause = 15 * time.Second
	checkShare = 20

	// checkPage is how many files are read from the library at once, and
	// marksAtOnce how many are marked in one transaction: more than the library
	// announces one by one, so that a folder of thousands that was moved away
	// is told of a few dozen times and not thousands of times.
	checkPage   = 500
	marksAtOnce = 4000
)

// keeper is what the engine knows of the saved files. It is guarded by mu,
// except moving.
type keeper struct {
	mu         sync.Mutex
	rescanning bool
	rebuild    bool // what the folder holds is still to be found out
	rebuilt    func(RescanResult) error
	wanted     signal.Signal // a check, or a new try of the rebuild

	// moving is held while files are moved to the trash or back, and by those
	// who conclude from a file that its picture is not in the trash any more.
	moving sync.Mutex
}

func (k *keeper) init(p Params) {
	k.rebuild, k.rebuilt = p.Rebuild, p.Rebuilt
	k.wanted = signal.New()
}

// runFiles brings back what the folder holds, if need be, and then checks the
// saved files: at once, and whenever CheckFiles asks for it.
func (e *Engine) runFiles(ctx context.Context) error {
	if err := e.runRebuild(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		began := e.clock.Now()
		err := e.work.Guard("checking the files", func() error {
			e.tellFolder(ctx)
			_, err := e.checkAll(ctx, nil)
			return err
		})
		if err != nil && ctx.Err() == nil {
			e.log.Error("checking the files", "error", err)
		}
		pause := e.clock.NewTimer(max(checkPause, checkShare*e.clock.Since(began)))
		select {
		case <-pause.Chan():
		case <-ctx.Done():
		}
		pause.Stop()
		select {
		case <-e.files.wanted:
		case <-ctx.Done():
		}
	}
	return nil
}

// CheckFiles has the saved files checked soon: those that were moved or deleted
// are marked as gone, and those that are back as saved. It is for when the
// window comes to the front, and returns at once; a check follows the last one
// after 15 seconds at the earliest.
func (e *Engine) CheckFiles() { e.files.wanted.Wake() }

// CheckFile checks the file of one picture, and returns the picture as it is
// then known.
func (e *Engine) CheckFile(ctx context.Context, imageID int64) (library.Image, error) {
	image, err := e.library.Image(ctx, imageID)
	if err != nil {
		return image, err
	}
	if image.State == library.ImageTrashed {
		if _, err := e.outOfTrash(ctx, image); err != nil {
			return image, err
		}
		return e.library.Image(ctx, imageID)
	}
	gone := image.State == library.ImageGone
	if image.State != library.ImageSaved && !gone {
		return image, nil
	}
	e.files.moving.Lock()
	defer e.files.moving.Unlock()
	there, sure := e.eye().see(image.Path)
	if !sure || there != gone {
		return image, nil
	}
	if _, err := e.library.Images.MarkFiles(ctx, []library.FileMark{{Image: image.ID, Path: image.Path, There: there}}); err != nil {
		return image, err
	}
	return e.library.Image(ctx, imageID)
}

// checked is what a check of all files found.
type checked struct{ gone, back int }

// checkAll looks for the file of every picture that is saved or gone, and marks
// what has changed; then for those of pictures in the trash. present is told of
// the files that are where they were; nil: nobody is.
func (e *Engine) checkAll(ctx context.Context, present func(library.File)) (found checked, err error) {
	var marks []library.FileMark
	eye := e.eye()
	mark := func() error {
		e.files.moving.Lock()
		defer e.files.moving.Unlock()
		marks = slices.DeleteFunc(marks, func(m library.FileMark) bool { // moved or restored since
			there, _ := eye.see(m.Path)
			return there != m.There
		})
		back := 0
		for _, m := range marks {
			if m.There {
				back++
			}
		}
		_, err := e.library.Images.MarkFiles(ctx, marks)
		if err == nil {
			found.gone, found.back = found.gone+len(marks)-back, found.back+back
			marks = marks[:0]
		}
		return err
	}
	for after := int64(0); ; {
		began := e.clock.Now()
		files, err := e.library.Folders.Files(ctx, after, checkPage)
		if err != nil {
			return found, err
		}
		for _, f := range files {
			if ctx.Err() != nil {
				return found, ctx.Err()
			}
			there, sure := eye.see(f.Path)
			if sure && there != (f.State == library.ImageSaved) {
				marks = append(marks, library.FileMark{Image: f.Image, Path: f.Path, There: there})
			}
			if there && present != nil {
				present(f)
			}
		}
		if len(files) < checkPage || len(marks) >= marksAtOnce {
			if err := mark(); err != nil {
				return found, err
			}
		}
		if len(files) < checkPage {
			back, err := e.checkTrash(ctx)
			found.back += back
			return found, err
		}
		after = files[len(files)-1].Image
		if present == nil { // nobody waits for it
			supervisor.Rest(ctx, e.clock, e.clock.Since(began))
		}
	}
}

// eye sees whether files are there. It remembers which folders are, and is for
// one goroutine and a short time.
type eye struct {
	folder  string // that pictures are saved to
	folders map[string]bool
	engine  *Engine // nil: it only looks at files that are there
}

func (e *Engine) eye() *eye {
	return &eye{folder: filepath.Clean(e.saving().Folder), folders: map[string]bool{}, engine: e}
}

// see reports whether a file is there. It is not sure when the file cannot be
// looked at, or when its folder is not there either: that may be on a disk
// that is not plugged in. Folders within the one that pictures are saved to
// come and go with their pictures; but that one must be the same that the
// picture was saved to.
func (s *eye) see(path string) (there, sure bool) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.Mode().IsRegular():
		return true, true
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return false, false
	}
	if s.engine != nil {
		home, err := s.engine.identity.Home(s.engine.ctx, s.folder, path)
		if err != nil {
			return false, false
		}
		if home != "" {
			return false, s.same(home)
		}
	}
	return false, s.folderThere(filepath.Dir(path))
}

func (s *eye) folderThere(folder string) bool {
	return s.once(folder, func() bool {
		info, err := os.Stat(folder)
		return err == nil && info.IsDir()
	})
}

// same reports whether a folder that pictures were saved to is there, and not
// another one in its place.
func (s *eye) same(path string) bool {
	return s.once(path, func() bool {
		in, err := folder.Open(path)
		if err != nil {
			return false
		}
		return errors.Join(s.engine.identity.Check(s.engine.ctx, in), in.Close()) == nil
	})
}

// once finds out about a folder the first time that it is asked.
func (s *eye) once(folder string, find func() bool) bool {
	is, known := s.folders[folder]
	if !known {
		is = find()
		s.folders[folder] = is
	}
	return is
}

// UseFolder makes the folder at path, an absolute one, the one that pictures
// belong to, although others may have been saved at that path: a person says
// so. It takes effect with the next try; call FolderChanged for one at once.
func (e *Engine) UseFolder(ctx context.Context, path string) error {
	saving := e.saving()
	return e.identity.Use(ctx, folder.Saving{Folder: path, Create: saving.Create && saving.Folder == path})
}

// tellFolder says so when the folder is another one, before anything is to be
// saved there, and that it is over when it is.
func (e *Engine) tellFolder(ctx context.Context) {
	in, err := folder.Open(e.saving().Folder)
	if err != nil {
		return // saving says what is wrong
	}
	err = errors.Join(e.identity.Check(ctx, in), in.Close())
	switch {
	case errors.Is(err, folder.ErrOtherFolder):
		e.folderFails(&savingError{err: err, folder: true}, e.clock.Now(), e.random())
	case err == nil && e.Status().OtherFolder:
		e.folderWorks()
	}
}

// OpenPicture opens the file of a saved picture. One that is not there is marked
// as gone, see CheckFile.
func (e *Engine) OpenPicture(ctx context.Context, image library.Image) (*os.File, error) {
	file, err := media.Open(image.Path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, media.ErrNotFile) {
		_, checking := e.CheckFile(ctx, image.ID)
		err = errors.Join(err, checking)
	}
	return file, err
}

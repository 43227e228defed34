package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/engine/folder"
	"lookbook/app/library"
)

// ErrOtherFolder: what stands at the path of the pictures folder isn't the
// folder that pictures were saved in. Match with errors.Is.
var ErrOtherFolder = errors.New("this is not the folder that the pictures were in")

// strangeFor is how long a folder that was found to be another one is not gone
// through again for pictures. A mark that is back counts at once.
const strangeFor = 5 * time.Second

// identity tells whether a folder is still the one that pictures were saved in,
// or another one in its place, such as the empty one that stays when a disk
// goes. It goes by the folder's mark, which the library remembers; without one,
// by the pictures that the library knows in the folder.
type identity struct {
	library *library.Library
	clock   clockwork.Clock
	log     *slog.Logger

	mu      sync.Mutex
	marks   map[string]string    // of folders, by their paths; nil: not read yet
	strange map[string]time.Time // when folders were found to be others
}

func (i *identity) init(e *Engine) {
	i.library, i.clock, i.log, i.strange = e.library, e.clock, e.log, map[string]time.Time{}
}

// check answers nil when the folder is the one that pictures were saved in, or
// a new one: that is given a mark, if it can be, and remembered. Otherwise the
// error is ErrOtherFolder.
func (i *identity) check(ctx context.Context, in *folder.Folder) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	path := in.Path()
	if err := i.read(ctx); err != nil {
		return err
	}
	remembered, found := i.marks[path], in.Mark()
	if remembered != "" && found == remembered {
		return nil
	}
	if at, is := i.strange[path]; is && i.clock.Since(at) < strangeFor {
		return ErrOtherFolder
	}
	known, there, err := i.look(ctx, in)
	if err != nil {
		return err
	}
	switch {
	case there: // whatever became of the mark
	case known, remembered != "":
		i.strange[path] = i.clock.Now()
		return ErrOtherFolder
	}
	if found == "" {
		if found, err = in.PutMark(remembered); err != nil {
			// A folder that can only be read has none: then the pictures tell.
			i.log.Warn("marking the pictures folder", "error", err)
			return nil
		}
	}
	return i.remember(ctx, path, found)
}

// makeFolder makes a folder that is not there. One that pictures were saved in
// is not made again: the error is ErrOtherFolder.
func (i *identity) makeFolder(ctx context.Context, path string) (*folder.Folder, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if in, err := folder.Open(path); !errors.Is(err, os.ErrNotExist) {
		return in, err // somebody was quicker
	}
	if err := i.read(ctx); err != nil {
		return nil, err
	}
	known, err := i.each(ctx, path, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	if known || i.marks[path] != "" {
		return nil, ErrOtherFolder
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	return folder.Open(path)
}

// adopt makes a folder the one that pictures are saved in from now on, whatever
// it was.
func (i *identity) adopt(ctx context.Context, in *folder.Folder) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.read(ctx); err != nil {
		return err
	}
	mark, err := in.PutMark("")
	if err != nil {
		return err
	}
	return i.remember(ctx, in.Path(), mark)
}

// forget has a folder that was found to be another one looked at anew.
func (i *identity) forget(path string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.strange, path)
}

// read reads what the library remembers. Called with the lock.
func (i *identity) read(ctx context.Context) (err error) {
	if i.marks == nil {
		i.marks, err = i.library.Folders(ctx)
	}
	return err
}

// remember is called with the lock.
func (i *identity) remember(ctx context.Context, path, mark string) error {
	delete(i.strange, path)
	if i.marks[path] == mark {
		return nil
	}
	if err := i.library.RememberFolder(ctx, path, mark); err != nil {
		return err
	}
	i.marks[path] = mark
	return nil
}

// look finds out whether the library knows pictures in the folder, and whether
// one of them is there.
func (i *identity) look(ctx context.Context, in *folder.Folder) (known, there bool, err error) {
	known, err = i.each(ctx, in.Path(), func(name string) bool {
		info, err := in.Root().Lstat(name)
		there = err == nil && info.Mode().IsRegular()
		return there
	})
	return known, there, err
}

// each calls see with the names in the folder of the pictures that the library
// knows there, until it says that this is enough. It reports whether there is
// one.
func (i *identity) each(ctx context.Context, path string, see func(name string) (enough bool)) (known bool, err error) {
	for after := int64(0); ; {
		files, err := i.library.Files(ctx, after, checkPage)
		if err != nil {
			return known, fmt.Errorf("finding out which pictures the folder should hold: %w", err)
		}
		for _, f := range files {
			after = f.Image
			if !inFolder(path, f.Path) {
				continue
			}
			name, err := filepath.Rel(path, f.Path)
			if err != nil {
				continue // it can't be there
			}
			if known = true; see(name) {
				return known, nil
			}
		}
		if len(files) < checkPage {
			return known, nil
		}
	}
}

// home is the folder in which pictures are saved, or were, that a path leads
// into; empty: there is none.
func (i *identity) home(ctx context.Context, current, path string) (string, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.read(ctx); err != nil {
		return "", err
	}
	home := ""
	if inFolder(current, path) {
		home = current
	}
	for folder := range i.marks {
		if len(folder) > len(home) && inFolder(folder, path) {
			home = folder
		}
	}
	return home, nil
}

// inFolder reports whether a path leads into a folder.
func inFolder(folder, path string) bool {
	separator := string(filepath.Separator)
	return folder != "" && strings.HasPrefix(path, strings.TrimSuffix(folder, separator)+separator)
}

// openFolder opens the folder that pictures are saved in, and makes it where
// that is the program's to do.
func (e *Engine) openFolder(ctx context.Context, saving Saving) (*folder.Folder, error) {
	if saving.Folder == "" {
		return nil, errors.New("no folder has been chosen")
	}
	in, err := folder.Open(saving.Folder)
	if errors.Is(err, os.ErrNotExist) && saving.Create {
		in, err = e.identity.makeFolder(ctx, saving.Folder)
	}
	if err != nil {
		return nil, err
	}
	if err := e.identity.check(ctx, in); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

// UseFolder makes the folder at path, an absolute one, the one that pictures
// belong to, although others may have been saved at that path: a person says
// so. It takes effect with the next try; call FolderChanged for one at once.
func (e *Engine) UseFolder(ctx context.Context, path string) error {
	if saving := e.saving(); saving.Create && saving.Folder == path {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	in, err := folder.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(e.identity.adopt(ctx, in), in.Close())
}

// tellFolder says so when the folder is another one, before anything is to be
// saved there, and that it is over when it is.
func (e *Engine) tellFolder(ctx context.Context) {
	in, err := folder.Open(e.saving().Folder)
	if err != nil {
		return // saving says what is wrong
	}
	err = errors.Join(e.identity.check(ctx, in), in.Close())
	switch {
	case errors.Is(err, ErrOtherFolder):
		e.folderFails(&savingError{err: err, folder: true}, e.clock.Now(), e.random())
	case err == nil && e.Status().OtherFolder:
		e.folderWorks()
	}
}

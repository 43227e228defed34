package folder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
	"lookbook/app/media/naming"
)

// ErrOtherFolder: what stands at the path of the pictures folder isn't the
// folder that pictures were saved in. Match with errors.Is.
var ErrOtherFolder = errors.New("this is not the folder that the pictures were in")

// ErrNoFolder: no folder has been chosen to save pictures in.
var ErrNoFolder = errors.New("no folder has been chosen")

// strangeFor is how long a folder that was found to be another one is not gone
// through again for pictures. A mark that is back counts at once.
const strangeFor = 5 * time.Second

// filesAtOnce is how many files are read from the library at once.
const filesAtOnce = 500

// Known is what an Identity needs of the library: a *library.FolderTable.
type Known interface {
	All(ctx context.Context) (marks map[string]string, err error)
	Remember(ctx context.Context, path, mark string) error
	// Files are up to n files of pictures, saved or gone, after one.
	Files(ctx context.Context, after int64, n int) ([]library.File, error)
}

// Identity tells whether a folder is still the one that pictures were saved in,
// or another one in its place, such as the empty one that stays when a disk
// goes. It goes by the folder's mark, which the library remembers; without one,
// by the pictures that the library knows in the folder.
type Identity struct {
	library Known
	clock   clockwork.Clock
	log     *slog.Logger

	names naming.Names

	mu      sync.Mutex
	marks   map[string]string    // of folders, by their paths; nil: not read yet
	strange map[string]time.Time // when folders were found to be others
}

// NewIdentity makes one over what the library remembers. A nil log logs nothing.
func NewIdentity(known Known, clock clockwork.Clock, log *slog.Logger) *Identity {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Identity{library: known, clock: clock, log: log, strange: map[string]time.Time{}}
}

// Check answers nil when the folder is the one that pictures were saved in, or
// a new one: that is given a mark, if it can be, and remembered. Otherwise the
// error is ErrOtherFolder.
func (i *Identity) Check(ctx context.Context, in *Folder) error {
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
func (i *Identity) makeFolder(ctx context.Context, path string) (*Folder, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if in, err := Open(path); !errors.Is(err, os.ErrNotExist) {
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
	return Open(path)
}

// adopt makes a folder the one that pictures are saved in from now on, whatever
// it was.
func (i *Identity) adopt(ctx context.Context, in *Folder) error {
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

// Forget has a folder that was found to be another one looked at again.
func (i *Identity) Forget(path string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.strange, path)
}

// read reads what the library remembers. Called with the lock.
func (i *Identity) read(ctx context.Context) (err error) {
	if i.marks == nil {
		i.marks, err = i.library.All(ctx)
	}
	return err
}

// remember is called with the lock.
func (i *Identity) remember(ctx context.Context, path, mark string) error {
	delete(i.strange, path)
	if i.marks[path] == mark {
		return nil
	}
	if err := i.library.Remember(ctx, path, mark); err != nil {
		return err
	}
	i.marks[path] = mark
	return nil
}

// look finds out whether the library knows pictures in the folder, and whether
// one of them is there.
func (i *Identity) look(ctx context.Context, in *Folder) (known, there bool, err error) {
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
func (i *Identity) each(ctx context.Context, path string, see func(name string) (enough bool)) (known bool, err error) {
	for after := int64(0); ; {
		files, err := i.library.Files(ctx, after, filesAtOnce)
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
		if len(files) < filesAtOnce {
			return known, nil
		}
	}
}

// Home is the folder in which pictures are saved, or were, that a path leads
// into; empty: there is none.
func (i *Identity) Home(ctx context.Context, current, path string) (string, error) {
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

// Open opens the folder that pictures are saved in, if it is the one that they
// were saved in before, and makes it where that is the program's to do. Errors:
// ErrNoFolder, ErrOtherFolder, the disk's, the library's.
func (i *Identity) Open(ctx context.Context, saving Saving) (*Folder, error) {
	if saving.Folder == "" {
		return nil, ErrNoFolder
	}
	in, err := Open(saving.Folder)
	if errors.Is(err, os.ErrNotExist) && saving.Create {
		in, err = i.makeFolder(ctx, saving.Folder)
	}
	if err != nil {
		return nil, err
	}
	if err := i.Check(ctx, in); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	in.names = &i.names // read once, not for every picture
	return in, nil
}

// Use makes the folder of saving the one that pictures belong to, although
// others may have been saved at its path: a person says so. One that the
// program makes by itself is made.
func (i *Identity) Use(ctx context.Context, saving Saving) error {
	if saving.Create {
		if err := os.MkdirAll(saving.Folder, 0o755); err != nil {
			return err
		}
	}
	in, err := Open(saving.Folder)
	if err != nil {
		return err
	}
	return errors.Join(i.adopt(ctx, in), in.Close())
}

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

// ErrOtherFolder: the folder at the path is not the one that pictures were
// saved in.
var ErrOtherFolder = errors.New("this is not the folder that the pictures were in")

// ErrNoFolder: no pictures folder has been chosen.
var ErrNoFolder = errors.New("no folder has been chosen")

// strangeFor is how long a folder that was found to be another one is not
// searched for pictures again. A mark that is back counts at once.
const strangeFor = 5 * time.Second

// filesAtOnce is how many files are read from the library at once.
const filesAtOnce = 500

// Known is what an Identity needs of the library: a *library.FolderTable.
type Known interface {
	All(ctx context.Context) (marks map[string]string, err error)
	Remember(ctx context.Context, path, mark string) error
	// Files returns up to n files of saved and gone pictures, with ids above
	// after.
	Files(ctx context.Context, after int64, n int) ([]library.File, error)
}

// Identity decides whether a folder is still the one that pictures were saved
// in, or another one in its place, such as the empty mount point that stays
// when a disk is removed. It uses the folder's mark, which the library
// remembers; without one, the pictures that the library knows in the folder.
type Identity struct {
	library Known
	clock   clockwork.Clock
	log     *slog.Logger

	names naming.Names

	mu      sync.Mutex
	marks   map[string]string    // by path; nil: not read yet
	strange map[string]time.Time // by path: when a folder was found to be another one
}

// NewIdentity makes an Identity from what the library remembers. A nil log logs nothing.
func NewIdentity(known Known, clock clockwork.Clock, log *slog.Logger) *Identity {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Identity{library: known, clock: clock, log: log, strange: map[string]time.Time{}}
}

// Check returns nil when the folder is the one that pictures were saved in, or
// a new one. A new one gets a mark, if possible, which is remembered. Otherwise
// the error is ErrOtherFolder.
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
	case there: // whatever happened to the mark
	case known, remembered != "":
		i.strange[path] = i.clock.Now()
		return ErrOtherFolder
	}
	if found == "" {
		if found, err = in.PutMark(remembered); err != nil {
			// A read-only folder gets no mark; then the pictures decide.
			i.log.Warn("marking the pictures folder", "error", err)
			return nil
		}
	}
	return i.remember(ctx, path, found)
}

// makeFolder creates a missing folder. One that pictures were saved in is not
// created again: the error is ErrOtherFolder.
func (i *Identity) makeFolder(ctx context.Context, path string) (*Folder, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if in, err := Open(path); !errors.Is(err, os.ErrNotExist) {
		return in, err // another goroutine or program was faster
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

// adopt makes a folder the pictures folder from now on, whatever it was.
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

// Forget makes the next Check examine a folder again that was found to be
// another one.
func (i *Identity) Forget(path string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.strange, path)
}

// read reads what the library remembers. The caller holds the lock.
func (i *Identity) read(ctx context.Context) (err error) {
	if i.marks == nil {
		i.marks, err = i.library.All(ctx)
	}
	return err
}

// The caller holds the lock.
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

// each calls see with the name, within the folder, of each picture that the
// library knows there, until see returns true. It reports whether there was
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
				continue // it can't be in the folder
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

// Home returns the folder of saved pictures that contains a path; "": there is
// none.
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

// Open opens the pictures folder if it is the one that was saved in before, and
// creates it if the program may. Errors: ErrNoFolder, ErrOtherFolder, the
// disk's, the library's.
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

// Use makes the folder of saving the pictures folder, although another one may
// have been at its path before: a person confirmed it. It creates the folder if
// the program may.
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

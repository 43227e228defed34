package files

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/media/xmp"
)

const (
	// Deepest is how many levels of subfolders are searched. Templates of file
	// names make a few, people a few more.
	Deepest = 16

	// mostNames bounds the files and folders that are examined: three times the
	// pictures that the library is made for.
	mostNames = 500_000

	// futureMade is how far in the future, by this computer's clock, a file's
	// date may be. Later dates are not believed.
	futureMade = 24 * time.Hour
)

// scan is one search of the folder.
type scan struct {
	files  *Files
	saving folder.Saving
	root   *os.Root // the folder, open
	result RescanResult
	names  int // seen so far

	seed  maphash.Seed
	known map[uint64]int64 // sizes of the files in their expected places, by hash of the path

	described map[uint64]bool // pictures with a sidecar, by hash of the path

	found   []foundFile // not handed on yet
	handed  time.Time   // when files were last handed on
	batches chan []foundFile
	told    time.Time // when the progress was last reported
}

// foundFile is a picture's file and what it says about itself.
type foundFile struct {
	library.FoundFile
	plausible bool // its ids may be those of an unknown job
}

func newScan(f *Files) *scan {
	return &scan{
		files: f, saving: f.saving(), seed: maphash.MakeSeed(), known: map[uint64]int64{}, described: map[uint64]bool{},
		batches: make(chan []foundFile), handed: f.clock.Now(), told: f.clock.Now(),
	}
}

// remember records a file that is in its expected place: it need not be opened.
// Two pictures of the same size that exchanged their names are missed this way.
func (s *scan) remember(f library.File) {
	s.known[maphash.String(s.seed, f.Path)] = f.Bytes
	s.tell(len(s.known))
}

// tell reports from time to time how many files were examined.
func (s *scan) tell(n int) {
	if now := s.files.clock.Now(); now.Sub(s.told) >= lookedEvery {
		s.told = now
		s.files.status.Set(func(status *Status) { status.Looked = max(status.Looked, n) })
	}
}

// level is a subfolder.
type level struct {
	path  string // with slashes; ".": the folder itself
	depth int
}

// walk examines every file: those of a folder before those of its subfolders,
// and shorter names before longer ones. So of two files of an unknown picture,
// the one that looks less like a copy comes first.
func (s *scan) walk(ctx context.Context, root *os.Root) error {
	levels := []level{{path: "."}}
	for len(levels) > 0 && s.names <= mostNames {
		at := levels[0]
		levels = levels[1:]
		entries, err := s.read(root, at.path)
		if err != nil && at.depth == 0 {
			return &FolderError{Folder: s.saving.Folder, Err: err}
		}
		if err != nil {
			s.result.Unread++
		}
		for _, entry := range entries {
			if picture, is := strings.CutSuffix(entry.Name(), xmp.Extension); is {
				s.noteSidecar(path.Join(at.path, picture))
			}
		}
		for _, entry := range entries {
			name := entry.Name()
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case strings.HasPrefix(name, "."):
				// Hidden files belong to the system or to other programs, or are being written by
				// us.
			case entry.IsDir() && at.depth < Deepest:
				levels = append(levels, level{path.Join(at.path, name), at.depth + 1})
			case entry.IsDir():
				s.result.Cut = true
			case entry.Type().IsRegular() && mayBeOurs(name):
				if err := s.look(ctx, root, path.Join(at.path, name), entry); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// mayBeOurs reports whether a file may be a picture that says what it is: in
// itself, or in a sidecar.
func mayBeOurs(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".webp":
		return true
	}
	return false
}

// read lists a folder, up to the bound.
func (s *scan) read(root *os.Root, name string) ([]fs.DirEntry, error) {
	dir, err := root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|media.NonBlocking, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }() // only read
	var entries []fs.DirEntry
	for {
		more, err := dir.ReadDir(mostNames - s.names + 1)
		entries = append(entries, more...)
		s.names += len(more)
		if s.names > mostNames {
			s.result.Cut = true
			break
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return entries, err
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Or(cmp.Compare(len(a.Name()), len(b.Name())), cmp.Compare(a.Name(), b.Name()))
	})
	return entries, nil
}

// look examines one file, and hands on the found ones from time to time.
func (s *scan) look(ctx context.Context, root *os.Root, name string, entry fs.DirEntry) error {
	s.result.Looked++
	s.tell(s.result.Looked)
	full := filepath.Join(s.saving.Folder, filepath.FromSlash(name))
	info, err := entry.Info()
	if err != nil {
		return nil // it disappeared
	}
	if size, known := s.known[maphash.String(s.seed, full)]; known && size == info.Size() {
		return nil
	}
	s.open(root, name, full)
	if len(s.found) >= takenAtOnce || len(s.found) > 0 && s.files.clock.Since(s.handed) >= takenEvery {
		return s.hand(ctx)
	}
	return nil
}

// open reads what one file says about itself.
func (s *scan) open(root *os.Root, name, full string) {
	file, err := root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|media.NonBlocking, 0)
	file, err = media.Ordinary(file, full, err) // it may have become something else since it was listed
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		s.result.Unread++
		return
	}
	defer func() { _ = file.Close() }() // only read
	found, from, ours, err := readFound(file, full, func() (*os.File, error) {
		beside, err := root.OpenFile(filepath.FromSlash(origin.Beside(name)), os.O_RDONLY|media.NonBlocking, 0)
		return media.Ordinary(beside, full, err)
	})
	switch {
	case errors.Is(err, origin.ErrNonsense):
		s.result.Skipped++
	case err != nil:
		s.result.Unread++
	case ours:
		if found.Made.After(s.files.wall().Add(futureMade)) {
			found.Made = time.Time{}
		}
		s.found = append(s.found, foundFile{FoundFile: found, plausible: from.Plausible()})
	}
}

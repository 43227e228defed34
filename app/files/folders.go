package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lookbook/app/library"
)

const (
	// settledFor is how old the date of a folder must be to say that nothing changed since: disks keep dates in steps of
	// up to two seconds.
	settledFor = 3 * time.Second
	// trustedFor bounds how long unchanged folders stand for their files: some disks don't date their folders, and what a
	// link leads to may disappear from elsewhere.
	trustedFor = 10 * time.Minute
)

// folders remembers how the folders of the saved files looked when all files were checked. A file that disappears or
// comes back changes its folder's date. So a person who comes back to the window costs a look at some folders, not at
// 160,000 files.
type folders struct {
	now func() time.Time

	mu   sync.Mutex
	seen *seenFolders // nil: check every file
	// era counts the changes that seen may know nothing of.
	era int
}

// seenFolders are the folders of one check.
type seenFolders struct {
	at    map[string]fs.FileInfo
	began time.Time
	era   int
	sure  bool // all folders were old enough, and all files could be examined
}

// look begins a check.
func (f *folders) look(now time.Time) *seenFolders {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &seenFolders{at: map[string]fs.FileInfo{}, began: now, era: f.era, sure: true}
}

// folderOf notes the folder of a file before the file is looked for.
func (s *seenFolders) folderOf(file string) {
	path := filepath.Dir(file)
	if _, known := s.at[path]; known {
		return
	}
	info, err := os.Stat(path)
	s.at[path] = info
	s.sure = s.sure && err == nil && s.began.Sub(info.ModTime()) >= settledFor
}

// keep remembers a check that was done.
func (f *folders) keep(s *seenFolders) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen = nil; s.sure && s.era == f.era {
		f.seen = s
	}
}

// unchanged reports whether all folders look as they did.
func (f *folders) unchanged() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil || f.now().Sub(f.seen.began) >= trustedFor {
		return false
	}
	for path, was := range f.seen.at {
		is, err := os.Stat(path)
		if err != nil || !os.SameFile(was, is) || !is.ModTime().Equal(was.ModTime()) {
			return false
		}
	}
	return true
}

// changed follows the library: a picture may be in a folder where none was.
func (f *folders) changed(event library.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch event := event.(type) {
	case library.Reset:
	case library.ImageChanged:
		if event.Image.Path == "" || f.seen != nil && f.seen.at[filepath.Dir(event.Image.Path)] != nil {
			return
		}
	default:
		return
	}
	f.seen, f.era = nil, f.era+1
}

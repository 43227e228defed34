package download

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"lookbook/app/folder"
)

// leftovers are the temporary files of pictures that are still to be saved:
// nobody can guess their names, so they are noted here, those of earlier runs
// when a folder is saved to for the first time.
type leftovers struct {
	mu    sync.Mutex
	names map[leftover][]string

	learning sync.Mutex // held while a folder is looked through
	learnt   map[string]bool
}

// learn notes what earlier runs have left in a folder, once in a run.
func (l *leftovers) learn(in *folder.Folder) error {
	l.learning.Lock()
	defer l.learning.Unlock()
	if l.learnt[in.Path()] {
		return nil
	}
	names, err := in.Temps()
	if err != nil {
		return err
	}
	for _, name := range names {
		of := strings.TrimPrefix(name, tempPrefix)
		if ext := filepath.Ext(name); len(of) >= tempNameLen && (ext == partSuffix || ext == newSuffix) {
			l.add(leftover{in.Path(), of[:tempNameLen]}, name)
		}
	}
	if l.learnt == nil {
		l.learnt = map[string]bool{}
	}
	l.learnt[in.Path()] = true
	return nil
}

// leftover is a picture on its way into a folder.
type leftover struct{ folder, name string }

// tempNameLen is the length of what tempName answers.
const tempNameLen = 20

// tempName begins the names of a picture's temporary files: it tells whose they
// are, even of one that was not written into before the program ended. What
// follows in the name is what nobody can guess.
func tempName(jobID, imageID string) string {
	sum := sha256.Sum256([]byte(shortID(jobID) + "\x00" + shortID(imageID)))
	return hex.EncodeToString(sum[:tempNameLen/2])
}

func (l *leftovers) of(picture leftover) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.names[picture])
}

func (l *leftovers) add(picture leftover, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if slices.Contains(l.names[picture], name) {
		return
	}
	if l.names == nil {
		l.names = map[leftover][]string{}
	}
	l.names[picture] = append(l.names[picture], name)
}

func (l *leftovers) drop(picture leftover, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := slices.DeleteFunc(l.names[picture], func(other string) bool { return other == name })
	if len(left) == 0 {
		delete(l.names, picture)
		return
	}
	l.names[picture] = left
}

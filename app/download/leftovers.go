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

// leftovers knows the temporary files of pictures that still have to be saved.
// Their names can't be guessed, so they are recorded here. Files of earlier
// runs are found when a folder is first saved to.
type leftovers struct {
	mu    sync.Mutex
	names map[leftover][]string

	learning sync.Mutex // held while a folder is searched
	learnt   map[string]bool
}

// learn finds the files that earlier runs left in a folder, once per run.
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

// leftover identifies the temporary files of a picture in a folder.
type leftover struct{ folder, name string }

// tempNameLen is the length of tempName's result.
const tempNameLen = 20

// tempName starts the names of a picture's temporary files. It shows which
// picture they belong to, even if the program ended before writing into them.
// The rest of such a name can't be guessed.
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

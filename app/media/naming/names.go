package naming

import (
	"errors"
	"hash/maphash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Names knows which names in folders differ by case alone. On Windows and macOS
// they are one name: in a folder that is copied there, one file would replace
// the other. It may be used on many goroutines. It reads a folder once, and
// again before it calls a name taken. What other programs add meanwhile is not
// noticed, nor what stands in a folder that can't be read: that is no reason not
// to save a picture. The zero value is ready.
type Names struct {
	mu      sync.Mutex
	seed    maphash.Seed
	folders map[string]map[uint64]bool // hashes of folded names
	placing map[string]bool            // folded paths of files that are being placed
}

// folded returns what is the same for all names that are one name somewhere.
func folded(name string) string { return cases.Fold().String(norm.NFC.String(name)) }

// claim reserves a name in a folder of root until done is called with whether a
// file has it now. It reports false for a name that is another's but for its
// case.
func (n *Names) claim(root *os.Root, within, name string) (done func(placed bool), ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := folded(name)
	place := filepath.Join(root.Name(), within)
	at := filepath.Join(place, key)
	if n.placing[at] {
		return nil, false
	}
	if n.folders == nil {
		n.seed, n.folders, n.placing = maphash.MakeSeed(), map[string]map[uint64]bool{}, map[string]bool{}
	}
	hash := maphash.String(n.seed, key)
	if known := n.folders[place]; known == nil || known[hash] {
		known = map[uint64]bool{}
		taken := false
		eachName(root, within, func(other string) {
			other = folded(other)
			known[maphash.String(n.seed, other)] = true
			taken = taken || other == key
		})
		if n.folders[place] = known; taken {
			return nil, false
		}
	}
	n.placing[at] = true
	return func(placed bool) {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.placing, at)
		if placed {
			n.folders[place][hash] = true
		}
	}, true
}

// folderIn returns the path of the folder name within above: of one that is
// there and differs by case alone, if there is no other.
func folderIn(root *os.Root, above, name string) string {
	inner := path.Join(above, name)
	if _, err := root.Lstat(filepath.FromSlash(inner)); !errors.Is(err, fs.ErrNotExist) {
		return inner // what is wrong with it is found when it is used
	}
	key := folded(name)
	eachName(root, filepath.FromSlash(above), func(other string) {
		if folded(other) == key {
			inner = path.Join(above, other)
		}
	})
	return inner
}

// eachName calls with for every name in a folder of root, as far as it can be
// read.
func eachName(root *os.Root, within string, with func(name string)) {
	dir, err := root.Open(filepath.Clean(within))
	if err != nil {
		return
	}
	defer func() { _ = dir.Close() }() // only read
	for err == nil {
		var names []string
		names, err = dir.Readdirnames(1024)
		for _, name := range names {
			with(name)
		}
	}
}

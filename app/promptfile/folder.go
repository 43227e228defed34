package promptfile

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// Bounds of a folder of lists.
const (
	maxLists     = 2000
	maxListBytes = 1 << 20
	maxAllBytes  = 32 << 20
	maxLines     = 10_000
	maxDeep      = 8 // folders in folders
)

// Folder is the lists of a folder, as they were when it was read. Nil: there is no
// folder.
type Folder struct {
	lists map[string]list
}

type list struct {
	lines []string
	why   request.Why
}

var _ variations.Lists = (*Folder)(nil)

// List returns the lines of the list in name.txt; name may be a/b. Case is
// ignored.
func (f *Folder) List(name string) ([]string, request.Why) {
	if f == nil {
		return nil, request.Why{Code: variations.NoLists}
	}
	found, ok := f.lists[keyOf(name)]
	if !ok {
		return nil, request.Why{Code: variations.NoList}
	}
	return found.lines, found.why
}

// Names are those of all lists, sorted.
func (f *Folder) Names() []string {
	if f == nil {
		return nil
	}
	var names []string
	for name := range f.lists {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func keyOf(name string) string {
	return strings.ToLower(path.Clean(strings.ReplaceAll(name, `\`, "/")))
}

// ReadFolder reads the lists of a folder and of those in it: the files that end in
// .txt. A line is a text, as in a prompt; empty lines and those that begin with # are
// left out. "": nil. The error is one of the folder itself; a list that can't be read
// says so when it is used. Links are not followed.
func ReadFolder(folder string) (*Folder, error) {
	if folder == "" {
		return nil, nil
	}
	f := &Folder{lists: map[string]list{}}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return f, err
	}
	defer func() { _ = root.Close() }() // it was only read
	left := maxAllBytes
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil, entry.IsDir() && strings.Count(name, "/") >= maxDeep:
			return fs.SkipDir
		case !entry.Type().IsRegular() || !strings.EqualFold(path.Ext(name), ".txt"):
			return nil
		case len(f.lists) >= maxLists:
			return fs.SkipAll
		}
		one := readList(filepath.Join(folder, filepath.FromSlash(name)), min(maxListBytes, left))
		for _, line := range one.lines {
			left -= len(line)
		}
		f.lists[keyOf(strings.TrimSuffix(name, path.Ext(name)))] = one
		return nil
	})
	return f, err
}

func readList(path string, most int) list {
	text, err := readFile(path, max(most, 0))
	if told, ok := errors.AsType[*Error](err); ok && told.Code == Large {
		return list{why: request.Why{Code: variations.LargeListFile, Max: strconv.Itoa(maxListBytes)}}
	} else if ok {
		return list{why: request.Why{Code: variations.NoTextList}}
	}
	if err != nil {
		return list{why: request.Why{Code: variations.UnreadList}}
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(lines) == maxLines {
			return list{why: request.Why{Code: variations.LongListFile, Max: strconv.Itoa(maxLines)}}
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return list{why: request.Why{Code: variations.EmptyList}}
	}
	return list{lines: lines}
}

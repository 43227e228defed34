package naming

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	// lastNumber is the largest number that PlaceIn tries; it fits into
	// numberRoom bytes.
	lastNumber = 999_999

	// nearby is how many numbers PlaceIn tries in sequence before it searches
	// for the end of the sequence.
	nearby = 16
)

// ErrNoFreeName: a million files already have the name.
var ErrNoFreeName = errors.New("every number for this file name is taken")

// NameError says that PlaceIn doesn't accept a name. A Template never makes
// such a name.
type NameError struct {
	Name  string
	Fault NameFault
}

func (e *NameError) Error() string { return fmt.Sprintf("file name %q: %s", e.Name, e.Fault) }

// NameFault is why a name can't be used.
type NameFault string

// The values of NameFault.
const (
	NameOutside NameFault = "outside" // it leads out of the folder
	NameLong    NameFault = "long"
)

// PlaceIn moves the finished file temp, in the open folder root, to name, a relative path with
// slashes as made by Template.Name, and returns its path.
//
// No file is ever replaced: when the name is taken, the next free one of
// "name (2).png", "name (3).png", … is used. That holds against other
// goroutines and programs, and on file systems that take "A" and "a" for the
// same, because the system itself refuses the rename. On others, names that
// names knows to differ by case alone are taken too, and a folder whose name
// does is used instead of a new one.
//
// Folders within name are made, and their names synced. The caller has synced
// the file's contents, and syncs the folder that it is in now. Nothing leads out
// of root: where a folder of name is a link that does, the error is a
// *LinkError. Right before the file gets a name, which may turn out to be taken,
// note is called with it; an error of note's ends it. After any error the file
// is where it was.
func PlaceIn(root *os.Root, names *Names, temp, name string, note func(name string) error) (finalPath string, err error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || strings.HasSuffix(name, "/") || strings.ContainsAny(name, "\\\x00") {
		return "", &NameError{name, NameOutside}
	}
	if len(path.Base(name)) > MaxName-numberRoom {
		return "", &NameError{name, NameLong}
	}
	within, file := path.Split(path.Clean(name))
	within = strings.TrimSuffix(within, "/")
	within, err = makeFolders(root, within)
	if err != nil {
		return "", err
	}
	p := placing{root: root, names: names, temp: temp, note: note, within: within, stem: strings.TrimSuffix(file, path.Ext(file)), extension: path.Ext(file)}
	if p.stem == "" { // a name such as ".png" has no extension
		p.stem, p.extension = file, ""
	}
	final, err := p.firstFree()
	if err != nil {
		return "", fmt.Errorf("naming a saved picture: %w", orLink(root, within, err))
	}
	return filepath.Join(root.Name(), final), nil
}

// LinkError says that a folder within the pictures folder is a link out of it,
// or to nowhere. Nothing was written there.
type LinkError struct {
	Name string // of the link, relative to root
	Err  error  // of the system
}

func (e *LinkError) Error() string {
	return fmt.Sprintf("“%s” in the folder is a link that leads to another place", e.Name)
}

func (e *LinkError) Unwrap() error { return e.Err }

// Reach reports an error when a folder within root, which need not exist, can't
// be reached without leaving root. If a link leads out, it is a *LinkError.
func Reach(root *os.Root, within string) error {
	if _, err := root.Stat(filepath.FromSlash(within)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return orLink(root, within, err)
	}
	return nil
}

// orLink returns a *LinkError if a link on the way to within caused err.
func orLink(root *os.Root, within string, err error) error {
	at := ""
	for part := range strings.SplitSeq(within, "/") {
		at = path.Join(at, part)
		info, looking := root.Lstat(filepath.FromSlash(at))
		if looking != nil {
			break
		}
		if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 { // irregular: a Windows junction
			return &LinkError{Name: at, Err: err}
		}
	}
	return err
}

// makeFolders makes the folders of within, a path with slashes, one by one
// below the folder, which is not made: when the disk it was on is gone, a folder
// in its place would hide that. It returns the path of the innermost.
func makeFolders(root *os.Root, within string) (string, error) {
	if within == "" {
		return "", nil
	}
	above := "."
	for part := range strings.SplitSeq(within, "/") {
		inner := folderIn(root, above, part)
		switch err := root.Mkdir(filepath.FromSlash(inner), 0o777); {
		case err == nil:
			if err := syncIn(root, filepath.FromSlash(above)); err != nil {
				return "", fmt.Errorf("making a folder for saved pictures: %w", err)
			}
		case !errors.Is(err, fs.ErrExist):
			return "", fmt.Errorf("making a folder for saved pictures: %w", orLink(root, within, err))
		}
		above = inner
	}
	return above, nil
}

// placing is the search for one free name.
type placing struct {
	root                          *os.Root
	names                         *Names
	temp, within, stem, extension string
	note                          func(name string) error
}

// name returns the name with a number, relative to the folder.
func (p placing) name(number int) string {
	base := p.stem + p.extension
	if number != 1 {
		base = fmt.Sprintf("%s (%d)%s", p.stem, number, p.extension)
	}
	return filepath.Join(filepath.FromSlash(p.within), base)
}

// firstFree tries the numbers in order. After a few it jumps to the end of the
// sequence; otherwise n files with the same name would need n² steps.
func (p placing) firstFree() (string, error) {
	to, err := openTarget(p.root, filepath.FromSlash(p.within))
	if err != nil {
		return "", err
	}
	defer to.close()
	for number := 1; number <= lastNumber; number++ {
		if number == nearby+1 {
			number = p.endOfRow(number)
		}
		final := p.name(number)
		if _, err := p.root.Lstat(final); err == nil {
			continue
		}
		done, free := p.names.claim(p.root, filepath.FromSlash(p.within), filepath.Base(final))
		if !free {
			continue
		}
		err := p.note(filepath.ToSlash(final))
		if err == nil {
			if err = to.moveNoReplace(p.temp, final); errors.Is(err, fs.ErrExist) {
				done(true)
				continue
			}
		}
		if done(err == nil); err != nil {
			return "", err
		}
		return final, nil
	}
	return "", fmt.Errorf("%s: %w", p.name(1), ErrNoFreeName)
}

// endOfRow returns a free number, first or greater, whose predecessor is taken,
// as far as that can be known while others place files too.
func (p placing) endOfRow(first int) int {
	taken := func(number int) bool {
		_, err := p.root.Lstat(p.name(number))
		return err == nil
	}
	low, step := first-1, 1 // low is taken
	for low+step <= lastNumber && taken(low+step) {
		low += step
		step *= 2
	}
	high := min(low+step, lastNumber)
	for high-low > 1 {
		if middle := low + (high-low)/2; taken(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

package naming

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	// lastNumber is the last number that Place tries: numberRoom bytes.
	lastNumber = 999_999

	// nearby is how many numbers Place tries one after the other before it
	// looks for the end of a long row of them.
	nearby = 16
)

// ErrNoFreeName is returned when a million files have the name already.
var ErrNoFreeName = errors.New("every number for this file name is taken")

// NameError is returned for a name that Place does not accept. A Template
// never makes one.
type NameError struct {
	Name    string
	Problem string
}

func (e *NameError) Error() string { return fmt.Sprintf("file name %q %s", e.Name, e.Problem) }

// Place moves the finished file tempPath into folder under name, a relative
// path with slashes as Template.Name makes it, and returns where it is.
//
// No file is ever replaced: when the name is taken, the next free one of
// "name (2).png", "name (3).png", … is used. That holds against other
// goroutines and programs, and on file systems that take "A" and "a" for the
// same, because the system itself refuses the rename.
//
// folder must exist and be on the file system of tempPath; folders within name
// are made. The caller has synced the file's contents; Place syncs the folders
// it changed, so that the name too survives a power cut. When that fails the
// error comes together with the path, since the file is in place. In every
// other case of an error the path is empty and tempPath is where it was.
func Place(tempPath, folder, name string) (finalPath string, err error) {
	final, err := PlaceUnsynced(tempPath, folder, name)
	if err != nil {
		return "", err
	}
	if err := SyncFolder(filepath.Dir(final)); err != nil {
		return final, fmt.Errorf("making a saved picture's name durable: %w", err)
	}
	return final, nil
}

// PlaceUnsynced is Place without the sync of the folder that the file is in afterwards:
// it is for callers who move several files and call SyncFolder then. An error
// means that tempPath is where it was.
func PlaceUnsynced(tempPath, folder, name string) (finalPath string, err error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || strings.HasSuffix(name, "/") || strings.ContainsAny(name, "\\\x00") {
		return "", &NameError{name, "does not stay inside the folder"}
	}
	if len(path.Base(name)) > MaxName-numberRoom {
		return "", &NameError{name, fmt.Sprintf("is longer than %d bytes", MaxName-numberRoom)}
	}
	within, file := path.Split(path.Clean(name))
	target, err := makeFolders(folder, within)
	if err != nil {
		return "", err
	}
	p := placing{temp: tempPath, folder: target, stem: strings.TrimSuffix(file, path.Ext(file)), extension: path.Ext(file)}
	if p.stem == "" { // a name such as ".png" has no extension
		p.stem, p.extension = file, ""
	}
	final, err := p.firstFree()
	if err != nil {
		return "", fmt.Errorf("naming a saved picture: %w", err)
	}
	return final, nil
}

// makeFolders makes the folders of within, a path with slashes, one by one
// below folder, which is not made: when the disk it was on is gone, a folder
// in its place would hide that.
func makeFolders(folder, within string) (string, error) {
	if info, err := os.Stat(folder); err != nil {
		return "", fmt.Errorf("opening the folder for saved pictures: %w", err)
	} else if !info.IsDir() {
		return "", fmt.Errorf("opening the folder for saved pictures: %w", &fs.PathError{Op: "open", Path: folder, Err: syscall.ENOTDIR})
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(within, "/"), "/") {
		if part == "" {
			continue
		}
		inner := filepath.Join(folder, part)
		switch err := os.Mkdir(inner, 0o777); {
		case err == nil:
			if err := SyncFolder(folder); err != nil {
				return "", fmt.Errorf("making a folder for saved pictures: %w", err)
			}
		case !errors.Is(err, fs.ErrExist):
			return "", fmt.Errorf("making a folder for saved pictures: %w", err)
		}
		folder = inner
	}
	return folder, nil
}

// placing is one search for a free name.
type placing struct {
	temp, folder, stem, extension string
}

func (p placing) path(number int) string {
	if number == 1 {
		return filepath.Join(p.folder, p.stem+p.extension)
	}
	return filepath.Join(p.folder, fmt.Sprintf("%s (%d)%s", p.stem, number, p.extension))
}

// firstFree tries the numbers in their order. After a few it leaps ahead to
// the end of the row, or a folder of n files with the same name would cost n²
// steps to fill.
func (p placing) firstFree() (string, error) {
	for number := 1; number <= lastNumber; number++ {
		if number == nearby+1 {
			number = p.endOfRow(number)
		}
		final := p.path(number)
		err := moveNoReplace(p.temp, final)
		if err == nil {
			return final, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: %w", p.path(1), ErrNoFreeName)
}

// endOfRow returns a number from first on that is free and whose predecessor
// is taken, as far as one can tell while others place files too.
func (p placing) endOfRow(first int) int {
	taken := func(number int) bool {
		_, err := os.Lstat(p.path(number))
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

// moveByLink moves a file where the system has no rename that refuses to
// replace. A hard link is refused when its name is taken. Where there are no
// hard links either (FAT, some network disks) the name is first taken by an
// empty file, which nobody else can do at the same time, and the rename
// replaces that one alone.
func moveByLink(from, to string) error {
	linkErr := os.Link(from, to)
	if linkErr == nil {
		if err := os.Remove(from); err != nil {
			return errors.Join(err, os.Remove(to))
		}
		return nil
	}
	if errors.Is(linkErr, fs.ErrExist) || errors.Is(linkErr, fs.ErrNotExist) {
		return linkErr
	}
	return moveByReservation(from, to)
}

func moveByReservation(from, to string) error {
	reservation, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	if err := reservation.Close(); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

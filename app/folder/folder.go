// Package folder is a folder that pictures are written into, held open.
//
// What it promises: nothing that is done through a Folder leads out of the
// folder, whatever links stand in it, and nothing happens in a folder that was
// put in its place after it was opened. A new file is really new: it is made
// under a name that nobody can guess, and never over, or through, anything that
// is there. Nothing waits at a pipe or a device that stands where a file should.
//
// The folder itself may be a link, and be on any disk: a person chose it.
//
// Its mark is a small file with an id, by which the folder is told from another
// one in the same place, such as the empty one that stays when a disk goes. It
// is shared by all libraries and computers that save into the folder. An
// Identity compares the mark with the one that the library remembers: pictures
// are saved in the folder that they were in, and not in another one that has
// taken its place; while it isn't there, none of its pictures counts as gone.
//
// Goroutines: all functions work on the disk and block. A Folder may be used on
// many goroutines at once until it is closed.
package folder

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lookbook/app/media"
	"lookbook/app/media/naming"
)

// TempPrefix begins the names of temporary files: hidden, in the folder that
// the picture goes to, so that the last step is a rename.
const TempPrefix = ".lookbook-"

// ErrNotFolder: what stands in the folder's place is not one.
var ErrNotFolder = errors.New("not a folder")

// Folder is an open folder.
type Folder struct {
	path  string
	root  *os.Root
	names *naming.Names
}

// Open opens a folder that is there.
func Open(path string) (*Folder, error) {
	if path != "" {
		path = filepath.Clean(path)
	}
	info, err := os.Stat(path) // first: at a pipe an open would wait
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: path, Err: ErrNotFolder}
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Folder{path: path, root: root, names: new(naming.Names)}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Path is the folder's path as it was given to Open.
func (f *Folder) Path() string { return f.path }

// Root is the folder for reading what it holds.
func (f *Folder) Root() *os.Root { return f.root }

// Temp makes a temporary file. Its name says of what it is, if anything, and
// ends with suffix.
func (f *Folder) Temp(of, suffix string, mode fs.FileMode) (file *os.File, name string, err error) {
	name = TempPrefix + of + strings.ToLower(rand.Text()) + suffix
	file, err = f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	return file, name, err
}

// Own opens a temporary file of an earlier time, with a flag of os.OpenFile
// that makes and cuts nothing. What is no ordinary file, or has a second name
// somewhere and is to be written, is media.ErrNotFile: it may be another file.
func (f *Folder) Own(name string, flag int) (*os.File, error) {
	before, err := f.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	notOurs := &fs.PathError{Op: "open", Path: filepath.Join(f.path, name), Err: media.ErrNotFile}
	if !before.Mode().IsRegular() || flag != os.O_RDONLY && names(before) > 1 {
		return nil, notOurs
	}
	file, err := f.root.OpenFile(name, flag|media.NonBlocking, 0)
	if file, err = media.Ordinary(file, name, err); err != nil {
		return nil, err
	}
	if is, err := file.Stat(); err != nil || !os.SameFile(before, is) {
		return nil, errors.Join(notOurs, err, file.Close())
	}
	return file, nil
}

// Remove removes a file, or a link and not what it leads to. One that is not
// there is no error.
func (f *Folder) Remove(name string) error {
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Within is the path within the folder of an absolute one.
func (f *Folder) Within(path string) (string, error) { return filepath.Rel(f.path, path) }

// Ordinary opens a file within the folder for reading. What is no ordinary file,
// a link too, is media.ErrNotFile, and is not waited for.
func (f *Folder) Ordinary(within string) (*os.File, error) {
	if is, err := f.root.Lstat(within); err != nil {
		return nil, err
	} else if !is.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: within, Err: media.ErrNotFile}
	}
	file, err := f.root.OpenFile(within, os.O_RDONLY|media.NonBlocking, 0)
	return media.Ordinary(file, within, err)
}

// Replace writes a file whole, or leaves the one that was there; at is when it
// counts as changed, zero: now. A link in its place is replaced, not followed.
func (f *Folder) Replace(within string, content []byte, at time.Time) error {
	if is, err := f.root.Lstat(within); err == nil && is.IsDir() {
		return &fs.PathError{Op: "replace", Path: within, Err: media.ErrNotFile}
	}
	file, temp, err := f.Temp("", SidecarSuffix, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil && !at.IsZero() {
		_ = f.SetTime(temp, at) // some disks have no times; then it is now
	}
	if err == nil {
		err = f.root.Rename(temp, within)
	}
	if err != nil {
		return errors.Join(err, f.Remove(temp))
	}
	return nil
}

// SetTime sets when a file was changed.
func (f *Folder) SetTime(name string, at time.Time) error { return f.root.Chtimes(name, at, at) }

// Place gives a temporary file its final name, see naming.PlaceIn, and
// answers the path. Only an ordinary file is placed: somebody who sees the
// temporary file's name may have put a link in its place.
func (f *Folder) Place(temp, name string) (string, error) {
	return f.PlaceNoting(temp, name, func(string) error { return nil })
}

// PlaceNoting is Place that calls note with the very name, numbered and with
// slashes, right before the file gets it. An error of note's ends it.
func (f *Folder) PlaceNoting(temp, name string, note func(name string) error) (string, error) {
	final, err := naming.PlaceIn(f.root, f.names, temp, name, note)
	if err != nil {
		return "", err
	}
	within, err := filepath.Rel(f.root.Name(), final)
	if err != nil {
		return "", err
	}
	if info, err := f.root.Lstat(within); err == nil && !info.Mode().IsRegular() {
		return "", errors.Join(&fs.PathError{Op: "rename", Path: final, Err: media.ErrNotFile}, f.root.Remove(within))
	}
	return final, nil
}

// Temps are the names of the temporary files in the folder.
func (f *Folder) Temps() ([]string, error) {
	dir, err := f.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }() // only read
	all, err := dir.Readdirnames(-1)
	var temps []string
	for _, name := range all {
		if strings.HasPrefix(name, TempPrefix) {
			temps = append(temps, name)
		}
	}
	return temps, err
}

// Package folder is a folder that pictures are written into, held open.
//
// It promises that nothing done through a Folder leads out of the folder, whatever links are in it,
// and that nothing happens in a folder that replaced it after it was opened. A new file is really
// new: it gets a name that nobody can guess, and never overwrites, or follows, anything that
// exists. Nothing blocks on a pipe or a device in place of a file.
//
// The folder itself may be a link, and may be on any disk, because a person chose it.
//
// Its mark is a small file with an id. It distinguishes the folder from another one at the same
// path, such as the empty mount point that stays when a disk is removed. All libraries and
// computers that save into the folder share the mark. An Identity compares the mark with the one
// that the library remembers. Pictures are saved only in the folder that they were in before, and
// while it is missing none of its pictures counts as gone.
//
// Goroutines: all functions touch the disk and block. A Folder may be used on many goroutines at
// once until it is closed. Whoever opened it closes it.
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

// TempPrefix starts the names of temporary files. They are hidden, and in the
// folder that the picture goes to, so that the last step is a rename.
const TempPrefix = ".lookbook-"

// ErrNotFolder: something else is at the folder's path.
var ErrNotFolder = errors.New("not a folder")

// Folder is an open folder.
type Folder struct {
	path  string
	root  *os.Root
	names *naming.Names
}

// Open opens an existing folder. The caller closes it.
func Open(path string) (*Folder, error) {
	if path != "" {
		path = filepath.Clean(path)
	}
	info, err := os.Stat(path) // first, because opening a pipe would block
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

func (f *Folder) Close() error { return f.root.Close() }

// Path returns the path that Open was given.
func (f *Folder) Path() string { return f.path }

// Root gives read access to the folder's content.
func (f *Folder) Root() *os.Root { return f.root }

// Temp creates a temporary file. of, if not empty, becomes part of its name,
// which ends with suffix.
func (f *Folder) Temp(of, suffix string, mode fs.FileMode) (file *os.File, name string, err error) {
	name = TempPrefix + of + strings.ToLower(rand.Text()) + suffix
	file, err = f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	return file, name, err
}

// Own opens an existing temporary file, with a flag of os.OpenFile that neither
// creates nor truncates. The error is media.ErrNotFile for anything except a
// regular file, and for a file to be written that has a second name, because it
// may be another file.
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

// Remove removes a file, or a link but not its target. A missing file is no
// error.
func (f *Folder) Remove(name string) error {
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Within returns an absolute path relative to the folder.
func (f *Folder) Within(path string) (string, error) { return filepath.Rel(f.path, path) }

// Has reports whether there is a regular file in the folder.
func (f *Folder) Has(within string) bool {
	is, err := f.root.Lstat(within)
	return err == nil && is.Mode().IsRegular()
}

// Ordinary opens a file in the folder for reading. Anything except a regular file, also a link, is
// media.ErrNotFile and doesn't block.
func (f *Folder) Ordinary(within string) (*os.File, error) {
	if is, err := f.root.Lstat(within); err != nil {
		return nil, err
	} else if !is.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: within, Err: media.ErrNotFile}
	}
	file, err := f.root.OpenFile(within, os.O_RDONLY|media.NonBlocking, 0)
	return media.Ordinary(file, within, err)
}

// Replace writes a complete file, or leaves the existing one. at is its
// modification time; zero: now. A link in its place is replaced, not followed.
func (f *Folder) Replace(within string, content []byte, at time.Time) error {
	err := f.replace(within, content, at)
	if errors.Is(err, fs.ErrNotExist) {
		// The clean-up at the start, which runs beside the first changes, took the temporary file
		// for one that an earlier run left. The next one is not on its list.
		err = f.replace(within, content, at)
	}
	return err
}

func (f *Folder) replace(within string, content []byte, at time.Time) error {
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
		_ = f.SetTime(temp, at) // some disks have no times, and then it is now
	}
	if err == nil {
		err = f.root.Rename(temp, within)
	}
	if err != nil {
		return errors.Join(err, f.Remove(temp))
	}
	return nil
}

// SetTime sets a file's modification time.
func (f *Folder) SetTime(name string, at time.Time) error { return f.root.Chtimes(name, at, at) }

// Place gives a temporary file its final name, see naming.PlaceIn, and returns
// the path. It places regular files only: whoever sees the temporary file's
// name may have replaced it by a link.
func (f *Folder) Place(temp, name string) (string, error) {
	return f.PlaceNoting(temp, name, func(string) error { return nil })
}

// PlaceNoting is Place, but calls note with the exact name, numbered and with
// slashes, right before the file gets it. An error of note stops it.
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

// Temps lists the names of the temporary files in the folder.
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

//go:build unix && !darwin

package trash

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"lookbook/app/cause"
)

// binFor finds the trash for the files of a folder, and creates it if needed.
func (b *bins) binFor(folder string) found {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return found{err: failed(folder, cause.FileFolderUnseen, err)}
	}
	on, err := mountOf(real)
	if err != nil {
		return found{err: failed(folder, cause.FileFolderUnseen, err)}
	}
	if b.home != "" {
		if b.homeOn == (mount{}) {
			if b.homeOn, err = mountOf(existing(b.home)); err != nil {
				return found{err: failed(folder, cause.TrashUnfound, err)}
			}
		}
		if b.homeOn == on {
			made := bin{folder: b.home}
			err := made.make(folder)
			if link := linkAway(b.home, on); link != "" && err != nil {
				err = elsewhere(folder, link, err)
			}
			return found{bin: made, real: real, err: err}
		}
	}
	top, err := topOf(real, on)
	if err != nil {
		return found{err: failed(folder, cause.TrashUnfound, err)}
	}
	made, err := b.topBin(folder, top)
	if link := linkAway(b.home, on); link != "" && err != nil {
		err = elsewhere(folder, link, err)
	}
	return found{bin: made, real: real, err: err}
}

// linkAway returns a link on the disk on that makes path lead to another disk
// or to nothing; "": there is none.
func linkAway(path string, on mount) string {
	for ; path != filepath.Dir(path); path = filepath.Dir(path) {
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		lies, err := mountOf(filepath.Dir(path))
		if err != nil || lies != on {
			continue
		}
		if leads, err := mountOf(path); err != nil || leads != on {
			return path
		}
	}
	return ""
}

// elsewhere says that a link keeps the trash from accepting a file.
func elsewhere(path, link string, err error) error {
	return &Error{Path: path, Why: cause.New(cause.TrashElsewhere, "Path", link), Kind: ErrUnsupported, Err: err}
}

// existing returns the path itself or its closest existing parent.
func existing(path string) string {
	for {
		if _, err := os.Stat(path); err == nil || path == filepath.Dir(path) {
			return path
		}
		path = filepath.Dir(path)
	}
}

// topOf returns the topmost parent of folder on the same disk.
func topOf(folder string, on mount) (string, error) {
	for {
		above := filepath.Dir(folder)
		if above == folder {
			return folder, nil
		}
		aboveOn, err := mountOf(above)
		if err != nil {
			return "", err
		}
		if aboveOn != on {
			return folder, nil
		}
		folder = above
	}
}

// topBin returns the trash at the top of a disk: in the shared folder made by
// an administrator, if that is safe, otherwise the user's own.
func (b *bins) topBin(folder, top string) (bin, error) {
	uid := strconv.Itoa(b.uid)
	shared := filepath.Join(top, ".Trash")
	// Anybody may write there. Only the sticky bit keeps others from moving its
	// content, and it must not be a link.
	if info, err := os.Lstat(shared); err == nil && info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		own := bin{folder: filepath.Join(shared, uid), top: top}
		if b.ownFolder(own.folder) == nil && own.make(folder) == nil {
			return own, nil
		}
	}
	own := bin{folder: filepath.Join(top, ".Trash-"+uid), top: top}
	if err := b.ownFolder(own.folder); err != nil {
		why := cause.New(cause.TrashNotMade)
		if is, failed := os.Lstat(own.folder); failed == nil && is.Mode()&fs.ModeSymlink != 0 {
			why = cause.New(cause.TrashLink, "Path", own.folder)
		}
		return bin{}, &Error{Path: folder, Why: why, Kind: ErrUnsupported, Err: err}
	}
	return own, own.make(folder)
}

var errNotOurs = errors.New("it is a link, or somebody else's")

// ownFolder creates a folder that nobody else can read, or checks that an
// existing one belongs to the user. On some disks all files have another owner;
// other programs use no trash there either.
func (b *bins) ownFolder(path string) error {
	making := os.Mkdir(path, 0o700)
	if making != nil && !errors.Is(making, fs.ErrExist) {
		return making
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if info.IsDir() && known && int(owner.Uid) == b.uid {
		return nil
	}
	err = &fs.PathError{Op: "use", Path: path, Err: errNotOurs}
	if making == nil {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// make creates the folders of a bin.
func (b bin) make(folder string) error {
	for _, part := range []string{"info", "files"} {
		if err := os.MkdirAll(filepath.Join(b.folder, part), 0o700); err != nil {
			return failed(folder, cause.TrashUnwritten, err)
		}
	}
	return nil
}

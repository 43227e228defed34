//go:build unix && !darwin

package trash

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"lookbook/app/cause"
	"lookbook/app/media/naming"
)

// The trash of the freedesktop.org specification 1.0:
// https://specifications.freedesktop.org/trash-spec/1.0/

const (
	noteSuffix = ".trashinfo"

	// longestName bounds a name in the trash, in bytes, so that file systems
	// accept the longer name of its .trashinfo file. shortName is for file
	// systems that accept less (encrypted homes: 143).
	longestName = 255 - len(noteSuffix)
	shortName   = 120

	// numbered is how many numbers in sequence are tried for a taken name,
	// before random ones: thousands of files may have had the same name.
	numbered = 20
	// tries bounds all tries.
	tries = 60
)

// bin is one trash folder.
type bin struct {
	folder string
	top    string // base of the paths in its .trashinfo files; "": the root
}

// bins finds the trash folders for the files of one call.
type bins struct {
	home   string // trash in the user's home
	homeOn mount
	uid    int
	found  map[string]found // by folder of the files
}

type found struct {
	bin  bin
	real string // folder of the files, with links resolved
	err  error
}

func putAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	b := &bins{home: homeTrash(), uid: os.Getuid(), found: map[string]found{}}
	for i, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		item, err := b.put(file)
		done(i, item, err)
	}
	return nil
}

// find does nothing: an item knows where it is.
func find(item Item) (Item, error) { return item, nil }

// homeTrash is $XDG_DATA_HOME/Trash; "": there is no home.
func homeTrash() string {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "Trash")
	}
	if home, err := os.UserHomeDir(); err == nil && filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "share", "Trash")
	}
	return ""
}

// put moves one file.
func (b *bins) put(file File) (Item, error) {
	info, err := check(file)
	if err != nil {
		return Item{}, err
	}
	folder, name := filepath.Split(filepath.Clean(file.Path))
	at, known := b.found[folder]
	if !known {
		at = b.binFor(folder)
		b.found[folder] = at
	}
	if at.err != nil {
		var told *Error
		if errors.As(at.err, &told) { // the error applies to every file of the folder
			told = &Error{Path: file.Path, Why: told.Why, Kind: told.Kind, Err: told.Err}
			return Item{}, told
		}
		return Item{}, at.err
	}
	path := filepath.Join(at.real, name)
	if at.bin.top != "" {
		if path, err = filepath.Rel(at.bin.top, path); err != nil {
			return Item{}, failed(file.Path, cause.TrashUnfound, err)
		}
	}
	item := Item{Path: file.Path, At: time.Now(), is: info}
	if item.kept, item.note, err = at.bin.take(file.Path, name, path, item.At); err != nil {
		return Item{}, err
	}
	return item, item.verify()
}

// verify checks that the moved file is the one that was meant. Another one that
// took its place meanwhile is moved back.
func (i *Item) verify() error {
	moved, err := os.Lstat(i.kept)
	if err == nil && same(moved, i.is) {
		return nil
	}
	if err != nil {
		return failed(i.Path, cause.TrashUnread, err)
	}
	wrong := changed(i.Path)
	if err := naming.Move(i.kept, i.Path); err != nil {
		return errors.Join(wrong, err) // it stays in the trash, with its .trashinfo file
	}
	return errors.Join(wrong, os.Remove(i.note))
}

// take moves the file at from into the bin under a free name. The .trashinfo
// file is on disk before the file is moved: without one, no program could
// restore the file.
func (b bin) take(from, name, path string, now time.Time) (kept, note string, err error) {
	content := "[Trash Info]\nPath=" + escape(path) + "\nDeletionDate=" + now.Local().Format("2006-01-02T15:04:05") + "\n"
	limit := longestName
	for try := range tries {
		called := nameFor(name, try, limit)
		kept, note = filepath.Join(b.folder, "files", called), filepath.Join(b.folder, "info", called+noteSuffix)
		err = writeNote(note, content)
		if err == nil {
			if err = naming.Move(from, kept); err == nil {
				return kept, note, nil
			}
			if removing := os.Remove(note); removing != nil {
				return "", "", failed(from, cause.TrashRefused, errors.Join(err, removing))
			}
		}
		switch {
		case errors.Is(err, fs.ErrExist):
		case errors.Is(err, syscall.ENAMETOOLONG) && limit != shortName:
			limit = shortName
		default:
			return "", "", b.refused(from, err)
		}
	}
	return "", "", failed(from, cause.TrashNames, err)
}

// refused says why a file could not be moved.
func (b bin) refused(from string, err error) error {
	switch {
	case errors.Is(err, syscall.EXDEV):
		if on, unknown := mountOf(filepath.Dir(from)); unknown == nil {
			if link := linkAway(filepath.Join(b.folder, "files"), on); link != "" {
				return elsewhere(from, link, err)
			}
		}
		return &Error{Path: from, Why: cause.New(cause.TrashNone), Kind: ErrUnsupported, Err: err}
	case errors.Is(err, fs.ErrNotExist):
		if _, there := os.Lstat(from); there != nil {
			return &Error{Path: from, Why: cause.New(cause.FileGone), Kind: ErrNotThere, Err: err}
		}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &Error{Path: from, Why: cause.New(cause.TrashFull), Err: err}
	case errors.Is(err, syscall.EROFS):
		return &Error{Path: from, Why: cause.New(cause.DiskReadOnly), Err: err}
	case errors.Is(err, fs.ErrPermission):
		return &Error{Path: from, Why: cause.New(cause.FileFolderShut), Err: err}
	}
	return failed(from, cause.TrashRefused, err)
}

// writeNote creates the .trashinfo file; the error is fs.ErrExist when there is
// one with that name.
func writeNote(path, content string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// nameFor returns the name to try: the name itself, then numbered ones like
// "name.2.png", then random numbers.
func nameFor(name string, try, limit int) string {
	extension := filepath.Ext(name)
	if len(extension) > 16 {
		extension = ""
	}
	stem := strings.TrimSuffix(name, extension)
	switch {
	case try >= numbered:
		extension = "." + strconv.FormatUint(uint64(rand.Uint32()), 10) + extension
	case try > 0:
		extension = fmt.Sprintf(".%d%s", try+1, extension)
	}
	if room := limit - len(extension); len(stem) > room {
		for room > 0 && !utf8.RuneStart(stem[room]) {
			room--
		}
		stem = stem[:room]
	}
	return stem + extension
}

// escape encodes a path as the specification requires: like a URL, byte by
// byte.
func escape(path string) string {
	var s strings.Builder
	for _, c := range []byte(path) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("/-_.~", c) >= 0:
			s.WriteByte(c)
		default:
			fmt.Fprintf(&s, "%%%02X", c)
		}
	}
	return s.String()
}

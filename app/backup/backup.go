// Package backup writes what a person did with Lookbook into one file, the library and the
// preferences, and restores it, also on another computer. The file holds neither the key nor the
// pictures.
//
// It promises that a file under its final name is whole, and that a file that is refused has
// changed nothing: a backup is unpacked and checked beside the library, and takes its place by one
// rename.
//
// Goroutines: the functions touch the disk and block, so they belong off the UI goroutine. They
// start no goroutine and close every file they open. Unpacked.Restore needs the library closed, and
// the caller holds the claim on it.
package backup

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lookbook/api/redact"
	"lookbook/app/library"
)

// The names in the file, and the largest size of each in bytes.
const (
	manifestName, manifestMost = "manifest.json", 64 << 10
	settingsName, settingsMost = "settings.json", 1 << 20
	libraryName, libraryMost   = "library.db", 16 << 30

	// small and ratio: a library of up to small bytes may be compressed in any ratio. A larger
	// one compressed by more than ratio isn't ours.
	small, ratio = 64 << 20, 100

	format = 1 // version of the file's format
)

// manifest describes the file.
type manifest struct {
	Format  int       `json:"lookbook_backup"`
	Program string    `json:"program"`
	Made    time.Time `json:"made"`
	Folder  string    `json:"folder"` // pictures folder on the computer that made the file
}

// Place says where things are on this computer. All paths are absolute.
type Place struct {
	Library  string
	Settings string // the preferences; it need not exist
	Pictures string // the folder of the pictures
	Create   bool   // that folder is Lookbook's own to make
}

// Progress receives the bytes written so far and in all. It may be nil.
type Progress func(done, total int64)

// Write makes a backup at to and returns what the backup holds. The library may be in use. An
// unfinished file is removed.
func Write(ctx context.Context, p Place, to, program string, now time.Time, tell Progress) (holds library.Contents, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write a backup: %w", err)
		}
	}()
	if _, err := os.Stat(p.Library); err != nil { // SQLite would create one
		return holds, err
	}
	temp, err := os.CreateTemp(filepath.Dir(to), ".lookbook-backup-*")
	if err != nil {
		return holds, err
	}
	copied := temp.Name() + ".db"
	defer func() {
		for _, name := range []string{copied, temp.Name()} {
			if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err := library.Snapshot(ctx, p.Library, copied); err != nil {
		return holds, errors.Join(err, temp.Close())
	}
	if holds, err = library.ContentsOf(ctx, copied); err != nil {
		return holds, errors.Join(err, temp.Close())
	}
	if err := errors.Join(fill(ctx, temp, copied, p, manifest{format, program, now.UTC(), p.Pictures}, tell), temp.Close()); err != nil {
		return holds, err
	}
	return holds, os.Rename(temp.Name(), to)
}

func fill(ctx context.Context, file *os.File, copied string, p Place, is manifest, tell Progress) error {
	z := zip.NewWriter(file)
	about, err := json.Marshal(is)
	if err != nil {
		return err
	}
	if err := add(z, manifestName, about); err != nil {
		return err
	}
	preferences, err := os.ReadFile(p.Settings)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil {
		if err := add(z, settingsName, redact.Bytes(preferences)); err != nil {
			return err
		}
	}
	source, err := os.Open(copied)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // only read
	info, err := source.Stat()
	if err != nil {
		return err
	}
	w, err := z.Create(libraryName)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, &reader{Reader: source, ctx: ctx, tell: tell, total: info.Size()}); err != nil {
		return err
	}
	return errors.Join(z.Close(), file.Sync())
}

func add(z *zip.Writer, name string, content []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// reader reads until its context ends, and reports its progress.
type reader struct {
	io.Reader
	ctx         context.Context
	tell        Progress
	done, total int64
}

func (r *reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.Reader.Read(b)
	if r.done += int64(n); r.tell != nil {
		r.tell(r.done, r.total)
	}
	return n, err
}

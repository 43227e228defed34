// Package backup writes what a person did with Lookbook into one file, the library and the
// preferences, and restores it, also on another computer. The file holds neither the key nor the
// pictures.
//
// It promises that a file under its final name is whole, and that a file that is refused has
// changed nothing.
//
// Goroutines: Write and Restore touch the disk and block, so they belong off the UI goroutine. Both
// start no goroutine and close every file they open. Restore needs the library closed, and the
// caller holds the claim on it.
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

// Names in the file, and the largest size of each in bytes.
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
	Settings string // the preferences; may be missing
	Pictures string // pictures folder
}

// Write writes a backup to the file to. The library may be in use. An unfinished file is removed.
// program is the version of Lookbook.
func Write(ctx context.Context, p Place, to, program string, now time.Time) (err error) {
	if _, err := os.Stat(p.Library); err != nil { // SQLite would create one
		return fmt.Errorf("write a backup: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(to), ".lookbook-backup-*")
	if err != nil {
		return fmt.Errorf("write a backup: %w", err)
	}
	copied := temp.Name() + ".db"
	defer func() {
		for _, name := range []string{copied, temp.Name()} {
			if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err = errors.Join(fill(ctx, temp, copied, p, program, now), temp.Close()); err != nil {
		return fmt.Errorf("write a backup: %w", err)
	}
	if err := os.Rename(temp.Name(), to); err != nil {
		return fmt.Errorf("write a backup: %w", err)
	}
	return nil
}

func fill(ctx context.Context, file *os.File, copied string, p Place, program string, now time.Time) error {
	if err := library.Snapshot(ctx, p.Library, copied); err != nil {
		return err
	}
	z := zip.NewWriter(file)
	about, err := json.Marshal(manifest{format, program, now.UTC(), p.Pictures})
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
	w, err := z.Create(libraryName)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, reader{ctx, source}); err != nil {
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

// reader stops reading when its context ends.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

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

	"lookbook/app/folder"
	"lookbook/app/library"
)

// Errors of Unpack, besides those of library.CheckSnapshot and of the disk.
var (
	// ErrForeign: the file is not a backup, or was changed.
	ErrForeign = errors.New("no backup")
	// ErrNewer: a newer version of the program made the backup.
	ErrNewer = errors.New("a newer backup")
	// ErrTooLarge: the content is too large for a library.
	ErrTooLarge = errors.New("backup too large")
	// ErrNoRoom: the content doesn't fit on the disk.
	ErrNoRoom = errors.New("too little room for what is in the backup")
)

// Unpacked is a backup that has been read completely and is stored beside the
// library, ready to replace it.
type Unpacked struct {
	Made        time.Time
	Holds       library.Contents
	Preferences []byte // a JSON object, with the folders of the computer that made it; nil: none

	place  Place
	folder string // the pictures folder on that computer
}

// Unpack reads a backup completely and stores its library beside ours, which
// may be in use and isn't changed. Only one backup can be unpacked at a time:
// the next one replaces it.
func Unpack(ctx context.Context, from string, p Place, tell Progress) (u *Unpacked, err error) {
	u = &Unpacked{place: p}
	defer func() {
		if err != nil {
			u, err = nil, fmt.Errorf("read a backup: %w", errors.Join(err, u.Discard()))
		}
	}()
	z, err := zip.OpenReader(from)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, zip.ErrInsecurePath) || errors.Is(err, io.ErrUnexpectedEOF) {
		return u, ErrForeign
	}
	if err != nil {
		return u, err
	}
	defer func() { _ = z.Close() }() // only read
	about, parts, err := look(&z.Reader, p)
	if err != nil {
		return u, err
	}
	u.Made, u.folder = about.Made, about.Folder
	if part := parts[settingsName]; part != nil {
		if u.Preferences, err = content(part, settingsMost); err != nil {
			return u, err
		}
		var document map[string]json.RawMessage
		if err := json.Unmarshal(u.Preferences, &document); err != nil || document == nil {
			return u, ErrForeign
		}
	}
	if err := unpack(ctx, parts[libraryName], u.path(), tell); err != nil {
		return u, err
	}
	u.Holds, err = prepare(ctx, u.path())
	return u, err
}

// path is the path of the unpacked library.
func (u *Unpacked) path() string { return u.place.Library + ".restoring" }

// Discard removes the unpacked library, unless it has replaced ours.
func (u *Unpacked) Discard() (err error) {
	for _, rest := range []string{"", "-wal", "-shm"} {
		if gone := os.Remove(u.path() + rest); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// Restore replaces the present library by the unpacked one. Nobody may have the library open. Its
// pictures are then looked for in this computer's folder. keep is called first, to copy the present
// library; its error stops the restore. Requests that were on their way when the backup was made
// are not sent again automatically. The caller restores the preferences.
func (u *Unpacked) Restore(ctx context.Context, keep func(context.Context) error) (err error) {
	defer func() {
		if err = errors.Join(err, u.Discard()); err != nil {
			err = fmt.Errorf("restore a backup: %w", err)
		}
	}()
	mark := u.mark(ctx) // while the present library still exists
	if err := keep(ctx); err != nil {
		return err
	}
	if err := library.Reroot(ctx, u.path(), u.folder, u.place.Pictures, mark); err != nil {
		return err
	}
	for _, rest := range []string{"-wal", "-shm"} { // the copy contains it, and it must never meet another library
		if err := os.Remove(u.place.Library + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(u.path(), u.place.Library)
}

// mark returns the mark of this computer's pictures folder: the one in the present library,
// otherwise the folder's own. If the present library can't be read, it may have known a folder
// whose disk isn't plugged in; the folder is then recognised by its pictures.
func (u *Unpacked) mark(ctx context.Context) string {
	if info, err := os.Stat(u.place.Library); err == nil && info.Size() > 0 {
		if mark, err := library.FolderMark(ctx, u.place.Library, u.place.Pictures); mark != "" || err != nil {
			return mark
		}
	}
	if u.place.Create {
		_ = os.MkdirAll(u.place.Pictures, 0o755) // opening the folder reports whether it exists
	}
	in, err := folder.Open(u.place.Pictures)
	if err != nil {
		return ""
	}
	defer func() { _ = in.Close() }() // only a mark was written
	mark, err := in.PutMark("")
	if err != nil {
		return "" // a read-only folder is recognised by its pictures
	}
	return mark
}

// look reads the manifest and checks the content before anything is unpacked.
func look(z *zip.Reader, p Place) (manifest, map[string]*zip.File, error) {
	most := map[string]uint64{manifestName: manifestMost, settingsName: settingsMost, libraryName: libraryMost}
	parts := map[string]*zip.File{}
	for _, f := range z.File {
		bound, known := most[f.Name]
		switch {
		case !known || parts[f.Name] != nil || !f.Mode().IsRegular():
			return manifest{}, nil, ErrForeign
		case f.UncompressedSize64 > bound, f.UncompressedSize64 > small && f.UncompressedSize64/ratio > f.CompressedSize64:
			return manifest{}, nil, ErrTooLarge
		}
		parts[f.Name] = f
	}
	if parts[manifestName] == nil || parts[libraryName] == nil {
		return manifest{}, nil, ErrForeign
	}
	text, err := content(parts[manifestName], manifestMost)
	if err != nil {
		return manifest{}, nil, err
	}
	var about manifest
	if err := json.Unmarshal(text, &about); err != nil || about.Format < 1 {
		return manifest{}, nil, ErrForeign
	}
	if about.Format > format {
		return manifest{}, nil, ErrNewer
	}
	if free, err := folder.Free(filepath.Dir(p.Library)); err == nil && free/2 < parts[libraryName].UncompressedSize64 {
		return manifest{}, nil, ErrNoRoom
	}
	return about, parts, nil
}

// content reads one part of the file into memory.
func content(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, ErrForeign
	}
	defer func() { _ = r.Close() }() // only read
	all, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, ErrForeign
	}
	if int64(len(all)) > most {
		return nil, ErrTooLarge
	}
	return all, nil
}

// unpack writes the library to a new file, and never more than the size that
// the archive states.
func unpack(ctx context.Context, f *zip.File, to string, tell Progress) (err error) {
	r, err := f.Open()
	if err != nil {
		return ErrForeign
	}
	defer func() { _ = r.Close() }() // only read
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // left by an interrupted restore
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, &reader{Reader: io.LimitReader(r, int64(f.UncompressedSize64)+1), ctx: ctx, tell: tell, total: int64(f.UncompressedSize64)})
	switch {
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		err = ErrForeign
	case err == nil && uint64(n) != f.UncompressedSize64:
		err = ErrForeign
	}
	return errors.Join(err, file.Sync(), file.Close())
}

// prepare checks an unpacked library, migrates it to the current format,
// settles requests that were on their way, and returns what it holds.
func prepare(ctx context.Context, path string) (library.Contents, error) {
	if err := library.CheckSnapshot(ctx, path); err != nil {
		return library.Contents{}, err
	}
	l, err := library.Open(ctx, path, library.Options{})
	if err != nil {
		return library.Contents{}, err
	}
	holds, err := l.Contents(ctx)
	return holds, errors.Join(err, l.Close())
}

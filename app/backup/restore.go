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

// Errors of Unpack, beside those of library.CheckSnapshot and the disk's.
var (
	// ErrForeign: the file is not a backup, or was changed.
	ErrForeign = errors.New("no backup")
	// ErrNewer: a newer version of the program made the backup.
	ErrNewer = errors.New("a newer backup")
	// ErrTooLarge: what is in it is too large for a library.
	ErrTooLarge = errors.New("backup too large")
	// ErrNoRoom: what is in it does not fit on the disk.
	ErrNoRoom = errors.New("too little room for what is in the backup")
)

// Unpacked is a backup that was read through and lies beside the library, ready
// to take its place.
type Unpacked struct {
	Made        time.Time
	Holds       library.Contents
	Preferences []byte // a JSON object, with the folders of where it was made; nil: there are none

	place  Place
	folder string // of the pictures, where it was made
}

// Unpack reads a backup through and lays it beside the library, which may be in
// use and is left alone. There is one at a time: another takes its place.
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

// path is where the unpacked library is.
func (u *Unpacked) path() string { return u.place.Library + ".restoring" }

// Discard removes what was unpacked, unless it has taken its place.
func (u *Unpacked) Discard() (err error) {
	for _, rest := range []string{"", "-wal", "-shm"} {
		if gone := os.Remove(u.path() + rest); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// Restore puts the unpacked library in the place of the present one, which nobody
// may have open. Pictures are looked for in the folder of here. Keep is called
// before, to make a copy of the present library; an error of it ends the
// restoring. What was on its way when the backup was made is not sent again by
// itself. The preferences are left to the caller.
func (u *Unpacked) Restore(ctx context.Context, keep func(context.Context) error) (err error) {
	defer func() {
		if err = errors.Join(err, u.Discard()); err != nil {
			err = fmt.Errorf("restore a backup: %w", err)
		}
	}()
	mark := u.mark(ctx) // while the present library is there
	if err := keep(ctx); err != nil {
		return err
	}
	if err := library.Reroot(ctx, u.path(), u.folder, u.place.Pictures, mark); err != nil {
		return err
	}
	for _, rest := range []string{"-wal", "-shm"} { // it is in the copy, and must never meet another library
		if err := os.Remove(u.place.Library + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(u.path(), u.place.Library)
}

// mark is the mark of the folder of here: the one that the present library knows
// it by, else the folder's own. A folder that an unreadable library may have
// known is left to be recognised by its pictures: its disk may not be plugged in.
func (u *Unpacked) mark(ctx context.Context) string {
	if info, err := os.Stat(u.place.Library); err == nil && info.Size() > 0 {
		if mark, err := library.FolderMark(ctx, u.place.Library, u.place.Pictures); mark != "" || err != nil {
			return mark
		}
	}
	if u.place.Create {
		_ = os.MkdirAll(u.place.Pictures, 0o755) // opening says whether it is there
	}
	in, err := folder.Open(u.place.Pictures)
	if err != nil {
		return ""
	}
	defer func() { _ = in.Close() }() // only a mark was made
	mark, err := in.PutMark("")
	if err != nil {
		return "" // a folder that can only be read is known by its pictures
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

// content reads a part into memory.
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

// unpack writes the library to a new file, never more than the file said.
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

// prepare checks an unpacked library, brings it to today's format, settles what
// was on its way, and tells what it holds.
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

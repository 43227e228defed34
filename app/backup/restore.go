package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"

	"lookbook/app/folder"
	"lookbook/app/library"
)

// Errors of Restore, beside those of library.CheckSnapshot and of the disk.
var (
	// ErrForeign: the file is not a backup, or was changed.
	ErrForeign = errors.New("no backup")
	// ErrNewer: a newer version of the program made the backup.
	ErrNewer = errors.New("a newer backup")
	// ErrTooLarge: the content doesn't fit on the disk, or is not a library.
	ErrTooLarge = errors.New("backup too large")
)

// Restore replaces library and preferences by those of a backup; pictures are then expected in
// p.Pictures. The library must not be open. Restore calls keep before it replaces the library, to
// make a copy of it; an error of keep ends it. Requests that were on their way when the backup was
// made are not sent again automatically.
func Restore(ctx context.Context, from string, p Place, keep func(context.Context) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("restore a backup: %w", err)
		}
	}()
	z, err := zip.OpenReader(from)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, zip.ErrInsecurePath) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrForeign
	}
	if err != nil {
		return err
	}
	defer func() { _ = z.Close() }() // only read
	about, parts, err := look(&z.Reader, p)
	if err != nil {
		return err
	}
	var preferences []byte
	if part := parts[settingsName]; part != nil {
		if preferences, err = content(part, settingsMost); err != nil {
			return err
		}
		if preferences, err = rerooted(preferences, p.Pictures); err != nil {
			return err
		}
	}
	temp := p.Library + ".restoring"
	defer func() {
		for _, rest := range []string{"", "-wal", "-shm"} {
			if gone := os.Remove(temp + rest); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err := unpack(ctx, parts[libraryName], temp); err != nil {
		return err
	}
	if err := prepare(ctx, temp, about.Folder, p.Pictures); err != nil {
		return err
	}
	if err := keep(ctx); err != nil {
		return err
	}
	for _, rest := range []string{"-wal", "-shm"} { // the copy contains it, and it must never meet another library
		if err := os.Remove(p.Library + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(temp, p.Library); err != nil {
		return err
	}
	if preferences == nil {
		return nil
	}
	return writePrivate(p.Settings, preferences)
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
		return manifest{}, nil, ErrTooLarge
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

// unpack writes the library to a new file, up to the size that the manifest
// says.
func unpack(ctx context.Context, f *zip.File, to string) (err error) {
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
	n, err := io.Copy(file, reader{ctx, io.LimitReader(r, int64(f.UncompressedSize64)+1)})
	switch {
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		err = ErrForeign
	case err == nil && uint64(n) != f.UncompressedSize64:
		err = ErrForeign
	}
	return errors.Join(err, file.Sync(), file.Close())
}

// prepare checks an unpacked library, migrates it, settles what was in
// progress, and changes its paths to this computer's folder.
func prepare(ctx context.Context, path, was, is string) error {
	if err := library.CheckSnapshot(ctx, path); err != nil {
		return err
	}
	l, err := library.Open(ctx, path, library.Options{})
	if err != nil {
		return err
	}
	if err := l.Close(); err != nil {
		return err
	}
	if was == "" || was == is {
		return nil
	}
	return library.Reroot(ctx, path, was, is)
}

// rerooted changes the folders in preferences to this computer's.
func rerooted(preferences []byte, pictures string) ([]byte, error) {
	var document map[string]any
	if err := json.Unmarshal(preferences, &document); err != nil || document == nil {
		return nil, ErrForeign
	}
	document["folder"] = pictures
	delete(document, "export_folder")
	return json.MarshalIndent(document, "", "\t")
}

func writePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomic.WriteFile(path, bytes.NewReader(content))
}

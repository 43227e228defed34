// Package harness is what tests of saved pictures share: a library, a folder of pictures and the part that looks after
// both, with a person's actions on them. A test embeds a World, and adds a service, an engine or nothing. Its methods
// are for the test's goroutine, and fail the test when something can't be done.
package harness

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
)

// World is open while Library and Files are set.
type World struct {
	T       testing.TB
	Library *library.Library
	Files   *files.Files
	Saving  folder.Saving
}

func (w *World) Totals() library.Totals {
	w.T.Helper()
	got, err := w.Library.Totals(context.Background())
	if err != nil {
		w.T.Fatal(err)
	}
	return got
}

func (w *World) Image(id int64) library.Image {
	w.T.Helper()
	got, err := w.Library.Image(context.Background(), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return got
}

// Trash moves pictures to the trash.
func (w *World) Trash(ids []int64) files.Trashed {
	w.T.Helper()
	got, err := w.Files.Trash(context.Background(), ids, nil)
	if err != nil {
		w.T.Fatal(err)
	}
	return got
}

func (w *World) Rescan() files.RescanResult {
	w.T.Helper()
	got, err := w.Files.Rescan(context.Background())
	if err != nil {
		w.T.Fatal(err)
	}
	return got
}

// Export exports pictures to a new folder.
func (w *World) Export(images []library.Image, metadata bool) (files.Exported, string) {
	w.T.Helper()
	to := filepath.Join(w.T.TempDir(), "copies")
	if err := os.Mkdir(to, 0o700); err != nil {
		w.T.Fatal(err)
	}
	exported, err := w.Files.Copies.Export(context.Background(), IDs(images), files.ExportTo{Folder: to, Metadata: metadata}, nil)
	if err != nil {
		w.T.Fatal(err)
	}
	return exported, to
}

// CheckAll checks all files, and expects this many gone and back.
func (w *World) CheckAll(gone, back int) {
	w.T.Helper()
	found, err := w.Files.CheckAll(context.Background())
	if err != nil || found.Gone != gone || found.Back != back {
		w.T.Errorf("a check found %+v (%v), want %d gone and %d back", found, err, gone, back)
	}
}

// WantStates expects pictures to be in these states.
func (w *World) WantStates(images []library.Image, want ...library.ImageState) {
	w.T.Helper()
	var states []library.ImageState
	for _, image := range images {
		states = append(states, w.Image(image.ID).State)
	}
	if !slices.Equal(states, want) {
		w.T.Errorf("the pictures are %q, want %q", states, want)
	}
}

// Move renames a file within the pictures folder, into folders that it creates.
func (w *World) Move(path, name string) string {
	w.T.Helper()
	to := filepath.Join(w.Saving.Folder, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.Rename(path, to)); err != nil {
		w.T.Fatal(err)
	}
	return to
}

// Names returns the names in the pictures folder, except its mark.
func (w *World) Names() (names []string) {
	w.T.Helper()
	entries, err := os.ReadDir(w.Saving.Folder)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != folder.MarkName {
			names = append(names, entry.Name())
		}
	}
	return names
}

// IDs are the ids of pictures.
func IDs(images []library.Image) (ids []int64) {
	for _, image := range images {
		ids = append(ids, image.ID)
	}
	return ids
}

// Pixels decodes a PNG with the standard library's decoder, which is independent of ours.
func Pixels(t testing.TB, data []byte) []byte {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Error(err)
		return nil
	}
	flat := image.NewNRGBA(decoded.Bounds())
	draw.Draw(flat, flat.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return flat.Pix
}

// ReadFile is what a file holds.
func ReadFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return data
}

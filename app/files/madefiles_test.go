package files_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media/contactsheet"
	"lookbook/app/proof"
	"lookbook/app/test/harness"
)

// A proof page has every picture that has a file, and says nothing else of it.
func TestProof(t *testing.T) {
	w, images := saved(t, 4)
	if err := os.Remove(images[3].Path); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for n := range 2 {
		made, err := w.Files.Copies.Proof(t.Context(), harness.IDs(images), files.ProofTo{Folder: folder, Name: "for you.html", About: proof.About{Title: "Coats"}}, nil)
		if err != nil || made.Pictures != 3 || len(made.Skipped) != 1 || len(namesIn(t, folder)) != n+1 {
			t.Fatalf("%+v, %v; %q", made, err, namesIn(t, folder))
		}
		page := string(harness.ReadFile(t, made.Path))
		for i, image := range images {
			if there := strings.Contains(page, proof.Name(image.ID, image.JobID, image.Generated.GeneratedImageID)); there != (i < 3) {
				t.Errorf("picture %d is there: %t", i, there)
			}
			if strings.Contains(page, image.JobID) || strings.Contains(page, filepath.Base(image.Path)) || image.Generated.GeneratedImageID != "" && strings.Contains(page, `"`+image.Generated.GeneratedImageID) {
				t.Errorf("the page tells where picture %d comes from", i)
			}
		}
	}
}

func rowsOf(images []library.Image) (rows []files.SheetRow) {
	for _, image := range images {
		rows = append(rows, files.SheetRow{Title: "row", Cells: []files.SheetCell{{Image: image.ID, Caption: "a caption"}, {}}})
	}
	return rows
}

func TestSheet(t *testing.T) {
	w, images := saved(t, 3)
	if err := os.Remove(images[1].Path); err != nil {
		t.Fatal(err)
	}
	for paper, begins := range map[contactsheet.Paper]string{"": "\x89PNG", contactsheet.A4: "%PDF", contactsheet.Letter: "%PDF"} {
		folder := t.TempDir()
		to := files.SheetTo{Folder: folder, Name: "sheet", Paper: paper, Sheet: contactsheet.Sheet{Title: "A 猫", Columns: 2, Font: goregular.TTF}, Rows: rowsOf(images)}
		made, err := w.Files.Copies.Sheet(t.Context(), to, nil)
		if err != nil || made.Pictures != 2 || len(made.Skipped) != 1 || string(made.Lacked) != "猫" || !bytes.HasPrefix(harness.ReadFile(t, made.Path), []byte(begins)) {
			t.Errorf("%q: %+v, %v", paper, made, err)
		}
	}
}

// Stopping, or a picture too many, leaves no file.
func TestNothingHalfMade(t *testing.T) {
	w, images := saved(t, 3)
	folder := t.TempDir()
	for name, make := range map[string]func(ctx context.Context, p files.Progress) (files.Made, error){
		"proof": func(ctx context.Context, p files.Progress) (files.Made, error) {
			return w.Files.Copies.Proof(ctx, harness.IDs(images), files.ProofTo{Folder: folder, Name: "a.html"}, p)
		},
		"sheet": func(ctx context.Context, p files.Progress) (files.Made, error) {
			to := files.SheetTo{Folder: folder, Name: "a.png", Sheet: contactsheet.Sheet{Columns: 2, Font: goregular.TTF}, Rows: rowsOf(images)}
			made, err := w.Files.Copies.Sheet(ctx, to, p)
			return made.Made, err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		made, err := make(ctx, func(done, _ int) {
			if done == 2 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || made.Path != "" || len(namesIn(t, folder)) != 0 {
			t.Errorf("%s: %+v, %v; %q", name, made, err, namesIn(t, folder))
		}
	}
	many := make([]int64, proof.MaxPictures+1)
	if _, err := w.Files.Copies.Proof(t.Context(), many, files.ProofTo{Folder: folder, Name: "a.html"}, nil); !errors.As(err, new(*files.TooManyError)) {
		t.Errorf("too many: %v", err)
	}
	for _, image := range images {
		if err := os.Remove(image.Path); err != nil {
			t.Fatal(err)
		}
	}
	made, err := w.Files.Copies.Proof(t.Context(), harness.IDs(images), files.ProofTo{Folder: folder, Name: "a.html"}, nil)
	if err != nil || made.Path != "" || len(made.Skipped) != 3 || len(namesIn(t, folder)) != 0 {
		t.Errorf("without a picture: %+v, %v; %q", made, err, namesIn(t, folder))
	}
}

package files_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/media/contactsheet"
	"lookbook/app/media/convert"
	"lookbook/app/problem"
	"lookbook/app/test/harness"
)

// smallDisk mounts a disk of this size until the test ends. It returns false if
// this user may not mount.
func smallDisk(t *testing.T, bytes int) (folder string, mounted bool) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, fmt.Sprintf("size=%d,mode=700", bytes))
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Logf("no disk can be mounted here: %v", err)
		return "", false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder, true
}

// A disk that fills up gets the copies that fit. The others are reported one by
// one, and no copy is half written.
func TestExportToAFullDisk(t *testing.T) {
	folder, mounted := smallDisk(t, 128<<10)
	if !mounted {
		return
	}
	w, images := saved(t, 40)
	for _, metadata := range []bool{true, false} {
		exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), files.ExportTo{Folder: folder, Metadata: metadata}, nil)
		if err != nil || len(exported.Files)+len(exported.Skipped) != 40 || metadata && (len(exported.Files) == 0 || len(exported.Skipped) == 0) {
			t.Fatalf("%d copies and %d are told, %v", len(exported.Files), len(exported.Skipped), err)
		}
		for _, s := range exported.Skipped {
			if s.Cause.Code != cause.DiskFull || !errors.Is(s.Err, syscall.ENOSPC) || s.Name == "" {
				t.Fatalf("told %+v", s)
			}
		}
		for _, name := range namesIn(t, folder) {
			if strings.HasPrefix(name, ".") {
				t.Errorf("%s was left", name)
			}
		}
	}
	w.check(40)
}

// A disk that fills up while pictures are converted gets the whole copies that fit, in any format. Nothing
// half written stays.
func TestConvertingToAFullDisk(t *testing.T) {
	folder, mounted := smallDisk(t, 64<<10)
	if !mounted {
		return
	}
	w, images := saved(t, 40)
	for _, as := range []convert.Options{{Format: media.JPEG, Quality: 95}, {Format: media.WebP, Quality: 90}, {Format: media.PNG, Percent: 90}} {
		exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), files.ExportTo{Folder: folder, As: as, Metadata: true}, nil)
		if err != nil || len(exported.Files) == 0 || len(exported.Skipped) == 0 || len(exported.Files)+len(exported.Skipped) != 40 {
			t.Fatalf("%s: %d copies and %d are told, %v", as.Format, len(exported.Files), len(exported.Skipped), err)
		}
		for _, s := range exported.Skipped {
			if s.Cause.Code != cause.DiskFull || !errors.Is(s.Err, syscall.ENOSPC) {
				t.Errorf("%s: told %+v", as.Format, s)
			}
		}
		names := namesIn(t, folder)
		if len(names) != len(exported.Files) {
			t.Errorf("%s: %d copies, and the disk holds %q", as.Format, len(exported.Files), names)
		}
		for _, name := range names {
			data := harness.ReadFile(t, filepath.Join(folder, name))
			if info, err := media.Inspect(media.Bytes(data), int64(len(data))); err != nil || info.Format != as.Format {
				t.Errorf("%s: %s is %+v, %v", as.Format, name, info, err)
			}
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.check(40)
}

// A file that shows several pictures is whole or not there: a full disk leaves nothing of a contact sheet
// or a proof page.
func TestSheetsAndPagesOnAFullDisk(t *testing.T) {
	folder, mounted := smallDisk(t, 16<<10)
	if !mounted {
		return
	}
	w, images := saved(t, 40)
	sheet := func(paper contactsheet.Paper) (string, error) {
		to := files.SheetTo{Folder: folder, Name: "sheet", Paper: paper, Sheet: contactsheet.Sheet{Columns: 2, Font: goregular.TTF}, Rows: rowsOf(images)}
		made, err := w.Files.Copies.Sheet(t.Context(), to, nil)
		return made.Path, err
	}
	for name, make := range map[string]func() (string, error){
		"PNG":    func() (string, error) { return sheet("") },
		"A4":     func() (string, error) { return sheet(contactsheet.A4) },
		"Letter": func() (string, error) { return sheet(contactsheet.Letter) },
		"proof": func() (string, error) {
			made, err := w.Files.Copies.Proof(t.Context(), harness.IDs(images), files.ProofTo{Folder: folder, Name: "a.html"}, nil)
			return made.Path, err
		},
	} {
		path, err := make()
		if !errors.Is(err, syscall.ENOSPC) || problem.Of(err).Code != cause.DiskFull || path != "" {
			t.Errorf("%s: %q, %v", name, path, err)
		}
		if names := namesIn(t, folder); len(names) > 0 {
			t.Errorf("%s left %q", name, names)
		}
	}
	w.check(40)
}

// A folder on another disk has its trash there, and undo works in the same way.
func TestTrashOnAnotherDisk(t *testing.T) {
	folder, mounted := smallDisk(t, 4<<20)
	if !mounted {
		return
	}
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := newWorld(t)
	w.Saving.Folder = filepath.Join(folder, "pictures")
	images := w.put(2)
	w.check(2)
	trashed := w.Trash(harness.IDs(images))
	if len(trashed.Images) != 2 {
		t.Fatalf("%+v", trashed)
	}
	kept := namesIn(t, filepath.Join(folder, fmt.Sprintf(".Trash-%d", os.Getuid()), "files"))
	if len(kept) != 2 || len(inTrash(t)) != 0 {
		t.Errorf("the disk's trash holds %q, that of the home %q", kept, inTrash(t))
	}
	if restored, err := w.Files.Restore(t.Context(), trashed, nil); err != nil || len(restored.Images) != 2 {
		t.Errorf("%+v, %v", restored, err)
	}
	w.check(2)
}

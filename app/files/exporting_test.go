package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/test/harness"
)

// A copy with metadata is identical to the file, including its date. A copy
// without metadata has the same pixels and no texts.
func TestExport(t *testing.T) {
	w, images := saved(t, 4)
	made := time.Date(2025, 5, 1, 10, 0, 0, 0, time.UTC)
	for _, image := range images {
		if err := os.Chtimes(image.Path, made, made); err != nil {
			t.Fatal(err)
		}
	}
	for _, metadata := range []bool{true, false} {
		exported, folder := w.Export(images, metadata)
		if len(exported.Files) != 4 || len(exported.Skipped) != 0 || len(namesIn(t, folder)) != 4 {
			t.Fatalf("%+v, and the folder holds %q", exported, namesIn(t, folder))
		}
		for i, file := range exported.Files {
			if file.Image != images[i].ID || file.Path != filepath.Join(folder, filepath.Base(images[i].Path)) {
				t.Errorf("copy %d is %+v", i, file)
			}
			was, is := harness.ReadFile(t, images[i].Path), harness.ReadFile(t, file.Path)
			if !bytes.Equal(harness.Pixels(t, was), harness.Pixels(t, is)) {
				t.Errorf("the pixels of %s changed", file.Path)
			}
			info, err := os.Stat(file.Path)
			if err != nil || info.ModTime().Equal(made) != metadata {
				t.Errorf("the copy is of %s, %v", info.ModTime(), err)
			}
			if metadata != bytes.Equal(was, is) {
				t.Errorf("with metadata %t: is it the same? %t", metadata, bytes.Equal(was, is))
			}
			texts, err := media.ReadTexts(bytes.NewReader(is), int64(len(is)))
			if err != nil || (len(texts) == 2) != metadata || !metadata && (len(texts) != 0 || bytes.Contains(is, []byte("ukj"))) {
				t.Errorf("with metadata %t: the copy tells %q, %v", metadata, texts, err)
			}
		}
	}
	w.check(4)
}

// Nothing is overwritten: copies are numbered in the requested order, after the
// existing ones.
func TestExportNumbers(t *testing.T) {
	w, images := saved(t, 3)
	for i, within := range []string{"b", "a", "c"} { // the same name in three folders
		to := filepath.Join(w.Saving.Folder, within, "same.png")
		if err := errors.Join(os.Mkdir(filepath.Dir(to), 0o700), os.Rename(images[i].Path, to)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "same.png"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	to := files.ExportTo{Folder: folder, Metadata: true}
	exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), to, nil)
	if err != nil || len(exported.Files) != 3 {
		t.Fatalf("%+v, %v", exported, err)
	}
	for i, file := range exported.Files {
		if want := filepath.Join(folder, fmt.Sprintf("same (%d).png", i+2)); file.Path != want || file.Image != images[i].ID {
			t.Errorf("copy %d is %q, want %q", i, file.Path, want)
		}
		if !bytes.Equal(harness.ReadFile(t, file.Path), harness.ReadFile(t, w.Image(images[i].ID).Path)) {
			t.Errorf("copy %d is of another picture", i)
		}
	}
	if string(harness.ReadFile(t, filepath.Join(folder, "same.png"))) != "mine" {
		t.Error("a file was written over")
	}
}

// A picture that can't be copied is reported with the reason, and the others
// are copied.
func TestExportSkips(t *testing.T) {
	w, images := saved(t, 8)
	w.Trash(harness.IDs(images[:1]))
	damaged := harness.ReadFile(t, images[1].Path)
	at := bytes.Index(damaged, []byte("IDAT"))
	copy(damaged[at+1000:], "\x00\x00\x00\x00")
	if err := errors.Join(
		os.WriteFile(images[1].Path, damaged[:at+4], 0o600), // truncated within its pixels
		os.Remove(images[2].Path),
		os.WriteFile(images[3].Path, []byte("somebody's"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	for _, image := range images[6:] {
		w.unsave(image)
	}
	var told []int
	folder := t.TempDir()
	exported, err := w.Files.Copies.Export(t.Context(), append(harness.IDs(images), 9999), files.ExportTo{Folder: folder}, func(done, total int) {
		if total != 9 {
			t.Errorf("%d in all", total)
		}
		told = append(told, done)
	})
	if err != nil || len(exported.Files) != 2 || exported.Files[0].Image != images[4].ID || exported.Files[1].Image != images[5].ID {
		t.Errorf("%+v, %v", exported, err)
	}
	want := []cause.Code{
		cause.ImageUnknown, cause.ImageTrashed, cause.FileNotStripped, cause.FileGone, cause.FileOther, cause.ImageNotYet, cause.ImageNotYet,
	}
	if len(exported.Skipped) != len(want) {
		t.Fatalf("%+v", exported.Skipped)
	}
	for i, s := range exported.Skipped {
		if s.Cause.Code != want[i] {
			t.Errorf("%+v, want %q", s.Cause, want[i])
		}
	}
	if len(told) != 9 || !slices.IsSorted(told) || told[8] != 9 {
		t.Errorf("told %v", told)
	}
	if names := namesIn(t, folder); len(names) != 2 {
		t.Errorf("the folder holds %q", names)
	}
}

// A missing folder, or a path that isn't a folder, is reported once.
func TestExportWithoutAFolder(t *testing.T) {
	w, images := saved(t, 1)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]cause.Code{
		file: cause.NotFolder, filepath.Join(file, "..", "missing"): cause.FolderAbsent,
	} {
		exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), files.ExportTo{Folder: folder}, nil)
		var told *files.FolderError
		if !errors.As(err, &told) || told.Cause().Code != want || told.Folder != folder || len(exported.Files)+len(exported.Skipped) != 0 {
			t.Errorf("%s: %+v, %v", folder, exported, err)
		}
	}
}

// Cancelling leaves complete copies and nothing else.
func TestCancelledExport(t *testing.T) {
	w, images := saved(t, 30)
	for _, metadata := range []bool{true, false} {
		folder := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		exported, err := w.Files.Copies.Export(ctx, harness.IDs(images), files.ExportTo{Folder: folder, Metadata: metadata}, func(done, _ int) {
			if done == 3 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || len(exported.Files) < 3 || len(exported.Files) == 30 || len(exported.Skipped) != 0 {
			t.Errorf("%d copies, skipped %+v, %v", len(exported.Files), exported.Skipped, err)
		}
		if names := namesIn(t, folder); len(names) != len(exported.Files) {
			t.Errorf("%d copies are told, and the folder holds %q", len(exported.Files), names)
		}
		for _, file := range exported.Files {
			if b := harness.ReadFile(t, file.Path); !bytes.HasSuffix(b, []byte("IEND\xaeB`\x82")) {
				t.Errorf("%s is not whole", file.Path)
			}
		}
	}
}

// A crash during copying leaves nothing that looks like a picture, and the next
// export removes what it left.
func TestARunThatEndsWhileExporting(t *testing.T) {
	w, images := saved(t, 2)
	folder := t.TempDir()
	w.step = func(at string) {
		if at == "copied" {
			// As in a crash, nothing is removed.
			for _, name := range namesIn(t, folder) {
				if err := os.Link(filepath.Join(folder, name), filepath.Join(folder, ".lookbook-left"+name[10:])); err != nil && !errors.Is(err, fs.ErrExist) {
					t.Error(err)
				}
			}
			panic("the program ended")
		}
	}
	to := files.ExportTo{Folder: folder, Metadata: true}
	if _, err := w.Files.Copies.Export(t.Context(), harness.IDs(images[:1]), to, nil); err == nil {
		t.Fatal("it did not end")
	}
	names := namesIn(t, folder)
	if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return !strings.HasPrefix(name, ".lookbook-") }) {
		t.Fatalf("the folder holds %q", names)
	}
	w.step = nil
	w.close()
	w.open()
	if _, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), to, nil); err != nil {
		t.Fatal(err)
	}
	if after := namesIn(t, folder); len(after) != len(names)+2 {
		t.Errorf("copies that may be another window's are gone: %q", after)
	}
	for _, name := range names { // made long ago
		if err := os.Chtimes(filepath.Join(folder, name), w.clock.Now(), w.clock.Now().Add(-2*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Files.Copies.Export(t.Context(), nil, to, nil); err != nil {
		t.Fatal(err)
	}
	if after := namesIn(t, folder); len(after) != 2 {
		t.Errorf("the folder still holds %q", after)
	}
}

// Names chosen by a person that some disks don't accept are changed.
func TestExportOfLongNames(t *testing.T) {
	w, images := saved(t, 2)
	long := filepath.Join(w.Saving.Folder, strings.Repeat("猫", 80)+".png")
	strange := filepath.Join(w.Saving.Folder, `a\b.png`)
	if err := errors.Join(os.Rename(images[0].Path, long), os.Rename(images[1].Path, strange)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	exported, folder := w.Export(images, true)
	if len(exported.Files) != 2 || len(namesIn(t, folder)) != 2 {
		t.Fatalf("%+v", exported)
	}
	if name := filepath.Base(exported.Files[0].Path); !strings.HasPrefix(name, strings.Repeat("猫", 40)) || filepath.Ext(name) != ".png" {
		t.Errorf("the long one is %q", name)
	}
	if name := filepath.Base(exported.Files[1].Path); name != "a-b.png" {
		t.Errorf("the strange one is %q", name)
	}
}

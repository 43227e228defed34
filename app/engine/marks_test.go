package engine_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api/apitest"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
	"lookbook/app/search"
)

// writeMarks writes all marks that are due.
func (w *world) writeMarks() {
	w.t.Helper()
	if err := w.engine.Sidecars.Write(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// sidecarOf returns the content of a picture's sidecar; "": there is none.
func sidecarOf(t *testing.T, picture string) string {
	t.Helper()
	packet, err := os.ReadFile(origin.Beside(picture))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(packet)
}

// marked makes a world with some pictures and marks the first one.
func marked(t *testing.T, pictures int, saving ...folder.Saving) (*world, []library.Image, library.Marks) {
	w := newWorld(t, apitest.Options{})
	for _, s := range saving {
		w.Saving = s
	}
	w.Saving.Metadata.Marks = true
	w.submit(config(pictures))
	w.runUntilSaved(pictures)
	images := w.images(1)
	w.mark(images[0].ID, library.Marking{Rating: new(4), Favourite: new(true), AddTags: []string{"people/anna", "blue"}})
	return w, images, library.Marks{Rating: 4, Favourite: true, Tags: []string{"blue", "people/anna"}}
}

func (w *world) mark(image int64, m library.Marking) {
	w.t.Helper()
	if _, err := w.Library.Marks.Set(w.t.Context(), []int64{image}, m); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) marksOf(image int64) library.Marks {
	w.t.Helper()
	i, err := w.Library.Image(w.t.Context(), image)
	if err != nil {
		w.t.Fatal(err)
	}
	return i.Marks
}

// A lost library gets its marks back from the sidecars.
func TestMarksOutliveTheLibrary(t *testing.T) {
	w, images, want := marked(t, 3)
	w.writeMarks()
	if sidecarOf(t, images[1].Path) != "" {
		t.Error("an unmarked picture has a sidecar")
	}
	w.loseLibrary()
	if got := w.runRebuild(); got.Added != 3 || got.Marked != 1 || got.Clashed != 0 {
		t.Fatalf("found %+v", got)
	}
	for _, i := range w.images(1) {
		if i.Path == images[0].Path {
			if diff := cmp.Diff(want, i.Marks); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		} else if i.Marks.Rating != 0 {
			t.Errorf("%s is marked %+v", i.Path, i.Marks)
		}
	}
}

// Marks not written when the program ends are written by the next run. A folder that refuses them
// is reported, and they are written later.
func TestOwedMarksAreWrittenLater(t *testing.T) {
	w, images, _ := marked(t, 1)
	w.restart()
	folder := filepath.Join(w.dir, "away")
	if err := os.Rename(w.Saving.Folder, folder); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Sidecars.Write(t.Context()); err == nil || w.engine.Status().Unwritten != 1 {
		t.Errorf("without the folder: %v, %+v", err, w.engine.Status().SidecarStatus)
	}
	if err := os.Rename(folder, w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	w.writeMarks()
	if sidecarOf(t, images[0].Path) == "" || w.engine.Status().Unwritten != 0 {
		t.Errorf("it was not written: %+v", w.engine.Status().SidecarStatus)
	}
}

// The newer change wins, whichever program made it.
func TestTheNewerMarksWin(t *testing.T) {
	w, images, want := marked(t, 1)
	w.writeMarks()
	path := origin.Beside(images[0].Path)
	other := func(rating int, at time.Time) {
		after, err := marks.Write([]byte(sidecarOf(t, images[0].Path)), marks.Marks{Rating: rating, Favourite: true, Tags: want.Tags}, at)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, after, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	other(2, w.clock.Now().Add(time.Minute))
	w.clock.Advance(2 * time.Minute)
	result, err := w.engine.Files.Rescan(t.Context())
	if err != nil || result.Marked != 1 || w.marksOf(images[0].ID).Rating != 2 {
		t.Fatalf("another program's marks: %+v, %v, %+v", result, err, w.marksOf(images[0].ID))
	}
	w.mark(images[0].ID, library.Marking{Rating: new(5)})
	w.writeMarks()
	if found, _ := marks.Read([]byte(sidecarOf(t, images[0].Path))); found.Rating != 5 {
		t.Errorf("our later marks are not written: %+v", found)
	}
	other(1, w.clock.Now().Add(-time.Minute)) // an older copy
	if _, err := w.engine.Files.Rescan(t.Context()); err != nil || w.marksOf(images[0].ID).Rating != 5 {
		t.Errorf("an older file won: %+v, %v", w.marksOf(images[0].ID), err)
	}
	// Both changed it: the later change is kept, and that is reported.
	w.clock.Advance(time.Minute)
	w.mark(images[0].ID, library.Marking{Rating: new(3)})
	other(4, w.clock.Now().Add(time.Second))
	if result, err := w.engine.Files.Rescan(t.Context()); err != nil || result.Clashed != 1 || w.marksOf(images[0].ID).Rating != 4 {
		t.Errorf("both changed: %+v, %v, %+v", result, err, w.marksOf(images[0].ID))
	}
}

// Other programs see a rejected picture as rejected, and one that they reject
// is rejected here.
func TestRejectedIsARatingOfMinusOne(t *testing.T) {
	w, images, want := marked(t, 2)
	w.mark(images[0].ID, library.Marking{Rating: new(search.RejectedRating)})
	w.writeMarks()
	if found, err := marks.Read([]byte(sidecarOf(t, images[0].Path))); err != nil || found.Rating != marks.Rejected {
		t.Fatalf("written: %+v, %v", found, err)
	}
	at := w.clock.Now().Add(time.Second)
	other, err := marks.Write(nil, marks.Marks{Rating: marks.Rejected}, at)
	if path := origin.Beside(images[1].Path); err != nil || os.WriteFile(path, other, 0o644) != nil || os.Chtimes(path, at, at) != nil {
		t.Fatal(err)
	}
	w.loseLibrary()
	w.runRebuild()
	found, err := w.Library.PageImages(t.Context(), library.ImageFilter{Query: search.Parse("is:rejected")}, 0, 10)
	if err != nil || len(found) != 2 {
		t.Fatalf("%d are found, %v", len(found), err)
	}
	want.Rating = search.RejectedRating
	if i := slices.IndexFunc(found, func(i library.Image) bool { return i.Path == images[0].Path }); i < 0 || !cmp.Equal(found[i].Marks, want) {
		t.Errorf("came back as %+v", found)
	}
}

package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
	"lookbook/app/media/xmp"
)

// otherProgram changes a picture's sidecar as another program would.
func (w *world) otherProgram(picture string, at time.Time, change func(packet []byte) ([]byte, error)) {
	w.t.Helper()
	after, err := change([]byte(sidecarOf(w.t, picture)))
	path := origin.Beside(picture)
	if err = errors.Join(err, os.WriteFile(path, after, 0o644), os.Chtimes(path, at, at)); err != nil {
		w.t.Fatal(err)
	}
}

// A clash found while a sidecar is written is reported like one found by a
// search of the folder.
func TestAClashWhileWritingIsTold(t *testing.T) {
	w, images, want := marked(t, 1)
	w.writeMarks()
	w.clock.Advance(time.Minute)
	w.mark(images[0].ID, library.Marking{Rating: new(5)})
	w.otherProgram(images[0].Path, w.clock.Now().Add(time.Second), func(packet []byte) ([]byte, error) {
		return marks.Write(packet, marks.Marks{Rating: 2, Favourite: true, Tags: want.Tags}, w.clock.Now().Add(time.Second))
	})
	before := sidecarOf(t, images[0].Path)
	w.writeMarks()
	if got := w.marksOf(images[0].ID).Rating; got != 2 || w.engine.Status().Overruled != 1 || sidecarOf(t, images[0].Path) != before {
		t.Errorf("rated %d, %+v", got, w.engine.Status().SidecarStatus)
	}
	w.writeMarks()
	if w.engine.Status().Overruled != 1 {
		t.Error("it is told again")
	}
}

// A mark that another program removes from a sidecar, later than it was set here, is removed here
// too. A mark that the file never had stays.
func TestMarksThatAnotherProgramRemoves(t *testing.T) {
	w, images, want := marked(t, 1)
	w.writeMarks()
	id, path := images[0].ID, images[0].Path
	name := func(space, local string) xmp.Name { return xmp.Name{Space: space, Local: local} }
	subject, tagsList, rating := name(xmp.Dublin, "subject"), name(xmp.DigiKam, "TagsList"), name(xmp.Basic, "Rating")
	without := func(ages time.Duration, gone ...xmp.Name) {
		t.Helper()
		w.otherProgram(path, w.clock.Now().Add(ages), func(packet []byte) ([]byte, error) {
			var properties []xmp.Property
			for _, name := range gone {
				properties = append(properties, xmp.Property{Name: name, Gone: true})
			}
			return xmp.Set(packet, properties...)
		})
		if _, err := w.engine.Files.Rescan(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, want library.Marks) {
		t.Helper()
		if diff := cmp.Diff(want, w.marksOf(id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	without(-time.Hour, subject, tagsList, rating)
	check("an older file", want)

	// A program that knows no nested tags removes one tag from the subjects.
	w.clock.Advance(time.Minute)
	w.mark(id, library.Marking{Rating: new(3)})
	w.writeMarks()
	w.clock.Advance(time.Minute)
	w.otherProgram(path, w.clock.Now(), func(packet []byte) ([]byte, error) {
		return xmp.Set(packet, xmp.Property{Name: subject, List: []string{"blue"}})
	})
	if _, err := w.engine.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("a subject", library.Marks{Rating: 3, Favourite: true, Tags: []string{"blue"}})

	w.clock.Advance(time.Minute)
	without(0, subject)
	check("all subjects", library.Marks{Rating: 3, Favourite: true})
	w.clock.Advance(time.Minute)
	without(0, rating)
	check("the rating", library.Marks{Favourite: true})

	// Marks that were not written to the file yet were not removed from it.
	w.mark(id, library.Marking{Rating: new(4), AddTags: []string{"red"}})
	w.clock.Advance(time.Minute)
	without(0, name(xmp.Basic, "ModifyDate"))
	check("what is owed", library.Marks{Rating: 4, Favourite: true, Tags: []string{"red"}})
	w.writeMarks()
	if found, err := marks.Read([]byte(sidecarOf(t, path))); err != nil || found.Rating != 4 || len(found.Tags) != 1 {
		t.Errorf("written: %+v, %v", found, err)
	}

	// A sidecar that another program created has never had them.
	w.clock.Advance(time.Minute)
	w.otherProgram(path, w.clock.Now(), func([]byte) ([]byte, error) {
		return xmp.Set(nil, xmp.Property{Name: rating, Value: "1"})
	})
	if _, err := w.engine.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("a new file", library.Marks{Rating: 1, Favourite: true, Tags: []string{"red"}})
}

// After going back to an older copy of the library, the newer marks of each picture win: those of
// its sidecar, or those of the copy if the sidecar wasn't written.
func TestTheNewerOfACopyAndASidecarWins(t *testing.T) {
	w, images, _ := marked(t, 2)
	w.writeMarks()
	w.clock.Advance(time.Minute)
	w.mark(images[1].ID, library.Marking{Rating: new(2)}) // not written to a sidecar
	saved := filepath.Join(w.dir, "copy.db")
	if err := library.Snapshot(t.Context(), filepath.Join(w.dir, "library.db"), saved); err != nil {
		t.Fatal(err)
	}
	w.otherProgram(images[1].Path, w.clock.Now().Add(-time.Hour), func([]byte) ([]byte, error) {
		return marks.Write(nil, marks.Marks{Rating: 1}, w.clock.Now().Add(-time.Hour))
	})
	w.clock.Advance(time.Minute)
	w.mark(images[0].ID, library.Marking{Rating: new(5), RemoveTags: []string{"blue"}})
	if _, err := w.engine.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.close()
	// The later marks of the first picture are in its sidecar and not in the
	// copy.
	packet, err := marks.Write([]byte(sidecarOf(t, images[0].Path)), marks.Marks{Rating: 5, Favourite: true, Tags: []string{"people/anna"}}, w.clock.Now())
	path, now := origin.Beside(images[0].Path), w.clock.Now()
	err = errors.Join(err, os.WriteFile(path, packet, 0o644), os.Chtimes(path, now, now), os.Rename(saved, filepath.Join(w.dir, "library.db")))
	for _, part := range []string{"-wal", "-shm"} {
		if gone := os.Remove(filepath.Join(w.dir, "library.db"+part)); gone != nil && !os.IsNotExist(gone) {
			err = errors.Join(err, gone)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	w.rebuild = true
	w.open()
	w.runRebuild()
	for i, want := range []library.Marks{{Rating: 5, Favourite: true, Tags: []string{"people/anna"}}, {Rating: 2}} {
		if diff := cmp.Diff(want, w.marksOf(images[i].ID)); diff != "" {
			t.Errorf("picture %d (-want +got):\n%s", i, diff)
		}
	}
	w.writeMarks()
	if found, err := marks.Read([]byte(sidecarOf(t, images[1].Path))); err != nil || found.Rating != 2 {
		t.Errorf("the copy's newer marks are not written: %+v, %v", found, err)
	}
}

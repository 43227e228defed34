package library

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

// folder returns an absolute path on every system.
func folder(t testing.TB, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("pictures", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// found is the file of an image, with what its texts say.
func found(t testing.TB, job, image, name string) FoundFile {
	t.Helper()
	seed, index := int64(7), 3
	return FoundFile{
		Origin: Origin{JobID: job, ImageID: image}, Seed: &seed, Index: &index,
		Request: api.Config{Prompt: "a lantern in the snow", Width: 768, Height: 1024, NumSamples: 4},
		Made:    epoch.Add(-time.Hour), Written: epoch, Path: folder(t, name), Bytes: 1000, Width: 768, Height: 1024,
	}
}

func (s *fixture) putFiles(files ...FoundFile) []FileOutcome {
	s.t.Helper()
	return must(s.Images.PutFiles(context.Background(), files))(s.t)
}

func TestAJobComesBackFromItsFiles(t *testing.T) {
	s := newFixture(t)
	second, first := found(t, "ig_1", "b", "b.png"), found(t, "ig_1", "a", "a.png")
	first.Index = new(0)
	if got := s.putFiles(second, first); !cmp.Equal(got, []FileOutcome{FileAdded, FileAdded}) {
		t.Fatalf("outcomes %v", got)
	}
	e := s.job("ig_1")
	if e.State != EntrySuccess || e.Submission != nil || !e.Synced.IsZero() || !e.Created.Equal(first.Made) ||
		e.Job.Config.Prompt != first.Request.Prompt || e.Images != (Counts{Known: 2, Saved: 2}) {
		t.Errorf("the entry is %+v", e)
	}
	images := s.imagesOf(e)
	if len(images) != 2 || images[0].Generated.GeneratedImageID != "a" || images[1].Generated.GeneratedImageID != "b" {
		t.Fatalf("the images are %+v", images)
	}
	if i := images[0]; i.State != ImageSaved || i.Path != first.Path || *i.Generated.Seed != 7 || i.Bytes != 1000 ||
		i.Width != 768 || i.Height != 1024 || !i.Saved.Equal(epoch) {
		t.Errorf("the image is %+v", i)
	}
	if n := len(s.withWords("LANTERN")); n != 1 {
		t.Error("it can't be found by its prompt")
	}
	if totals := must(s.Totals(t.Context()))(t); totals.Unfinished != 0 || totals.Unsaved != 0 {
		t.Errorf("the totals are %+v", totals)
	}
	s.takeEvents()
	if got := s.putFiles(second, first); !cmp.Equal(got, []FileOutcome{FileLeft, FileLeft}) || len(s.takeEvents()) != 0 {
		t.Errorf("the second time: %v", got)
	}
}

// The service's answer replaces what was read from a job's files, and saved
// pictures are not fetched again.
func TestTheServiceCompletesAJobFromFiles(t *testing.T) {
	s := newFixture(t)
	job := running("ig_1", 40, 2, 5)
	saved := job.ImageGenResults[0].GeneratedImages[0].GeneratedImageID
	f := found(t, "ig_1", saved, "a.png")
	f.Index = nil
	s.putFiles(f)
	s.put(JobUpdate{Job: job, Full: true})
	e := s.job("ig_1")
	if e.State != EntryRunning || !e.Created.Equal(job.StateQueuedStart.Time) || e.Images != (Counts{Known: 2, Saved: 1}) {
		t.Errorf("the entry is %+v", e)
	}
	images := s.imagesOf(e)
	if images[0].Path != f.Path || images[0].State != ImageSaved || *images[0].Generated.GenerationIdx != 2 || images[1].State != ImageKnown {
		t.Errorf("the images are %+v", images)
	}
}

// The file of a picture that the service has listed makes it saved.
func TestAFileOfAKnownPicture(t *testing.T) {
	s := newFixture(t)
	job := running("ig_1", 40, 2)
	s.put(JobUpdate{Job: job, Full: true})
	f := found(t, "ig_1", job.ImageGenResults[0].GeneratedImages[0].GeneratedImageID, "a.png")
	if got := s.putFiles(f); got[0] != FileAdded {
		t.Errorf("outcome %v", got)
	}
	e := s.job("ig_1")
	if e.State != EntryRunning || e.Images != (Counts{Known: 1, Saved: 1}) || !e.Created.Equal(job.StateQueuedStart.Time) {
		t.Errorf("the entry is %+v", e)
	}
	if pending := must(s.PendingImages(t.Context(), 10))(t); len(pending) != 0 {
		t.Errorf("still to be fetched: %+v", pending)
	}
}

func TestMovedFilesAndCopies(t *testing.T) {
	s := newFixture(t)
	at := func(name, instead string) FoundFile {
		f := found(t, "ig_1", "a", name)
		if instead != "" {
			f.Instead = folder(t, instead)
		}
		return f
	}
	s.putFiles(at("a.png", ""))
	for _, step := range []struct {
		name  string
		files []FoundFile
		want  []FileOutcome
		path  string
	}{
		{"a copy", []FoundFile{at("copy.png", "")}, []FileOutcome{FileLeft}, "a.png"},
		{"moved from where it never was", []FoundFile{at("b.png", "other.png")}, []FileOutcome{FileLeft}, "a.png"},
		{"moved, with a copy", []FoundFile{at("b.png", "a.png"), at("copy.png", "a.png")}, []FileOutcome{FileMoved, FileLeft}, "b.png"},
		{"moved to where it is", []FoundFile{at("b.png", "b.png")}, []FileOutcome{FileLeft}, "b.png"},
	} {
		got := s.putFiles(step.files...)
		if image := s.imagesOf(s.job("ig_1"))[0]; !cmp.Equal(got, step.want) || image.Path != folder(t, step.path) {
			t.Errorf("%s: %v, at %s", step.name, got, image.Path)
		}
	}
}

func TestMarkFiles(t *testing.T) {
	s := newFixture(t)
	s.putFiles(found(t, "ig_1", "a", "a.png"), found(t, "ig_1", "b", "b.png"), found(t, "ig_2", "c", "c.png"))
	files := must(s.Folders.Files(t.Context(), 0, 2))(t)
	files = append(files, must(s.Folders.Files(t.Context(), files[1].Image, 2))(t)...)
	if len(files) != 3 || files[2].Path != folder(t, "c.png") || files[2].Bytes != 1000 || files[2].State != ImageSaved {
		t.Fatalf("the files are %+v", files)
	}
	s.takeEvents()
	n := must(s.Images.MarkFiles(t.Context(), []FileMark{
		{Image: files[0].Image, Path: files[0].Path},
		{Image: files[1].Image, Path: folder(t, "elsewhere.png")}, // saved again meanwhile
		{Image: files[2].Image, Path: files[2].Path, There: true}, // unchanged
		{Image: 999, Path: files[0].Path},
	}))(t)
	if e := s.job("ig_1"); n != 1 || e.Images != (Counts{Known: 2, Saved: 1, Gone: 1}) {
		t.Errorf("%d marked, the entry is %+v", n, e.Images)
	}
	if told := s.takeEvents(); len(told) != 1 || told[0].(ImageChanged).Image.State != ImageGone || told[0].(ImageChanged).Counts.Gone != 1 {
		t.Errorf("told %+v", told)
	}
	if n := must(s.Images.MarkFiles(t.Context(), []FileMark{{Image: files[0].Image, Path: files[0].Path, There: true}}))(t); n != 1 {
		t.Errorf("%d are back", n)
	}
	if e := s.job("ig_1"); e.Images != (Counts{Known: 2, Saved: 2}) {
		t.Errorf("the entry is %+v", e.Images)
	}
}

func TestFilesOf(t *testing.T) {
	s := newFixture(t)
	f := found(t, "ig_1", `"a' `, "a.png")
	s.putFiles(f)
	files := must(s.FilesOf(t.Context(), []Origin{{"ig_1", "b"}, {"ig_2", `"a' `}, f.Origin, {}, f.Origin}))(t)
	for i, file := range files {
		if known := i == 2 || i == 4; (file.Image != 0) != known || known && file.Path != f.Path {
			t.Errorf("%d is %+v", i, file)
		}
	}
}

func TestPicturesByTheirFiles(t *testing.T) {
	s := newFixture(t)
	odd, plain, gone := found(t, "ig_1", "a", "a\n\xff ü'.png"), found(t, "ig_1", "b", "b.png"), found(t, "ig_1", "c", "c.png")
	s.putFiles(odd, plain, gone)
	files := must(s.FilesOf(t.Context(), []Origin{odd.Origin, plain.Origin, gone.Origin}))(t)
	must(s.Images.MarkFiles(t.Context(), []FileMark{{Image: files[2].Image, Path: gone.Path}}))(t)
	paths := []string{gone.Path, plain.Path, folder(t, "other.png"), odd.Path, plain.Path}
	if got := must(s.Folders.ImagesAt(t.Context(), paths))(t); !cmp.Equal(got, []int64{files[0].Image, files[1].Image}) {
		t.Errorf("found %v of %v", got, files)
	}
	if got := must(s.Folders.ImagesAt(t.Context(), nil))(t); got != nil {
		t.Errorf("without a path: %v", got)
	}
}

func TestFilesThatNameNoPicture(t *testing.T) {
	s := newFixture(t)
	for _, f := range []FoundFile{
		found(t, "", "a", "a.png"), found(t, "ig_1", "", "a.png"),
		{Origin: Origin{"ig_1", "a"}, Path: "a.png"},
	} {
		if _, err := s.Images.PutFiles(t.Context(), []FoundFile{f}); err == nil {
			t.Errorf("%+v was taken in", f)
		}
	}
}

// More files than fit into one transaction are announced together.
func TestManyFiles(t *testing.T) {
	s := newFixture(t)
	files := make([]FoundFile, putFilesAtOnce+10)
	for i := range files {
		files[i] = found(t, fmt.Sprint("ig_", i/16), fmt.Sprint(i), fmt.Sprint(i, ".png"))
	}
	got := s.putFiles(files...)
	for i, outcome := range got {
		if outcome != FileAdded {
			t.Fatalf("file %d: %v", i, outcome)
		}
	}
	if totals := must(s.Totals(t.Context()))(t); totals.Saved != len(files) {
		t.Errorf("the totals are %+v", totals)
	}
	if _, reset := s.takeEvents()[0].(Reset); !reset {
		t.Error("two thousand changes were told one by one")
	}
}

func BenchmarkPutFiles(b *testing.B) {
	for b.Loop() {
		s := newFixture(b)
		files := make([]FoundFile, putFilesAtOnce)
		for i := range files {
			files[i] = found(b, fmt.Sprint("ig_", i/16), fmt.Sprint(i), fmt.Sprint(i, ".png"))
		}
		s.putFiles(files...)
	}
}

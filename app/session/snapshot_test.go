package session_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/library"
)

// Whatever happens to the library file, a session opens, and what was in the copy
// is there: presets, searches, prompts, what was sent.
func TestALostOrDamagedLibraryComesBackFromItsCopy(t *testing.T) {
	p := home(t)
	s := open(t, p)
	fill(t, s.Library)
	if err := s.Snapshots.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.shut()
	whole, err := os.ReadFile(p.Paths.Library())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		for _, part := range []string{"-wal", "-shm"} {
			if err := os.Remove(p.Paths.Library() + part); err != nil && !os.IsNotExist(err) {
				rt.Fatal(err)
			}
		}
		damage(rt, p.Paths.Library(), whole)
		s := open(t, p)
		defer s.shut()
		holdsAll(rt, s.Library)
	})
}

// damage makes something else of the file.
func damage(t *rapid.T, path string, whole []byte) {
	content := bytes.Clone(whole)
	switch rapid.SampledFrom([]string{"gone", "empty", "cut", "overwritten", "another file"}).Draw(t, "damage") {
	case "gone":
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return
	case "empty":
		content = nil
	case "cut":
		content = content[:rapid.IntRange(100, len(content)/2).Draw(t, "length")]
	case "overwritten":
		at := rapid.IntRange(0, 90).Draw(t, "at") * len(content) / 100
		copy(content[at:], bytes.Repeat([]byte{0xA5}, min(len(content)-at, 20_000)))
	case "another file":
		content = bytes.Repeat([]byte("this is no library. "), 1000)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, l *library.Library) {
	t.Helper()
	if err := l.Searches.Save(t.Context(), "the best", "rating:>=4"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Submissions.Begin(t.Context(), []library.Request{{Config: api.Config{Prompt: "a lighthouse", BaseModel: "m"}, Written: "a lighthouse"}}); err != nil {
		t.Fatal(err)
	}
}

func holdsAll(t *rapid.T, l *library.Library) {
	searches, err := l.Searches.All(t.Context())
	if err != nil || len(searches) != 1 || searches[0].Name != "the best" {
		t.Errorf("searches %+v, %v", searches, err)
	}
	entries, err := l.Entries(t.Context(), library.EntryFilter{}, 0, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	// It was on its way when the copy was made: nobody sends it again by itself.
	if state := entries[0].Submission.State; state != library.Unknown {
		t.Errorf("the request is %s", state)
	}
}

// A library of an earlier format is copied before it is brought to today's.
func TestALibraryIsCopiedBeforeANewFormat(t *testing.T) {
	p := home(t)
	if err := p.Paths.Make(); err != nil {
		t.Fatal(err)
	}
	unzip(t, filepath.Join("..", "library", "testdata", "version-9.db.gz"), p.Paths.Library())
	s := open(t, p)
	defer s.shut()
	copies := s.Snapshots.Copies()
	if len(copies) != 1 {
		t.Fatalf("%d copies", len(copies))
	}
	if older, err := library.Older(t.Context(), copies[0].Path); err != nil || !older {
		t.Errorf("the copy has today's format: %v, %v", older, err)
	}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	file, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

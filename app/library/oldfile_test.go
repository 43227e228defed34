package library

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"

	"lookbook/app/search"
)

// TestALibraryOfVersion9LosesNothing opens a file written by version 9:
// everything in it is there and is found.
func TestALibraryOfVersion9LosesNothing(t *testing.T) { losesNothing(t, "testdata/version-9") }

// losesNothing opens the library of an earlier version, twice, and compares all that it holds with
// what that version showed. A member of Entry or Image that only later versions have is left out of
// JSON while it is zero.
func losesNothing(t *testing.T, name string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "library.db")
	if err := os.WriteFile(path, unzipped(t, name+".db.gz"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := string(unzipped(t, name+".json.gz"))
	for _, opened := range []string{"first", "again"} {
		l := must(Open(context.Background(), path, Options{Clock: clockwork.NewFakeClockAt(epoch)}))(t)
		if diff := cmp.Diff(want, everything(t, l)); diff != "" {
			t.Errorf("opened %s: %s", opened, diff)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	zipped := must(gzip.NewReader(bytes.NewReader(must(os.ReadFile(name))(t))))(t)
	return must(io.ReadAll(zipped))(t)
}

// everything returns the whole content of a library as JSON.
func everything(t *testing.T, l *Library) string {
	t.Helper()
	ctx := context.Background()
	var whole struct {
		Entries  []Entry
		Images   []Image
		Facets   Facets
		Presets  []Preset
		Searches []SavedSearch
		Models   []Model
		Prompts  []Prompt
		Folders  map[string]string
		Draft    []byte
		Totals   Totals
		Listed   map[string][]int64
		Accounts []Account `json:",omitempty"` // if there are several
	}
	whole.Entries = must(l.Entries(ctx, EntryFilter{}, 0, 999))(t)
	whole.Images = must(l.PageImages(ctx, ImageFilter{States: ImageStates()}, 0, 999))(t)
	whole.Facets = must(l.Facets(ctx, search.Query{}))(t)
	whole.Presets = must(l.Presets.All(ctx))(t)
	whole.Searches = must(l.Searches.All(ctx))(t)
	whole.Models = must(l.Models.All(ctx))(t)
	whole.Prompts = must(l.Prompts.Recent(ctx, "", 99))(t)
	whole.Folders = must(l.Folders.All(ctx))(t)
	whole.Draft = must(l.Drafts.Load(ctx, "draft"))(t)
	whole.Totals = must(l.Totals(ctx))(t)
	if all := must(l.Accounts.All(ctx))(t); len(all) > 1 {
		whole.Accounts = all
	}
	whole.Listed = map[string][]int64{}
	for _, text := range []string{"", "owl", "-owl", "1001", "is:favourite", "rating:4", `tag="red dress"`, "state:trashed", "size:768x1024", "model=ckp_a", "on:2026-03-01"} {
		whole.Listed[text] = must(l.ImageIDs(ctx, ImageFilter{Query: search.Parse(text)}))(t)
	}
	raw, err := json.MarshalIndent(whole, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

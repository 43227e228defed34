package presets_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/request/presets"
)

// memoryStore is a Store in memory, by the rules of the interface.
type memoryStore struct {
	presets []presets.Preset
	room    int // how many may still be saved
}

var errFull = errors.New("the disk is full")

func (s *memoryStore) find(name string) int {
	for i, p := range s.presets {
		if presets.Key(p.Name) == presets.Key(name) {
			return i
		}
	}
	return -1
}

func (s *memoryStore) Save(_ context.Context, p presets.Preset) error {
	if s.room--; s.room < 0 {
		return errFull
	}
	if i := s.find(p.Name); i >= 0 {
		s.presets[i] = p
		return nil
	}
	s.presets = append(s.presets, p)
	return nil
}

func (s *memoryStore) Rename(_ context.Context, from, to string) error {
	i, j := s.find(from), s.find(to)
	if i < 0 {
		return &presets.NotFoundError{Name: from}
	}
	if j >= 0 && j != i {
		return &presets.TakenError{Name: to}
	}
	s.presets[i].Name = to
	return nil
}

func (s *memoryStore) Delete(_ context.Context, name string) error {
	i := s.find(name)
	if i < 0 {
		return &presets.NotFoundError{Name: name}
	}
	s.presets = append(s.presets[:i], s.presets[i+1:]...)
	return nil
}

func (s *memoryStore) List(context.Context) ([]presets.Preset, error) { return s.presets, nil }

func named(names ...string) []presets.Preset {
	var list []presets.Preset
	for _, name := range names {
		list = append(list, presets.Preset{Name: name, Config: api.Config{Prompt: name}})
	}
	return list
}

func names(list []presets.Preset) []string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}

func TestAddNumbersNamesThatAreTaken(t *testing.T) {
	store := &memoryStore{presets: named("Portraits", "coats (2)", "coats"), room: 100}
	added, err := presets.Add(t.Context(), store, named("portraits", "Portraits", " New\tone ", "New one", "COATS", "coats (2)"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"portraits (2)", "Portraits (3)", "New one", "New one (2)", "COATS (3)", "coats (4)"}
	if diff := cmp.Diff(want, names(added)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(store.presets) != 9 || store.presets[0].Config.Prompt != "Portraits" {
		t.Errorf("what was there has to stay: %v", names(store.presets))
	}

	full := &memoryStore{room: 1}
	added, err = presets.Add(t.Context(), full, named("a", "b"))
	if !errors.Is(err, errFull) || len(added) != 1 {
		t.Errorf("a full disk: %v, %v", names(added), err)
	}
}

func TestNames(t *testing.T) {
	long := strings.Repeat("é", presets.MaxNameChars)
	for text, want := range map[string]string{
		" a \n b\x1b[31m ": "a b", "": "", " \u200b\n": "", long: long, long + "x": "",
		"\u202eback": "back", "日本 👩‍👩‍👧": "日本 👩‍👩‍👧",
	} {
		p, err := presets.New(text, api.Config{Prompt: "x", DryRun: true})
		var wrong *presets.NameError
		if p.Name != want || (want == "") != errors.As(err, &wrong) {
			t.Errorf("%q: got %q, %v", text, p.Name, err)
		}
		if p.Config.DryRun {
			t.Error("a preset is no dry run")
		}
	}
	if got := presets.FreeName(long, []string{strings.ToUpper(long)}); len([]rune(got)) > presets.MaxNameChars || !strings.HasSuffix(got, "é (2)") {
		t.Errorf("a long name: %q", got)
	}
}

func TestWhatIsExportedImports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		var f presets.File
		taken := map[string]bool{}
		for range rapid.IntRange(0, 3).Draw(t, "presets") {
			p, err := presets.New(text.Draw(t, "name"), api.Config{
				Prompt: text.Draw(t, "prompt"), Width: rapid.Int().Draw(t, "width"), Seed: rapid.Ptr(rapid.Int64(), true).Draw(t, "seed"),
				Unknown: map[string]json.RawMessage{"x" + text.Draw(t, "field"): json.RawMessage(`{"a":[1.50,null]}`)},
			})
			if err != nil || taken[presets.Key(p.Name)] {
				continue
			}
			taken[presets.Key(p.Name)] = true
			p.Unknown = map[string]json.RawMessage{"made": json.RawMessage(`"2026"`)}
			f.Presets = append(f.Presets, p)
		}
		f.Unknown = map[string]json.RawMessage{"colour": json.RawMessage(`["<b>"]`)}
		var file bytes.Buffer
		if err := presets.Export(&file, f); err != nil {
			t.Fatal(err)
		}
		got, err := presets.Import(&file)
		if err != nil {
			t.Fatal(err)
		}
		compact := cmp.Transformer("compact", func(raw json.RawMessage) string {
			var b bytes.Buffer
			if err := json.Compact(&b, raw); err != nil {
				t.Fatal(err)
			}
			return b.String()
		})
		if diff := cmp.Diff(f, got, compact, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

func TestExportIsReadable(t *testing.T) {
	var file bytes.Buffer
	if err := presets.Export(&file, presets.File{Presets: []presets.Preset{{Name: "a <b>", Config: api.Config{Prompt: "x", Width: 512}}}}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "format": "lookbook presets",
  "version": 1,
  "presets": [
    {
      "name": "a <b>",
      "config": {
        "prompt": "x",
        "width": 512
      }
    }
  ]
}
`
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if err := presets.Export(iotest.TruncateWriter(failing{}, 0), presets.File{}); err != nil {
		t.Errorf("%v", err)
	}
	if err := presets.Export(failing{}, presets.File{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

func file(version, list string) string {
	return fmt.Sprintf(`{"format": "lookbook presets", "version": %s, "presets": %s}`, version, list)
}

func TestImport(t *testing.T) {
	got, err := presets.Import(strings.NewReader("\ufeff" + file("1", `[{"name":"a","config":{"prompt":"x","dry_run":true}},{"name":" A ","config":{}},{"config":{}},{"name":7,"config":{"new":1}},
		{"name":"`+strings.Repeat("x", 500)+`","config":{}}]`)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a", "A (2)", "Preset", "Preset (2)", strings.Repeat("x", presets.MaxNameChars-1) + "…"}
	if diff := cmp.Diff(want, names(got.Presets)); diff != "" || got.Presets[0].Config.DryRun {
		t.Errorf("-want +got:\n%s", diff)
	}
	if string(got.Presets[3].Config.Unknown["new"]) != "1" {
		t.Error("an unknown field is gone")
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		why  cause.Cause
	}{
		"empty":                {"", cause.New(cause.PresetsNotJSON)},
		"binary":               {"\x89PNG\r\n\x1a\n\x00", cause.New(cause.PresetsNotJSON)},
		"null":                 {"null", cause.New(cause.PresetsNotJSON)},
		"a list":               {"[]", cause.New(cause.PresetsNotJSON)},
		"another object":       {`{"prompt":"x"}`, cause.New(cause.PresetsNone)},
		"no version":           {`{"format":"lookbook presets","presets":[]}`, cause.New(cause.PresetsNoVersion)},
		"version of a kind":    {file(`"1"`, "[]"), cause.New(cause.PresetsNoVersion)},
		"version zero":         {file("0", "[]"), cause.New(cause.PresetsNoVersion)},
		"no list":              {file("1", `{}`), cause.New(cause.PresetsNoList)},
		"nothing":              {`{"format":"lookbook presets","version":1}`, cause.New(cause.PresetsNoList)},
		"a preset that's none": {file("1", `[{"name":"a","config":{}},7]`), cause.New(cause.PresetsBad, "Number", "2")},
		"no request":           {file("1", `[{"name":"a"}]`), cause.New(cause.PresetsBad, "Number", "1")},
		"request of a kind":    {file("1", `[{"name":"a","config":"x"}]`), cause.New(cause.PresetsBad, "Number", "1")},
		"nested":               {file("1", `[{"config":{"a":`+strings.Repeat("[", 500)+strings.Repeat("]", 500)+"}}]"), cause.New(cause.PresetsBad, "Number", "1")},
		"nested without end":   {strings.Repeat(`{"a":`, 100_000), cause.New(cause.PresetsNotJSON)},
		"too many":             {file("1", "["+strings.Repeat("1,", presets.MaxPresets)+"1]"), cause.New(cause.PresetsMany, "Number", "1001", "Most", "1000")},
		"too large":            {strings.Repeat(" ", presets.MaxFileBytes+1), cause.New(cause.PresetsLarge, "Most", "16")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := presets.Import(strings.NewReader(c.file))
			var e *presets.FileError
			if !errors.As(err, &e) || !cmp.Equal(e.Cause(), c.why) {
				t.Errorf("got %v, want %+v", err, c.why)
			}
		})
	}
	if _, err := presets.Import(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken disk: %v", err)
	}
}

// Whatever else a file from the future holds, it is its version that counts.
func TestTheFuture(t *testing.T) {
	_, err := presets.Import(strings.NewReader(file("3", `{"changed": "completely"}`)))
	var e *presets.FutureError
	if !errors.As(err, &e) || e.Version != 3 || e.Cause().Code != cause.PresetsNewer {
		t.Errorf("got %v", err)
	}
}

func FuzzImport(f *testing.F) {
	f.Add(file("1", `[{"name":"a","config":{"prompt":"x","seed":1.0}},{"name":"a","config":{"tags":[{}]},"y":1}]`))
	f.Add(file("2", `[]`))
	f.Add(`{"format":"lookbook presets","version":1,"presets":[],"presets":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := presets.Import(strings.NewReader(text))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, p := range read.Presets {
			if clean, err := presets.CleanName(p.Name); err != nil || clean != p.Name || seen[presets.Key(p.Name)] {
				t.Fatalf("a name: %q, %v", p.Name, err)
			}
			seen[presets.Key(p.Name)] = true
		}
		var out bytes.Buffer
		if err := presets.Export(&out, read); err != nil {
			t.Fatal(err)
		}
		again, err := presets.Import(&out)
		if err != nil || len(again.Presets) != len(read.Presets) {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}

// No key goes into a file of presets, and none comes out of one.
func TestFilesOfPresetsHoldNoKey(t *testing.T) {
	key := "dl-" + strings.Repeat("0a1b2c3d", 4)
	var b bytes.Buffer
	f := presets.File{Presets: []presets.Preset{{Name: "x " + key, Config: api.Config{Prompt: "a castle " + key}}}}
	if err := presets.Export(&b, f); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), key) || !strings.Contains(b.String(), "a castle dl-…") {
		t.Errorf("the file is %s", b.String())
	}
	old := strings.ReplaceAll(b.String(), "dl-…", key)
	read, err := presets.Import(strings.NewReader(old))
	if err != nil {
		t.Fatal(err)
	}
	if p := read.Presets[0]; p.Name != "x dl-…" || p.Config.Prompt != "a castle dl-…" {
		t.Errorf("read %+v", p)
	}
}

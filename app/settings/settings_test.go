package settings

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lookbook/app/cause"
	"lookbook/app/media/naming"
)

func TestFirstStartHasTheDefaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "settings.json")
	s, err := Open(path)
	if err != nil || len(s.Notes()) != 0 || s.Dirty() {
		t.Fatalf("%v, %+v, dirty %v", err, s.Notes(), s.Dirty())
	}
	if s.Current() != Defaults() || s.Current().Downloads != 6 || s.Current().Theme != ThemeSystem {
		t.Errorf("the values are %+v", s.Current())
	}
	if err := s.Flush(context.Background()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was written for nothing: %v", err)
	}
}

// TestDefaultsAreWithinTheirBounds, or a first start would change them.
func TestDefaultsAreWithinTheirBounds(t *testing.T) {
	v := Defaults()
	keys := map[string]bool{}
	for _, f := range fields(&v) {
		if why := f.bound(); !why.IsZero() {
			t.Errorf("%s: %+v", f.key, why)
		}
		if keys[f.key] {
			t.Errorf("%s is there twice", f.key)
		}
		keys[f.key] = true
	}
}

func TestTheDefaultTemplateIsTheOneOfTheFileNames(t *testing.T) {
	if DefaultTemplate != naming.Default {
		t.Errorf("%q here, %q there", DefaultTemplate, naming.Default)
	}
}

// changed are values that differ from the default in every field.
func changed() Values {
	return Values{
		WindowWidth: 1920, WindowHeight: 1080, ParamsWidth: 400, JobsWidth: 300, Folder: filepath.Join(os.TempDir(), "Bilder é"),
		Template: "{seed} <&>", Theme: ThemeDark, ThumbnailSize: 300, Downloads: 2, AdvancedOpen: true,
		Scale: 150, Proxy: ProxyGiven, ProxyAddress: "socks5://127.0.0.1:1080",
		Sections: SectionsJob, ExportFolder: filepath.Join(os.TempDir(), "Copies"), ExportBare: true, ImageHosts: "images.example ::1",
		Closing: ClosingHides, Order: OrderRating, JobOrder: OrderShuffled, OrderSeed: 7, GoOn: true,
		ExportCredits: true, ExportSidecars: true, ExportFormat: ExportWebP, ExportSize: ExportInPercent, ExportQuality: 71, ExportEdge: 777,
		ExportPercent: 33, ExportEnlarge: true, ExportGround: ExportGrey, ExportTemplate: "{seed}", SheetPaper: SheetLetter, SheetColumns: 7, SheetCaption: 2,
	}
}

func TestEveryValueSurvives(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	s, _ := Open(path)
	if got := s.Update(func(v *Values) { *v = changed() }); got != changed() || s.Current() != changed() {
		t.Fatalf("became %+v", got)
	}
	flush(t, s)
	again, err := Open(path)
	if err != nil || again.Current() != changed() || len(again.Notes()) != 0 {
		t.Errorf("came back as %+v, %v, %+v", again.Current(), err, again.Notes())
	}
}

func flush(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s.Dirty() {
		t.Error("still dirty")
	}
}

func TestManyUpdatesAreOneWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	s, _ := Open(path)
	for width := 700; width < 800; width++ {
		s.Update(func(v *Values) { v.WindowWidth = width })
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("written before Flush: %v", err)
	}
	flush(t, s)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.Update(func(v *Values) { v.WindowWidth = 799 }) // no change
	flush(t, s)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("written without a change: %v", err)
	}
}

func TestBoundsAreKept(t *testing.T) {
	for name, test := range map[string]struct {
		file string
		want func(*Values)
		note cause.Cause
	}{
		"too small":      {`{"window_width": 1}`, func(v *Values) { v.WindowWidth = 640 }, cause.New(cause.SettingRange, "Field", "window_width", "Value", "1", "Least", "640", "Most", "16384", "Used", "640")},
		"too large":      {`{"downloads": 99}`, func(v *Values) { v.Downloads = 6 }, cause.New(cause.SettingRange, "Field", "downloads", "Value", "99", "Least", "1", "Most", "6", "Used", "6")},
		"beyond int":     {`{"downloads": 1e300}`, func(*Values) {}, cause.New(cause.SettingKind, "Field", "downloads", "Value", "1e300")},
		"negative":       {`{"jobs_width": -3}`, func(v *Values) { v.JobsWidth = 120 }, cause.New(cause.SettingRange, "Field", "jobs_width", "Value", "-3", "Least", "120", "Most", "8192", "Used", "120")},
		"a fraction":     {`{"jobs_width": 130.5}`, func(*Values) {}, cause.New(cause.SettingKind, "Field", "jobs_width", "Value", "130.5")},
		"another kind":   {`{"thumbnail_size": "big", "downloads": 3}`, func(v *Values) { v.Downloads = 3 }, cause.New(cause.SettingKind, "Field", "thumbnail_size", "Value", `"big"`)},
		"unknown word":   {`{"theme": "sepia"}`, func(*Values) {}, cause.New(cause.SettingWord, "Field", "theme", "Value", `"sepia"`, "Used", `"system"`)},
		"relative":       {`{"folder": "Pictures"}`, func(*Values) {}, cause.New(cause.SettingNoPath, "Field", "folder", "Value", `"Pictures"`, "Most", "32767")},
		"blank template": {`{"template": " "}`, func(*Values) {}, cause.New(cause.SettingEmpty, "Field", "template", "Value", `" "`, "Most", "500")},
		"long template":  {`{"template": "` + strings.Repeat("é", 300) + `"}`, func(*Values) {}, cause.New(cause.SettingLong, "Field", "template", "Value", strconv.Quote(strings.Repeat("é", 60)+"…"), "Most", "500")},
		"NUL":            {`{"template": "a\u0000b"}`, func(*Values) {}, cause.New(cause.SettingBytes, "Field", "template", "Value", `"a\x00b"`, "Most", "500")},
		"null":           {`{"theme": null, "downloads": null}`, func(*Values) {}, cause.Cause{}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			if err := os.WriteFile(path, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(path)
			want := Defaults()
			test.want(&want)
			if err != nil || s.Current() != want {
				t.Errorf("%+v, %v", s.Current(), err)
			}
			var said []cause.Cause
			if !test.note.IsZero() {
				said = append(said, test.note)
			}
			if diff := cmp.Diff(said, s.Notes(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the notes: -want +got:\n%s", diff)
			}
		})
	}
	s, _ := Open(filepath.Join(t.TempDir(), "settings.json"))
	if got := s.Update(func(v *Values) { v.ThumbnailSize = 5000 }); got.ThumbnailSize != 512 {
		t.Errorf("updated to %d", got.ThumbnailSize)
	}
}

func TestUnknownFieldsSurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte(`{"from_the_future": {"a": [1, null, 1e400]}, "downloads": 3}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := Open(path)
	s.Update(func(v *Values) { v.Downloads = 4 })
	flush(t, s)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if kept := strings.Join(strings.Fields(string(got["from_the_future"])), ""); kept != `{"a":[1,null,1e400]}` || string(got["downloads"]) != "4" {
		t.Errorf("the file is %s", raw)
	}
}

// What a newer version wrote is there for it again, also after this version changed something else.
// What a person changes is changed.
func TestValuesOfANewerVersionSurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	written := `{"theme": "contrast", "sections": {"by": "model"}, "downloads": 12, "folder": ["/a", "/b"], "write_marks": "always", "later": 1.5}`
	if err := os.WriteFile(path, []byte(written), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s, err := Open(path)
		if err != nil || s.Current().Theme != ThemeSystem || s.Current().Downloads != 6 || !s.Current().WriteMarks || len(s.Notes()) != 5 {
			t.Fatalf("%+v, %v, %+v", s.Current(), err, s.Notes())
		}
		s.Update(func(v *Values) { v.JobsWidth++ })
		flush(t, s)
	}
	check := func(want map[string]string) {
		t.Helper()
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]json.RawMessage
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		for key, value := range want {
			if kept := strings.Join(strings.Fields(string(got[key])), ""); kept != value {
				t.Errorf("%s is %s, want %s", key, kept, value)
			}
		}
	}
	check(map[string]string{
		"theme": `"contrast"`, "sections": `{"by":"model"}`, "downloads": "12", "folder": `["/a","/b"]`, "write_marks": `"always"`, "later": "1.5",
	})
	s, _ := Open(path)
	s.Update(func(v *Values) { v.Theme, v.Downloads = ThemeDark, 2 })
	flush(t, s)
	s.Update(func(v *Values) { v.JobsWidth++ })
	flush(t, s)
	check(map[string]string{"theme": `"dark"`, "downloads": "2", "sections": `{"by":"model"}`})
}

func TestMalformedFilesAreSetAside(t *testing.T) {
	for name, content := range map[string]string{
		"nothing": "", "cut short": `{"downloads": 3`, "a list": "[]", "null": "null", "two": "{}{}", "too long": `{"a":"` + strings.Repeat("x", maxFile) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			var asides []string
			for range 2 { // twice in the same second
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
				when := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
				if err := os.Chtimes(path, when, when); err != nil {
					t.Fatal(err)
				}
				s, err := Open(path)
				if err != nil || s.Current() != Defaults() || len(s.Notes()) != 1 {
					t.Fatalf("%+v, %v, %+v", s.Current(), err, s.Notes())
				}
				s.Update(func(v *Values) { v.Downloads = 2 })
				flush(t, s)
				asides, _ = filepath.Glob(path + ".bad-20260301T120000Z*")
			}
			if len(asides) != 2 {
				t.Fatalf("set aside as %v", asides)
			}
			for _, aside := range asides {
				if got, err := os.ReadFile(aside); err != nil || string(got) != content {
					t.Errorf("%s differs, %v", aside, err)
				}
			}
		})
	}
}

func TestWhatCanNotBeReadIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err == nil || s == nil || s.Current() != Defaults() {
		t.Fatalf("%v, %v", s, err)
	}
	s.Update(func(v *Values) { v.Downloads = 2 })
	if got := s.Flush(context.Background()); !errors.Is(got, err) {
		t.Errorf("flushed with %v", got)
	}
	if s.Current().Downloads != 2 {
		t.Error("the session's values don't work")
	}
}

func TestAFailedWriteIsTriedAgain(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "config")
	s, _ := Open(filepath.Join(folder, "settings.json"))
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // a file in the folder's place
		t.Fatal(err)
	}
	s.Update(func(v *Values) { v.Downloads = 2 })
	if err := s.Flush(context.Background()); err == nil || !s.Dirty() {
		t.Fatalf("flushed: %v, dirty %v", err, s.Dirty())
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Flush(ended); !errors.Is(err, context.Canceled) || !s.Dirty() {
		t.Errorf("with an ended context: %v", err)
	}
	flush(t, s)
}

func TestUpdatesAndWritesAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	s, _ := Open(path)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 25 {
				s.Update(func(v *Values) { v.WindowWidth++ })
				if err := s.Flush(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	flush(t, s)
	again, err := Open(path)
	if want := Defaults().WindowWidth + 100; err != nil || again.Current().WindowWidth != want {
		t.Errorf("%d wide, want %d, %v", again.Current().WindowWidth, want, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/backup"
	"lookbook/app/library"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func place(t *testing.T) backup.Place {
	t.Helper()
	dir := t.TempDir()
	return backup.Place{Library: filepath.Join(dir, "library.db"), Settings: filepath.Join(dir, "settings.json"), Pictures: filepath.Join(dir, "Pictures")}
}

func with(t *testing.T, p backup.Place, f func(l *library.Library)) {
	t.Helper()
	l, err := library.Open(t.Context(), p.Library, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f(l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// filled is a place with a search, a picture and a request that is on its way,
// and a backup of it.
func filled(t *testing.T) (p backup.Place, file string) {
	t.Helper()
	p, file = place(t), filepath.Join(t.TempDir(), "mine.lookbook")
	key := "dl-" + strings.Repeat("0f", 16)
	if err := os.WriteFile(p.Settings, []byte(`{"folder":"/elsewhere","template":"{seed}","later":"`+key+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	with(t, p, func(l *library.Library) {
		if err := l.Searches.Save(t.Context(), "the best", "-is:favourite"); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Images.PutFiles(t.Context(), []library.FoundFile{{
			Origin: library.Origin{JobID: "ig_1", ImageID: "i1"}, Request: api.Config{Prompt: "an owl"},
			Path: filepath.Join(p.Pictures, "2026", "a.png"), Bytes: 1, Width: 64, Height: 64, Written: noon,
		}}); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Submissions.Begin(t.Context(), []library.Request{{Config: api.Config{Prompt: "a lighthouse", BaseModel: "m"}, Written: "a lighthouse"}}); err != nil {
			t.Fatal(err)
		}
		var done, total int64
		holds, err := backup.Write(t.Context(), p, file, "0.1.0", noon, func(d, all int64) { done, total = d, all })
		if err != nil || holds != (library.Contents{Pictures: 1, Jobs: 2, Searches: 1}) {
			t.Fatalf("it holds %+v, %v", holds, err)
		}
		if done != total || total == 0 {
			t.Errorf("it told of %d of %d bytes", done, total)
		}
	})
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(unzipped(t, content), key) {
		t.Error("the backup holds the key")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup's mode: %v, %v", info.Mode(), err)
	}
	return p, file
}

// restore takes a backup.
func restore(ctx context.Context, from string, p backup.Place, keep func(context.Context) error) (*backup.Unpacked, error) {
	u, err := backup.Unpack(ctx, from, p, nil)
	if err != nil {
		return nil, err
	}
	return u, u.Restore(ctx, keep)
}

func unzipped(t *testing.T, content []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		all += string(text)
	}
	return all
}

func TestABackupIsTakenOnAnotherComputer(t *testing.T) {
	_, file := filled(t)
	p, kept := place(t), 0
	with(t, p, func(*library.Library) {})
	u, err := restore(t.Context(), file, p, func(context.Context) error { kept++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if u.Holds != (library.Contents{Pictures: 1, Jobs: 2, Searches: 1}) || !u.Made.Equal(noon) {
		t.Errorf("it says that it holds %+v, of %v", u.Holds, u.Made)
	}
	if kept != 1 {
		t.Errorf("the present library was copied %d times", kept)
	}
	with(t, p, func(l *library.Library) {
		saved, err := l.Searches.All(t.Context())
		if err != nil || len(saved) != 1 || saved[0].Query != "-is:favourite" {
			t.Errorf("searches %+v, %v", saved, err)
		}
		images, err := l.PageImages(t.Context(), library.ImageFilter{}, 0, 10)
		if err != nil || len(images) != 1 || images[0].Path != filepath.Join(p.Pictures, "2026", "a.png") {
			t.Errorf("pictures %+v, %v", images, err)
		}
		entries, err := l.Entries(t.Context(), library.EntryFilter{}, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		states := map[library.SubmissionState]int{}
		for _, e := range entries {
			if e.Submission != nil {
				states[e.Submission.State]++
			}
		}
		if states[library.Unknown] != 1 || states[library.Sending] != 0 { // nobody sends it by itself
			t.Errorf("requests %v", states)
		}
	})
	if !strings.Contains(string(u.Preferences), "{seed}") {
		t.Errorf("preferences %s", u.Preferences)
	}
}

// part is a part of a made-up backup.
type part struct{ name, content string }

func made(t *testing.T, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsNoBackupChangesNothing(t *testing.T) {
	source, file := filled(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	db, err := os.ReadFile(source.Library)
	if err != nil {
		t.Fatal(err)
	}
	good, lib := part{"manifest.json", `{"lookbook_backup":1,"folder":"/a"}`}, part{"library.db", string(db)}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0xFF
	for name, test := range map[string]struct {
		content []byte
		want    error // nil: any
	}{
		"empty":              {nil, backup.ErrForeign},
		"text":               {[]byte(strings.Repeat("no backup ", 500)), backup.ErrForeign},
		"cut":                {whole[:len(whole)*2/3], backup.ErrForeign},
		"a flipped byte":     {flipped, nil},
		"another archive":    {made(t, part{"photo.png", "x"}), backup.ErrForeign},
		"no library":         {made(t, good), backup.ErrForeign},
		"a path upwards":     {made(t, good, lib, part{"../library.db", "x"}), backup.ErrForeign},
		"an absolute path":   {made(t, good, lib, part{"/tmp/x", "x"}), backup.ErrForeign},
		"twice":              {made(t, good, lib, lib), backup.ErrForeign},
		"a large manifest":   {made(t, part{"manifest.json", strings.Repeat(" ", 50<<20)}, lib), backup.ErrTooLarge},
		"a bomb":             {made(t, good, part{"library.db", strings.Repeat("\x00", 80<<20)}), backup.ErrTooLarge},
		"of tomorrow":        {made(t, part{"manifest.json", `{"lookbook_backup":2}`}, lib), backup.ErrNewer},
		"no library at all":  {made(t, good, part{"library.db", "SQLite format 3"}), nil},
		"a damaged library":  {made(t, good, part{"library.db", string(db[:5000])}), nil},
		"odd preferences":    {made(t, good, lib, part{"settings.json", `[1]`}), backup.ErrForeign},
		"not even a version": {made(t, part{"manifest.json", `{}`}, lib), backup.ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			p := place(t)
			with(t, p, func(l *library.Library) {
				if err := l.Searches.Save(t.Context(), "mine", "owl"); err != nil {
					t.Fatal(err)
				}
			})
			before, err := os.ReadFile(p.Library)
			if err != nil {
				t.Fatal(err)
			}
			bad := filepath.Join(t.TempDir(), "bad.lookbook")
			if err := os.WriteFile(bad, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = restore(t.Context(), bad, p, func(context.Context) error { t.Error("it came so far"); return nil })
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("the error is %v", err)
			}
			after, err := os.ReadFile(p.Library)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the library changed: %v", err)
			}
			left, err := os.ReadDir(filepath.Dir(p.Library))
			if err != nil || len(left) != 1 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// A backup that is given up leaves nothing, and what was there before.
func TestABackupThatIsGivenUpLeavesNothing(t *testing.T) {
	p, file := filled(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := backup.Write(ctx, p, file, "0.1.0", noon, nil); err == nil {
		t.Error("it was written all the same")
	}
	after, err := os.ReadFile(file)
	left, also := os.ReadDir(filepath.Dir(file))
	if err != nil || also != nil || !bytes.Equal(before, after) || len(left) != 1 {
		t.Errorf("left %v, %v, %v", left, err, also)
	}
}

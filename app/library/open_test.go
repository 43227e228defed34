package library

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"lookbook/api"
)

func TestDamagedFilesAreToldAndSetAside(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]func(whole []byte) []byte{
		"no database":        func([]byte) []byte { return []byte(strings.Repeat("this is a text. ", 400)) },
		"cut short":          func(whole []byte) []byte { return whole[:len(whole)/2] },
		"a page overwritten": func(whole []byte) []byte { copy(whole[8192:], bytes.Repeat([]byte{0xA5}, 4096)); return whole },
		"a broken header":    func(whole []byte) []byte { copy(whole[20:], bytes.Repeat([]byte{0xFF}, 60)); return whole },
	} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t)
			mixed(s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			whole := must(os.ReadFile(s.path))(t)
			broken := damage(bytes.Clone(whole))
			if err := os.WriteFile(s.path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(ctx, s.path, Options{}); !errors.Is(err, ErrDamaged) {
				t.Fatalf("the error is %v", err)
			}
			aside := must(SetAside(s.path))(t)
			if got := must(os.ReadFile(aside))(t); !bytes.Equal(got, broken) {
				t.Error("what was set aside is not what was there")
			}
			s.open()
			if n := must(s.CountEntries(ctx, EntryFilter{}))(t); n != 0 {
				t.Errorf("the new library has %d entries", n)
			}
		})
	}
}

func TestSetAsideTakesTheLogAlongAndOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	for n := 1; n <= 3; n++ {
		for _, part := range []string{"", "-wal", "-shm"} {
			if n == 2 && part != "" {
				continue // there may be no log
			}
			if err := os.WriteFile(path+part, fmt.Append(nil, part, n), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		aside := must(SetAside(path))(t)
		if want := fmt.Sprintf("%s.damaged-%d", path, n); aside != want {
			t.Errorf("set aside as %s, want %s", aside, want)
		}
	}
	for n, parts := range map[int][]string{1: {"", "-wal", "-shm"}, 2: {""}, 3: {"", "-wal", "-shm"}} {
		for _, part := range parts {
			if got := must(os.ReadFile(fmt.Sprintf("%s.damaged-%d%s", path, n, part)))(t); string(got) != fmt.Sprint(part, n) {
				t.Errorf("%d%s holds %q", n, part, got)
			}
		}
	}
	if _, err := SetAside(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing to set aside: %v", err)
	}
}

func TestANewerFileIsLeftAlone(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	if _, err := s.db.write.ExecContext(ctx, `PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := must(os.ReadFile(s.path))(t)
	_, err := Open(ctx, s.path, Options{})
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Found != 99 || newer.Known != len(must(migrations(migrationFiles))(t)) {
		t.Errorf("the error is %v", err)
	}
	if after := must(os.ReadFile(s.path))(t); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
	left := must(os.ReadDir(filepath.Dir(s.path)))(t)
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestFilesOfEveryVersionAreBroughtForward: migration keeps the content of a
// library of each version.
func TestFilesOfEveryVersionAreBroughtForward(t *testing.T) {
	ctx := context.Background()
	steps := must(migrations(migrationFiles))(t)
	combined := api.Job{
		JobID: "x_1", JobType: api.TypeDreamboothImageGen, State: api.Success,
		ImageGenResults: []api.ImageGenResult{{CheckpointID: "ckp_1", GeneratedImages: []api.GeneratedImage{{GeneratedImageID: "b"}}}},
	}
	const keptSince = 13
	print := combined.Fingerprint() // earlier versions stored it without the checkpoint
	for from := 1; from <= len(steps); from++ {
		t.Run(fmt.Sprint("from ", from), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "library.db")
			db := must(sql.Open("sqlite", source(path)))(t)
			if err := migrate(ctx, db, steps[:from], 0); err != nil {
				t.Fatal(err)
			}
			// Every later version has the columns of version 1.
			_, err := db.ExecContext(ctx, `INSERT INTO entries (created, state, job_id, job_type, job, saved)
					VALUES (1, 'success', 'ig_1', 'image-gen', '{"job_id":"ig_1","job_type":"image-gen","state":"success"}', 1);
				INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, known, url, path)
					VALUES (1, '=a', 0, 'saved', 0, 0, 'a', 1, '', '/p/a.png');
				INSERT INTO entries (created, state, job_id, job_type, job, saved, synced, told_full)
					VALUES (2, 'success', 'x_1', 'dreambooth_image_gen', '{"job_id":"x_1","job_type":"dreambooth_image_gen","state":"success"}', 1, 2, ?);
				INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, known, url, path)
					VALUES (2, '=b', 0, 'saved', 0, 0, 'b', 1, '', '/p/b.png');`, print[:])
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			l := must(Open(ctx, path, Options{}))(t)
			got := must(l.EntryByJob(ctx, "ig_1"))(t)
			if got.State != EntrySuccess || len(got.Preview) != 1 || got.Preview[0].Path != "/p/a.png" {
				t.Errorf("became %+v", got)
			}
			must(l.Jobs.Put(ctx, []JobUpdate{{Job: combined, Full: true}}))(t)
			if image := must(l.Image(ctx, 2))(t); from < keptSince && image.Checkpoint != "ckp_1" || image.Path != "/p/b.png" {
				t.Errorf("told again, a picture of a combined job became %+v", image)
			}
			if n := must(version(ctx, l.db.write))(t); n != len(steps) {
				t.Errorf("the version is %d of %d", n, len(steps))
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	// With jobs, marks, the trash, two accounts, presets and saved searches.
	t.Run("a whole library of version 14", func(t *testing.T) { losesNothing(t, "testdata/version-14") })
}

func TestAStepIsTakenWholeOrNotAtAll(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	steps := must(migrations(migrationFiles))(t)
	broken := append(steps[:len(steps):len(steps)], `CREATE TABLE later (id INTEGER); INSERT INTO nowhere VALUES (1);`)
	if err := migrate(ctx, s.db.write, broken, len(steps)); err == nil {
		t.Fatal("a broken step was taken")
	}
	if n := must(version(ctx, s.db.write))(t); n != len(steps) {
		t.Errorf("the version is %d", n)
	}
	good := append(steps[:len(steps):len(steps)], `CREATE TABLE later (id INTEGER);`)
	if err := migrate(ctx, s.db.write, good, len(steps)); err != nil {
		t.Error(err)
	}
	if n := must(version(ctx, s.db.write))(t); n != len(steps)+1 {
		t.Errorf("the version is %d", n)
	}
}

func TestStepsAreNumberedWithoutAGap(t *testing.T) {
	for _, names := range [][]string{{"0001_a.sql", "0003_b.sql"}, {"0002_a.sql"}, {"0001_a.sql", "0001_b.sql"}, {"first.sql"}} {
		files := fstest.MapFS{}
		for _, name := range names {
			files["migrations/"+name] = &fstest.MapFile{Data: []byte("SELECT 1")}
		}
		if _, err := migrations(files); err == nil {
			t.Errorf("%v were taken", names)
		}
	}
}

func TestWhatTheLibraryPromisesTheDisk(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := s.db.write.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v", pragma, got, err)
		}
	}
	if _, err := s.db.read.ExecContext(ctx, `DELETE FROM entries`); err == nil {
		t.Error("a reader could write")
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestAClosedLibraryAnswersAnError(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Submissions.BeginOne(ctx, api.Config{}); !errors.Is(err, ErrClosed) {
		t.Errorf("a write: %v", err)
	}
	if _, err := s.Entries(ctx, EntryFilter{}, 0, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("a read: %v", err)
	}
	// After a regular end only the file itself is left.
	if left := must(os.ReadDir(filepath.Dir(s.path)))(t); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOpenTellsWhatIsInTheWay(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	if _, err := Open(ctx, folder, Options{}); err == nil || errors.Is(err, ErrDamaged) {
		t.Errorf("a folder in the place of the file: %v", err)
	}
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, filepath.Join(file, "library.db"), Options{}); err == nil || errors.Is(err, ErrDamaged) {
		t.Errorf("a file in the place of the folder: %v", err)
	}
}

// TestAProcessThatDies leaves the log beside the file: committed rows are
// there, and the file is checked.
func TestAProcessThatDies(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	elsewhere := filepath.Join(t.TempDir(), "library.db")
	for _, part := range []string{"", "-wal"} { // as a crash leaves them
		if err := os.WriteFile(elsewhere+part, must(os.ReadFile(s.path+part))(t), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if check := must(worthChecking(elsewhere))(t); !check {
		t.Error("a file that was not closed is taken on trust")
	}
	l := must(Open(ctx, elsewhere, Options{Clock: s.clock}))(t)
	got := must(l.Entry(ctx, begun.ID))(t)
	if got.State != EntryUnknown || got.Submission.ID != begun.Submission.ID {
		t.Errorf("found %+v", got)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

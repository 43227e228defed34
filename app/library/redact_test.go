package library

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lookbook/api"
)

// testKey makes a key of the usual form. No file of the project contains a key.
func testKey() string { return "dl-" + strings.Repeat("0a1b2c3d", 4) }

// holdsKey fails if a file in the folder contains a part of a key in any case,
// or only its digits, as an index of words has them.
func holdsKey(t *testing.T, folder string, keys ...string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		content = bytes.ToLower(content)
		for _, key := range keys {
			if part := strings.ToLower(strings.TrimPrefix(key, "dl-")); bytes.Contains(content, []byte(part[:min(len(part), 16)])) {
				t.Errorf("%s holds the key", filepath.Base(path))
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNoKeyIsEverStored(t *testing.T) {
	ctx := context.Background()
	used := "some other/kind+of key-0123456789"
	used = strings.ReplaceAll(used, " ", "_")
	folder := t.TempDir()
	l := must(Open(ctx, filepath.Join(folder, "library.db"), Options{Keys: func() []string { return []string{used} }}))(t)
	for _, key := range []string{testKey(), strings.ToUpper(testKey()), used} {
		text := `curl -H "Authorization: Bearer ` + key + `" -d '{}' # a castle`
		config := api.Config{
			Prompt: text, NegativePrompt: key, Callback: "https://x.invalid/" + key, Tags: []api.Tag{{Key: key, Value: key}},
			Unknown: map[string]json.RawMessage{"more": jsonOf(text)},
		}
		entries := must(l.Submissions.Begin(ctx, NewGroup([]api.Config{config, config}, [][]Label{{{Name: "Prompt", Value: text}}}, text)))(t)
		sent := entries[0].Submission.Config
		if strings.Contains(string(jsonOf(sent)), key) || !strings.HasSuffix(sent.Prompt, "# a castle") {
			t.Errorf("what is sent is %+v", sent)
		}
		must(l.Submissions.Accept(ctx, entries[0].Submission.ID, "ig_"+entries[0].Submission.ID))(t)
		problem := &Problem{What: "send", Message: text}
		must(l.Submissions.Settle(ctx, entries[1].Submission.ID, Refused, problem))(t)
		must(l.Jobs.SetProblem(ctx, entries[0].ID, problem))(t)

		job := api.Job{JobType: api.TypeImageGen, JobID: "told" + entries[0].Submission.ID, State: api.Failure, Config: config}
		job.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{
			{GeneratedImageID: "a", URL: "https://x.invalid/a", Unknown: map[string]json.RawMessage{"more": jsonOf(text)}},
		}}}
		put := must(l.Jobs.Put(ctx, []JobUpdate{{Job: job, Raw: rawOf(job), Full: true}}))(t)
		id := put[0].Preview[0].ID
		must(l.Marks.Set(ctx, []int64{id}, Marking{AddTags: []string{key}}))(t)
		must(l.Images.Fail(ctx, id, problem, epoch))(t)
		must(l.Images.PutFiles(ctx, []FoundFile{{
			Origin: Origin{JobID: "found" + entries[0].Submission.ID, ImageID: "b"}, Request: config, Path: filepath.Join(folder, "b.png"),
		}}))(t)
		for _, err := range []error{
			l.Drafts.Save(ctx, "panel", jsonOf(config)),
			l.Presets.Save(ctx, Preset{Key: key, Name: key, Content: jsonOf(config)}),
			l.Searches.Save(ctx, key, text),
			l.Models.Remember(ctx, Model{ID: "m", Kind: KindBase, Name: text}),
		} {
			if err != nil {
				t.Error(err)
			}
		}
		holdsKey(t, folder, key)
	}
	// With a key in them they would lead nowhere.
	odd := "dl-" + strings.Repeat("f", 32)
	job := api.Job{JobType: api.TypeImageGen, JobID: odd, State: api.Success, Config: api.Config{Prompt: "a cat " + testKey()}}
	job.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: odd, URL: "https://x.invalid/" + odd}}}}
	for range 2 {
		put := must(l.Jobs.Put(ctx, []JobUpdate{{Job: job, Full: true}}))(t)
		if len(put) > 0 && (put[0].Job.JobID != odd || put[0].Job.Config.Prompt != "a cat dl-…") {
			t.Errorf("became %+v", put[0].Job)
		}
	}
	entry := must(l.EntryByJob(ctx, odd))(t)
	if entry.Job.JobID != odd || entry.Preview[0].Generated.GeneratedImageID != odd || !strings.HasSuffix(entry.Preview[0].Generated.URL, odd) {
		t.Errorf("became %+v", entry)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	holdsKey(t, folder, testKey(), used)
}

// oldLibrary makes a file of version 4 with a key in each place where that
// version stored one.
func oldLibrary(t *testing.T, path, key string, jobs int) {
	t.Helper()
	ctx := context.Background()
	db := must(sql.Open("sqlite", source(path)))(t)
	steps := must(migrations(migrationFiles))(t)
	if err := migrate(ctx, db, steps[:4], 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	text := `curl -H "Authorization: Bearer ` + key + `" # a castle`
	quoted := string(jsonOf(map[string]string{"x": text}))
	tx := must(db.BeginTx(ctx, nil))(t)
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	for n := range jobs {
		job := api.Job{JobType: api.TypeImageGen, JobID: fmt.Sprint("ig_", n), State: api.Success, Config: api.Config{Prompt: text, NegativePrompt: key}}
		exec(`INSERT INTO entries (created, state, job_id, job_type, job, saved, problem) VALUES (?, 'success', ?, 'image-gen', ?, 1, ?)`,
			1000+n, job.JobID, string(rawOf(job)), `{"message":"`+key+`"}`)
		exec(`INSERT INTO entry_raw VALUES (?, 1, ?)`, n+1, []byte(quoted))
		exec(`INSERT INTO entry_words (rowid, prompt, negative, model, job) VALUES (?, ?, ?, '', '')`, n+1, cut(text), cut(key))
		exec(`INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, known, url, path, unknown, tags)
			VALUES (?, '=a', 0, 'saved', 0, 0, 'a', 1, '', '/p/a.png', ?, ?)`, n+1, quoted, strings.ToLower(key))
		exec(`INSERT INTO briefs VALUES (?, ?, '', 0, 0, ?, x'')`, n+1, 1000+n, text)
		exec(`INSERT INTO submissions (id, entry_id, state, created, config, problem, labels) VALUES (?, ?, 'accepted', 1, ?, ?, ?)`,
			fmt.Sprint("s", n), n+1, string(jsonOf(job.Config)), `{"message":"`+key+`"}`, `[{"name":"Prompt","value":"`+key+`"}]`)
		exec(`INSERT INTO prompts VALUES (?, ?, 1, 1)`, fmt.Sprint(text, n), fold(fmt.Sprint(text, n)))
	}
	exec(`INSERT INTO drafts VALUES ('panel', 1, ?), ('old', 1, ?)`, []byte(quoted), []byte(strings.Repeat(quoted, 1000)))
	exec(`DELETE FROM drafts WHERE name = 'old'`) // stays in free pages of the file
	exec(`INSERT INTO presets VALUES (?1, ?1, 1, ?2)`, key, []byte(quoted))
	exec(`INSERT INTO saved_searches VALUES (?1, ?1, ?1, 1)`, key)
	if err := errors.Join(tx.Commit(), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestKeysLeaveALibraryOfVersion4(t *testing.T) {
	ctx := context.Background()
	for _, key := range []string{testKey(), strings.ToUpper(testKey())} {
		folder := t.TempDir()
		path := filepath.Join(folder, "library.db")
		const jobs = 450 // more than are redacted at once
		oldLibrary(t, path, key, jobs)
		l := must(Open(ctx, path, Options{}))(t)
		holdsKey(t, folder, key) // open, with its log
		entry := must(l.EntryByJob(ctx, "ig_7"))(t)
		for _, text := range []string{entry.Job.Config.Prompt, entry.Submission.Config.Prompt} {
			if !strings.Contains(text, "dl-…") || !strings.Contains(text, "# a castle") {
				t.Errorf("the text became %q", text)
			}
		}
		if got := must(l.Totals(ctx))(t); got.Images != jobs {
			t.Errorf("%d images, want %d", got.Images, jobs)
		}
		if prompts := must(l.Prompts.Recent(ctx, "castle", 1000))(t); len(prompts) != jobs {
			t.Errorf("%d prompts, want %d", len(prompts), jobs)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		holdsKey(t, folder, key)
		l = must(Open(ctx, path, Options{}))(t)
		if n := must(column[int64](ctx, l.db.read, `SELECT count(*) FROM chores`))(t)[0]; n != 0 {
			t.Errorf("%d chores are left", n)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestTheFilesAreTheUsersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("rights are the folder's on Windows")
		return
	}
	ctx := context.Background()
	for _, old := range []bool{false, true} {
		folder := t.TempDir()
		if err := os.Chmod(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, "library.db")
		if old {
			oldLibrary(t, path, testKey(), 1)
		}
		l := must(Open(ctx, path, Options{}))(t)
		if err := l.Drafts.Save(ctx, "panel", []byte("{}")); err != nil {
			t.Error(err)
		}
		for _, file := range must(os.ReadDir(folder))(t) {
			if mode := must(file.Info())(t).Mode().Perm(); mode != 0o600 {
				t.Errorf("%s is %o", file.Name(), mode)
			}
		}
		if n := len(must(os.ReadDir(folder))(t)); n != 3 {
			t.Errorf("%d files, want the library, its log and the log's index", n)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func jsonOf(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

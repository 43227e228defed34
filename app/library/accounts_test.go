package library

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/search"
)

// In a file of the version before, everything belongs to the first account. Its key may have been
// that in the environment.
func TestWhatWasThereBelongsToTheFirstAccount(t *testing.T) {
	ctx := context.Background()
	steps := must(migrations(migrationFiles))(t)
	for _, used := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "library.db")
		db := must(sql.Open("sqlite", source(path)))(t)
		err := migrate(ctx, db, steps[:13], 0)
		if err == nil && used {
			_, err = db.ExecContext(ctx, `INSERT INTO entries (created, state, job_id, job_type, unfinished, job, saved)
					VALUES (1, 'running', 'ig_1', 'image-gen', 1, '{"job_id":"ig_1","job_type":"image-gen","state":"running"}', 1);
				INSERT INTO headings (entry_id, created, model, width, height, beginning) VALUES (1, 1, '', 1, 1, 'a');
				INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, known, url, path)
					VALUES (1, '=a', 0, 'saved', 0, 0, 'a', 1, '', '/p/a.png');
				INSERT INTO submissions (id, entry_id, state, created, config, job_id) VALUES ('s', 1, 'accepted', 1, '{}', 'ig_1');
				INSERT INTO models (kind, id, type, name, step, job_id, created, expires, worked, used) VALUES ('checkpoint', 'c', '', '', 1, 'db_1', 1, 1, 1, 1);`)
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		l := must(Open(ctx, path, Options{}))(t)
		want := Account{ID: FirstAccount, Used: used}
		if used {
			want.Waiting = 1
			if e := must(l.EntryByJob(ctx, "ig_1"))(t); e.Account != FirstAccount || e.Preview[0].Account != FirstAccount {
				t.Errorf("an old job became %+v", e)
			}
			if models := must(l.Models.All(ctx))(t); models[0].Account != FirstAccount {
				t.Errorf("an old model became %+v", models[0])
			}
		}
		if got := must(l.Accounts.All(ctx))(t); !cmp.Equal(got, []Account{want}) {
			t.Errorf("the accounts are %+v, want %+v", got, want)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAccountsAreAddedRenamedAndRemoved(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	add := func(name string) Account { t.Helper(); return must(s.Accounts.Add(ctx, name, "Main"))(t) }
	studio := add("  Studio “one”\n")
	if studio.Name != "Studio one" || studio.UID == "" || studio.ID == FirstAccount {
		t.Errorf("added %+v", studio)
	}
	if !cmp.Equal(s.takeEvents(), []Event{AccountsChanged{}}) {
		t.Error("nobody was told")
	}
	if names := must(s.Accounts.names(ctx))(t); names[FirstAccount] != "Main" {
		t.Errorf("the names are %v", names)
	}
	for _, name := range []string{"STUDIO ONE", "main"} {
		if _, err := s.Accounts.Add(ctx, name, ""); !errors.Is(err, ErrTaken) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := s.Accounts.Add(ctx, ` "" `, ""); err == nil {
		t.Error("an account without a name")
	}
	if err := s.Accounts.Rename(ctx, studio.ID, "Main"); !errors.Is(err, ErrTaken) {
		t.Errorf("renamed to a taken name: %v", err)
	}
	if err := s.Accounts.Rename(ctx, studio.ID, "studio one"); err != nil {
		t.Error(err)
	}
	if err := s.Accounts.Rename(ctx, 99, "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing was renamed: %v", err)
	}
	// An account without jobs is deleted, one with jobs stays and comes back with its name.
	spare := add("Spare")
	if err := s.Accounts.Remove(ctx, spare.ID); err != nil {
		t.Fatal(err)
	}
	must(s.Submissions.Begin(ctx, []Request{{Account: studio.ID, Config: api.Config{Prompt: "a"}}}))(t)
	if err := s.Accounts.Remove(ctx, studio.ID); err != nil {
		t.Fatal(err)
	}
	all := must(s.Accounts.All(ctx))(t)
	if len(all) != 2 || !all[1].Removed || !all[1].Used || all[1].Waiting != 1 {
		t.Errorf("the accounts are %+v", all)
	}
	if err := s.Accounts.Remove(ctx, FirstAccount); !errors.Is(err, ErrLastAccount) {
		t.Errorf("the last one was removed: %v", err)
	}
	if back := add("Studio One"); back.ID != studio.ID || back.UID != studio.UID || back.Removed {
		t.Errorf("back is %+v", back)
	}
	s.reopen()
	if all := must(s.Accounts.All(ctx))(t); len(all) != 2 || all[1].Removed {
		t.Errorf("after a restart: %+v", all)
	}
	if again := must(s.Accounts.AddWith(ctx, studio.UID, "other", ""))(t); again.ID != studio.ID || again.Name != "studio one" {
		t.Errorf("the uid is taken for %+v", again)
	}
}

// Whoever tells of a job, it belongs to the account that sent it, or else to the first that told
// of it. What only its files told of belongs to whose key the service tells it to.
func TestJobsKeepTheirAccount(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	other := must(s.Accounts.Add(ctx, "Other", "Main"))(t).ID
	told := func(account int64, id string) Entry {
		t.Helper()
		must(s.Jobs.Put(ctx, []JobUpdate{{Account: account, Job: running(id, 10, 0)}}))(t)
		return s.job(id)
	}
	mine := must(s.Submissions.Begin(ctx, []Request{{Account: other, Config: api.Config{Prompt: "a"}}}))(t)[0]
	if mine.Account != other {
		t.Fatalf("begun as %+v", mine)
	}
	if e := told(FirstAccount, "ig_mine"); e.Account != FirstAccount {
		t.Errorf("told of is %+v", e)
	}
	must(s.Submissions.Accept(ctx, mine.Submission.ID, "ig_mine"))(t)
	if e := told(FirstAccount, "ig_mine"); e.ID != mine.ID || e.Account != other || e.Preview[0].Account != other {
		t.Errorf("accepted and told of by another, it is %+v", e)
	}
	told(other, "ig_website")
	if e := told(FirstAccount, "ig_website"); e.Account != other {
		t.Errorf("told of by two, it is %+v", e)
	}
	must(s.Images.PutFiles(ctx, []FoundFile{{Origin: Origin{JobID: "ig_file", ImageID: "i"}, Path: "/p/i.png", Bytes: 1, Width: 1, Height: 1, Written: epoch}}))(t)
	if e := s.job("ig_file"); e.Account != FirstAccount {
		t.Errorf("found is %+v", e)
	}
	if e := told(other, "ig_file"); e.Account != other {
		t.Errorf("found and told of, it is %+v", e)
	}
	for account, want := range map[int64]int{FirstAccount: 0, other: 3} {
		if got := must(s.Unfinished(ctx, account))(t); len(got) != want {
			t.Errorf("account %d has %d unfinished jobs, want %d", account, len(got), want)
		}
	}
	lost := must(s.Submissions.Begin(ctx, []Request{{Account: other, Config: api.Config{Prompt: "b"}}}))(t)[0]
	must(s.Submissions.Settle(ctx, lost.Submission.ID, Unknown, nil))(t)
	again := must(s.Submissions.SendAgain(ctx, lost.ID))(t)
	if again.Account != other || len(must(s.Unsettled(ctx, FirstAccount))(t)) != 0 || len(must(s.Unsettled(ctx, other))(t)) != 1 {
		t.Errorf("sent again, it is %+v", again)
	}
	if got := must(s.Entries(ctx, EntryFilter{Accounts: []int64{FirstAccount}}, 0, 9))(t); len(got) != 0 {
		t.Errorf("the first account lists %+v", got)
	}
	for limit, want := range map[string]int{"all": 3, "without": 0} {
		var without []int64
		if limit == "without" {
			without = []int64{other}
		}
		if got := must(s.PendingImages(ctx, 9, without...))(t); len(got) != want {
			t.Errorf("%s: %d pictures are pending, want %d", limit, len(got), want)
		}
	}
}

func TestPicturesAreFilteredByAccount(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	must(s.Jobs.Put(ctx, []JobUpdate{{Job: running("ig_1", 10, 0, 1)}}))(t)
	if f := must(s.Facets(ctx, search.Query{}))(t); len(f.Accounts) != 0 {
		t.Errorf("one account without a name is a filter: %+v", f.Accounts)
	}
	other := must(s.Accounts.Add(ctx, "Red studio", "Main"))(t).ID
	must(s.Jobs.Put(ctx, []JobUpdate{{Account: other, Job: running("ig_2", 10, 0, 1, 2)}}))(t)
	count := func(query string) int {
		t.Helper()
		return must(s.CountImages(ctx, ImageFilter{Query: search.Parse(query)}))(t)
	}
	for query, want := range map[string]int{
		"": 5, "account:main": 2, `account:"Red  STUDIO"`: 3, `account:main account:"red studio"`: 5, "-account:main": 3, "account:none": 0, "-account:none": 5,
	} {
		if got := count(query); got != want {
			t.Errorf("%s finds %d, want %d", query, got, want)
		}
	}
	f := must(s.Facets(ctx, search.Parse("account:main")))(t)
	if want := []FacetCount{{Value: "Red studio", Name: "Red studio", Count: 3}, {Value: "Main", Name: "Main", Count: 2}}; f.Total != 2 || !slices.Equal(f.Accounts, want) {
		t.Errorf("%d, %+v", f.Total, f.Accounts)
	}
	if err := s.Accounts.Rename(ctx, other, "Blue"); err != nil {
		t.Fatal(err)
	}
	if got := count("account:blue"); got != 3 {
		t.Errorf("renamed, it finds %d", got)
	}
}

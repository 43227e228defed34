package library

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/api"
)

// A job that the service says has ended counts as ended, whatever its dates and
// earlier answers say.
func TestAnEndIsBelievedWhateverTheDatesSay(t *testing.T) {
	states := []api.State{api.Queued, api.Running, "thinking", api.Success, api.Failure}
	rapid.Check(t, func(t *rapid.T) {
		stamp := func(label string) api.Time {
			minutes := rapid.IntRange(-2, 200).Draw(t, label)
			if minutes < 0 {
				return api.Time{}
			}
			return api.Time{Time: time.Date(2026, 3, 1, 12, minutes, 0, 0, time.UTC)}
		}
		var known api.Job
		tell := func(state api.State, at api.Time) {
			told := api.Job{JobID: "ig_1", JobType: "image-gen", State: state, StateUpdated: at}
			var err error
			if known, err = merged(known, told, rapid.Bool().Draw(t, "full")); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(0, 6).Draw(t, "answers") {
			tell(rapid.SampledFrom(states[:3]).Draw(t, "state"), stamp("minute"))
		}
		end := rapid.SampledFrom(states[3:]).Draw(t, "end")
		tell(end, stamp("end"))
		if known.State != end {
			t.Errorf("the job is %q, and ended in %q", known.State, end)
		}
	})
}

func TestPromised(t *testing.T) {
	for text, want := range map[string]int{
		`{"job_type":"image-gen","config":{"num_samples":4}}`:                                                                     4,
		`{"job_type":"dreambooth","config":{"num_samples":4}}`:                                                                    4,
		`{"job_type":"image-gen","config":{}}`:                                                                                    1,
		`{"job_type":"dreambooth","config":{}}`:                                                                                   0,
		`{"job_type":"dreambooth_image_gen","config":{"image_gen":[{"num_samples":3},{"num_samples":5},{}]}}`:                     9,
		`{"job_type":"dreambooth_image_gen","config":{"image_gen":[{"num_samples":1e300},{"num_samples":-7}]}}`:                   mostImages,
		`{"job_type":"dreambooth_image_gen","config":{"image_gen":"soon"}}`:                                                       1,
		`{"job_type":"image-gen","config":{"num_samples":-9223372036854775808}}`:                                                  1,
		`{"job_type":"video-gen","config":null}`:                                                                                  0,
		`{"job_type":"image-gen","config":{"num_samples":9223372036854775807,"image_gen":[{"num_samples":9223372036854775807}]}}`: mostImages,
	} {
		var job api.Job
		if err := job.UnmarshalJSON([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := Promised(job); got != want {
			t.Errorf("%s promises %d, want %d", text, got, want)
		}
	}
}

// Jobs that an earlier version gave up are followed again: one that was "done"
// without its pictures, and one that a single answer had made missing.
func TestWhatAnEarlierVersionGaveUpIsOpenedAgain(t *testing.T) {
	ctx := context.Background()
	steps := must(migrations(migrationFiles))(t)
	path := filepath.Join(t.TempDir(), "library.db")
	db := must(sql.Open("sqlite", source(path)))(t)
	if err := migrate(ctx, db, steps[:5], 0); err != nil {
		t.Fatal(err)
	}
	_, err := db.ExecContext(ctx, `INSERT INTO entries (created, state, job_id, job_type, job, saved, missing, synced, trashed) VALUES
		(1, 'success', 'ig_none',    'image-gen', '{"job_id":"ig_none","job_type":"image-gen","state":"success","config":{"num_samples":4}}',    0, 0, 1, 0),
		(1, 'success', 'ig_whole',   'image-gen', '{"job_id":"ig_whole","job_type":"image-gen","state":"success","config":{"num_samples":4}}',   3, 0, 1, 1),
		(1, 'success', 'ig_found',   'image-gen', '{"job_id":"ig_found","job_type":"image-gen","state":"success","config":{"num_samples":4}}',   1, 0, 0, 0),
		(1, 'failure', 'ig_failed',  'image-gen', '{"job_id":"ig_failed","job_type":"image-gen","state":"failure","config":{"num_samples":4}}',  0, 0, 1, 0),
		(1, 'missing', 'ig_missing', 'image-gen', '{"job_id":"ig_missing","job_type":"image-gen","state":"running","config":{"num_samples":4}}', 0, 1, 1, 0);`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	l := must(Open(ctx, path, Options{}))(t)
	due, _, err := l.FollowUps(ctx, FirstAccount, time.Hour, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(due) != 2 || due[0].Job.JobID != "ig_none" || due[1].Job.JobID != "ig_missing" {
		t.Errorf("asked for again: %+v", due)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

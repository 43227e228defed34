package engine_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// Everything that a service, or a proxy in between, may do to a job happens at
// once, with restarts in between. In the end each accepted job's pictures are
// saved once, nothing is running or sending, and no requests were sent but
// those made here.
func TestEveryOddityAtOnce(t *testing.T) {
	const worlds = 25 // this many take some seconds
	n, failed := 0, false
	rapid.Check(t, func(r *rapid.T) {
		if n++; n > worlds && !failed {
			return
		}
		defer func() { failed = failed || r.Failed() }()
		draw := func(label string, most int) int { return rapid.IntRange(0, most).Draw(r, label) }
		odd := func(label string) bool { return rapid.Bool().Draw(r, label) }
		w := newWorld(t, apitest.Options{
			Summaries: odd("summaries"), Wrapped: odd("wrapped"), ListLimit: draw("list limit", 3), ListPictures: draw("list pictures", 2),
			QueueTime: time.Duration(draw("queue seconds", 300)) * time.Second, RunTime: time.Duration(draw("run seconds", 90)) * time.Second,
		})
		defer w.close()
		if odd("no list") {
			w.server.Inject(apitest.NoList(http.StatusNotFound))
		}
		jobs := 1 + draw("jobs", 2)
		posts, want := 0, 0
		for range jobs {
			w.server.PlanNext(apitest.Plan{Oddities: apitest.Oddities{
				LateAnswers: draw("late answers", 7), LatePictures: draw("late pictures", 2), Backwards: odd("backwards"),
				ToldType: rapid.SampledFrom([]string{"", "image_gen", "dreambooth", "x/y"}).Draw(r, "told type"),
			}})
			c := config(1 + draw("pictures", 3))
			entry := w.submit(c)
			posts++
			if entry.State == library.EntryRefused {
				continue // held while the key is refused: a person would send it again
			}
			want += c.NumSamples
			for range draw("faults", 2) {
				times := 1 + draw("times", 12)
				w.server.Inject(rapid.SampledFrom([]apitest.Fault{
					apitest.NotFound("", times),
					apitest.Firewall(apitest.Follow, 404, times), apitest.Firewall(apitest.List, 404, times),
					apitest.Firewall(apitest.API, 401, times), apitest.Firewall(apitest.API, 403, times),
					apitest.Firewall(apitest.Picture, 403, times), apitest.Firewall(apitest.Picture, 404, times),
					{Where: apitest.Follow, How: apitest.Answer, Status: 401, Times: times},
					{Where: apitest.List, How: apitest.Answer, Status: 403, Times: times, Body: `{"detail":"Forbidden"}`},
					{Where: apitest.API, How: apitest.Answer, Status: 500, Times: times},
					{Where: apitest.List, How: apitest.Nulls, Times: times},
					{Where: apitest.Follow, How: apitest.Nulls, Times: times},
					{Where: apitest.API, How: apitest.DropAfter, Times: times},
				}).Draw(r, "fault"))
			}
			w.run(time.Duration(draw("minutes", 20))*time.Minute, nil)
			// Later calls must not meet faults meant for this job.
			w.server.ClearFaults()
			if odd("restart") {
				w.restart()
			}
		}
		if !w.run(48*time.Hour, func() bool {
			totals := w.Totals()
			return totals.Saved == want && totals.Unsaved == 0 && totals.Unfinished == 0 && totals.Unsettled == 0
		}) {
			entries, err := w.Library.Entries(t.Context(), library.EntryFilter{}, 0, 100)
			told := ""
			for _, e := range entries {
				for _, image := range w.images(e.ID) {
					if image.State != library.ImageSaved {
						told += fmt.Sprintf("\n%s: next try %v, %d tries, %+v", image.State, image.NextTry, image.Attempts, image.Problem)
					}
				}
				told += fmt.Sprintf("\n%s %s %s: %+v, %+v, %+v", e.Job.JobID, e.Job.JobType, e.State, e.Images, e.FollowUp, e.Problem)
			}
			r.Fatalf("want %d, have %+v, %+v, %v%s", want, w.Totals(), w.engine.Status(), err, told)
		}
		if w.posts() > posts || w.engine.Status().Sending != 0 {
			r.Errorf("%d POSTs for %d requests, %d sending", w.posts(), posts, w.engine.Status().Sending)
		}
		seen := map[string]bool{}
		for _, name := range w.Names() {
			seen[name] = true
		}
		if len(seen) != want {
			r.Errorf("%d files for %d pictures", len(seen), want)
		}
	})
}

package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
)

// TestAHardLife runs jobs through faults of every kind, with a crash at any
// moment. In the end each picture of each job must be saved once, with the
// service's own pixels, and nothing may be sent twice.
func TestAHardLife(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			w := newWorld(t, apitest.Options{
				Summaries: seed%2 == 1, URLLife: 10 * time.Minute, QueueTime: time.Minute, RunTime: 30 * time.Second,
			})
			w.Saving.Template = "{prompt} {index}"
			submitted := 0
			for range 60 {
				w.random = random.Float64()
				switch random.IntN(6) {
				case 0:
					c := config(1 + random.IntN(4))
					c.Prompt += fmt.Sprint(" ", random.IntN(3)) // often equal
					w.submit(c)
					submitted++
				case 1:
					w.server.Inject(trouble(random))
				case 2:
					w.crash()
				case 3:
					dieAt := []string{"placing", "placed", "recorded"}[random.IntN(3)]
					w.engine.OnStep(func(step string) {
						if step == dieAt {
							panic(died{})
						}
					})
					w.run(time.Duration(random.IntN(30))*time.Second, nil)
					w.crash()
				case 4:
					w.run(time.Duration(random.IntN(300))*time.Second, nil)
				case 5:
					w.server.AddWebsiteJob(config(1 + random.IntN(2)))
				}
			}
			w.server.ClearFaults()
			w.engine.Jobs.KeyChanged(library.FirstAccount)
			pictures := 0
			for _, job := range w.server.Jobs() {
				pictures += job.Config.NumSamples
			}
			w.run(12*time.Hour, func() bool { return w.Totals().Saved == pictures && w.Totals().Unfinished == 0 })
			w.run(10*time.Minute, nil)
			w.check(pictures)
			if posts := w.posts(); posts > submitted {
				t.Errorf("%d POSTs for %d submissions", posts, submitted)
			}
			w.checkOwners()
		})
	}
}

// trouble returns a random fault that ends after a few calls.
func trouble(random *rand.Rand) apitest.Fault {
	faults := []apitest.Fault{
		{Where: apitest.Submit, How: apitest.DropAfter},
		{Where: apitest.Submit, How: apitest.DropBefore},
		{Where: apitest.Submit, How: apitest.AcceptThenAnswer, Status: 502, Body: apitest.HTMLBadGateway},
		{Where: apitest.Submit, How: apitest.Answer, Status: 429, RetryAfter: "20"},
		{Where: apitest.Picture, How: apitest.Cut},
		{Where: apitest.Picture, How: apitest.Truncate},
		{Where: apitest.Picture, How: apitest.Corrupt},
		{Where: apitest.Picture, How: apitest.Expire},
		{Where: apitest.Picture, How: apitest.Answer, Status: 404},
		{Where: apitest.Picture, How: apitest.Substitute, Body: apitest.HTMLBadGateway},
		{Where: apitest.List, How: apitest.Answer, Status: 500},
		{Where: apitest.List, How: apitest.Nulls},
		{Where: apitest.Follow, How: apitest.Answer, Status: 503},
		{Where: apitest.API, How: apitest.Answer, Status: 401},
		{Where: apitest.Anywhere, How: apitest.Answer, Status: 503, RetryAfter: "60"},
	}
	fault := faults[random.IntN(len(faults))]
	fault.Times = 1 + random.IntN(4)
	return fault
}

// checkOwners verifies that each job belongs to one entry, and that each job
// submitted here belongs to a submission with the same request, unless a person
// has to decide.
func (w *world) checkOwners() {
	w.t.Helper()
	entries, err := w.Library.Entries(w.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var jobs []string
	for _, entry := range entries {
		if s := entry.Submission; s != nil && s.State == library.Accepted && !api.Same(s.Config, entry.Job.Config) {
			w.t.Errorf("a submission of %q got the job of %q", s.Config.Prompt, entry.Job.Config.Prompt)
		}
		if s := entry.Submission; s != nil && (s.State == library.Unknown || s.State == library.Sending) &&
			(entry.Problem == nil || !upToAPerson(entry.Problem)) {
			w.t.Errorf("a submission is %s, and says %+v", s.State, entry.Problem)
		}
		if entry.Job.JobID != "" {
			jobs = append(jobs, entry.Job.JobID)
		}
	}
	slices.Sort(jobs)
	if all := len(jobs); len(slices.Compact(jobs)) != all {
		w.t.Errorf("two entries have the same job: %q", jobs)
	}
}

package engine_test

import (
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
)

// peerInterval is how often a simple program would ask for each job.
const peerInterval = 5 * time.Second

// TestCallsForAHundredJobs counts the calls for following a hundred jobs, in
// comparison with one GET per job every five seconds, and how late the end of a
// job is noticed.
func TestCallsForAHundredJobs(t *testing.T) {
	for name, c := range map[string]struct {
		apart time.Duration // time between submissions
		ratio float64
		delay time.Duration
	}{
		"at once":              {0, 0.05, 2500 * time.Millisecond},
		"one each two seconds": {2 * time.Second, 0.05, 2500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{NoThumbnails: true})
			const jobs = 100
			noticed := map[string]time.Time{}
			notice := func() bool {
				entries, err := w.Library.Unfinished(t.Context(), library.FirstAccount)
				if err != nil {
					t.Fatal(err)
				}
				open := map[string]bool{}
				for _, entry := range entries {
					open[entry.Job.JobID] = true
				}
				for _, job := range w.server.Jobs() {
					if _, known := noticed[job.JobID]; !known && !open[job.JobID] {
						noticed[job.JobID] = w.clock.Now()
					}
				}
				return len(noticed) == jobs
			}
			for range jobs {
				w.submit(config(1))
				if c.apart > 0 {
					w.run(c.apart, func() bool { notice(); return false })
				}
			}
			if !w.run(time.Hour, notice) {
				t.Fatalf("only %d jobs were noticed to have finished", len(noticed))
			}
			var peer, late float64
			for _, job := range w.server.Jobs() {
				took := job.StateRunningEnd.Sub(job.StateQueuedStart.Time)
				peer += float64(took / peerInterval)
				late += noticed[job.JobID].Sub(job.StateRunningEnd.Time).Seconds()
				if job.State != api.Success {
					t.Errorf("job %s: %s", job.JobID, job.State)
				}
			}
			calls := float64(w.count("GET", "/jobs"))
			mean := time.Duration(late / jobs * float64(time.Second))
			t.Logf("%.0f calls, %.0f by the clock: %.3f; with the POSTs %.3f; noticed %v late on average",
				calls, peer, calls/peer, (calls+jobs)/peer, mean.Round(time.Millisecond))
			if calls/peer > c.ratio || mean > c.delay {
				t.Errorf("want at most %.2f of the calls and %v", c.ratio, c.delay)
			}
		})
	}
}

// The end of a job and all of its pictures are noticed soon, however short the
// job is and however the service lists it.
func TestJobsOfEveryLengthAreNoticedSoon(t *testing.T) {
	for name, o := range map[string]apitest.Options{"whole": {}, "summaries": {Summaries: true}, "no list": {}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, o)
			if name == "no list" {
				w.server.Inject(apitest.NoList(404))
			}
			for _, length := range []time.Duration{3, 20, 60, 200} {
				length *= time.Second
				var sum, most time.Duration
				const phases = 4
				for phase := range phases {
					queued := length * time.Duration(phase) / phases
					w.server.PlanNext(apitest.Plan{QueueTime: queued - 1, RunTime: length - queued})
					entry := w.submit(config(2))
					sent := w.clock.Now()
					w.run(time.Hour, func() bool {
						entry = w.entry(entry.ID)
						return entry.State == library.EntrySuccess && entry.Short() == 0
					})
					late := w.clock.Since(sent) - length
					sum, most = sum+late, max(most, late)
					w.run(time.Duration(phase)*17*time.Second, nil)
				}
				t.Logf("%v in all: %v late on average, %v at most", length, (sum / phases).Round(time.Millisecond), most.Round(time.Millisecond))
				if sum/phases > 2500*time.Millisecond || most > 5*time.Second {
					t.Error("that is too late")
				}
			}
		})
	}
}

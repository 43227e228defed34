package bench

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/test/desktop"
)

// visible is how long it takes, in the real window, from a job's last picture being available on the
// server until the last of its thumbnails is painted: it is noticed, fetched, verified, saved, reduced
// and drawn. The request is typed and sent with the keyboard. Measured are jobs of 16 pictures of
// 768×1024: three that take 20 s, and one of the service's own times, 131 s in the queue and 52 s of
// running; the slowest of them counts. visible_calls are the API calls that the long one took, its
// POST among them.
//
// What the same takes with a hundred jobs at once, in the calls that `calls` allows, is told there as
// calls_visible.
func visible(b *testing.B) {
	s := desktop.NewSetup(b, filepath.Join(desktop.Artifacts(), "visible"), desktop.Options{Width: 1920, Height: 1080})
	prefer(b, s.Home(), `{"thumbnail_size": 96}`) // only visible thumbnails are painted: all pictures of these jobs fit
	s.Env["DREAMLOOK_API_KEY"] = desktop.Key()
	p, _ := s.Open("lookbook", nil)
	s.Said(p, "ready", 1)
	s.Type("a lake at dawn with mist over the water")
	for range tabsToImages {
		s.Key("Tab")
	}
	s.Key("ctrl+a")
	s.Type(fmt.Sprint(visiblePictures))
	var took []float64
	for n, plan := range []apitest.Plan{
		{QueueTime: 4 * time.Second, RunTime: 16 * time.Second},
		{QueueTime: 4 * time.Second, RunTime: 16 * time.Second},
		{QueueTime: 4 * time.Second, RunTime: 16 * time.Second},
		{QueueTime: apitest.DefaultQueueTime, RunTime: apitest.DefaultRunTime},
	} {
		s.Service.Control("plans", plan, nil)
		var before, after apitest.Totals
		s.Service.Control("totals", nil, &before)
		s.Key("ctrl+Return")
		s.Said(p, "job accepted", n+1)
		painted := s.Painted(p, plan.QueueTime+plan.RunTime+desktop.Patience, (n+1)*visiblePictures)
		s.Service.Control("totals", nil, &after)
		var jobs []api.Job // newest first
		s.Service.Control("jobs", nil, &jobs)
		if len(jobs) != n+1 || jobs[0].Config.NumSamples != visiblePictures {
			b.Fatalf("the service has %d jobs, the newest of %d pictures", len(jobs), jobs[0].Config.NumSamples)
		}
		last := slices.MaxFunc(slices.Collect(maps.Values(painted)), time.Time.Compare)
		took = append(took, last.Sub(jobs[0].StateRunningEnd.Time).Seconds())
		calls := after.APICalls - before.APICalls - 1 // minus our own question
		say(b, "a job of %v: %.2f s, %d calls", plan.QueueTime+plan.RunTime, took[n], calls)
		tell("visible_calls", float64(calls), "calls") // the last value counts: that of the long job
	}
	s.Screenshot("visible")
	tell("visible_long", took[3], "s")
	tell("visible", slices.Max(took), "s")
}

const (
	visiblePictures = 16
	// tabsToImages is how many tab stops the number of images is after the prompt: negative prompt,
	// model, width, swap, height, lock, usual sizes, images.
	tabsToImages = 8
)

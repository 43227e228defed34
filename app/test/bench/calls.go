package bench

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/thumbs"
)

// callsRow counts the API calls of 100 jobs that queue 131 s and run 52 s, in
// real time: all of them, the 100 POSTs included, until the last job is known
// to have finished. Beside it stands what a program would need that asks for
// each job every five seconds from its POST until it has finished, not counting
// its POSTs.
//
// The jobs are made one after the other, as quickly as Lookbook sends them
// (five a second). Each has 16 pictures, small ones: how many calls there are
// depends on their number, not on their size. The delay is from the moment at
// which the service has finished a job until the library tells of it, the mean
// over all jobs.
//
// calls_visible is from a job's last picture being available until its
// thumbnail is made, for the last of all jobs and the mean: what `visible`
// measures in the window for one job, here with a hundred.
func callsRow() Row {
	return Row{
		Name: "calls",
		Targets: []Target{
			{Name: "calls", Ratio: true, Most: 0.05, What: "API calls for 100 jobs (131 s queue, 52 s run) ÷ one GET per job every 5 s"},
			{Name: "calls_delay", Most: 2.5, What: "mean delay until a finished job is noticed"},
			{Name: "calls_delay_most", What: "the same, the longest"},
			{Name: "calls_visible", What: "the last picture of the last job available to its thumbnail made"},
		},
		Run: runCalls,
	}
}

const (
	callsJobs     = 100
	callsPictures = 16
	askEvery      = 5 * time.Second // of who asks by the clock
)

func runCalls(ctx context.Context, s *Stage) (err error) {
	server, err := apitest.New(apitest.Options{PictureCache: 1 << 30})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	client, err := localClient(server.URL())
	if err != nil {
		return err
	}
	p, err := newProgram(ctx, s.Scratch(), client)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	seen := p.watch(callsJobs, callsPictures)
	p.engine.Start()
	for n := range callsJobs {
		if _, err := p.engine.Outbox.Send(ctx, smallJob(n)); err != nil {
			return err
		}
	}
	s.Logf("100 jobs were submitted; the last is over in about three and a half minutes")
	if err := waitFor(ctx, seen.finished); err != nil {
		return err
	}
	calls := len(server.Calls())
	if err := waitFor(ctx, seen.shown); err != nil {
		return err
	}
	return tellCalls(s, seen, server, calls)
}

// tellCalls tells what came of it.
func tellCalls(s *Stage, seen *sightings, server *apitest.Server, calls int) error {
	seen.mu.Lock()
	defer seen.mu.Unlock()
	jobs := server.Jobs()
	if len(jobs) != callsJobs {
		return fmt.Errorf("the service has %d jobs, not %d", len(jobs), callsJobs)
	}
	posts, byTheClock := 0, 0.0
	for _, call := range server.Calls() {
		if call.Method == "POST" {
			posts++
		}
	}
	var late, visible []float64
	lastEnd, lastShown := time.Time{}, 0.0
	for _, job := range jobs {
		if job.State != api.Success {
			return fmt.Errorf("job %s: %s", job.JobID, job.State)
		}
		// It is asked for at 5, 10, … s; the first of these at which it has
		// finished is the last.
		byTheClock += math.Ceil(job.StateRunningEnd.Sub(job.StateQueuedStart.Time).Seconds() / askEvery.Seconds())
		late = append(late, seen.noticed[job.JobID].Sub(job.StateRunningEnd.Time).Seconds())
		shown := seen.painted[job.JobID].Sub(job.StateRunningEnd.Time).Seconds()
		visible = append(visible, shown)
		if job.StateRunningEnd.After(lastEnd) {
			lastEnd, lastShown = job.StateRunningEnd.Time, shown
		}
	}
	s.Figure("calls", float64(calls), "calls")
	s.Figure("calls_posts", float64(posts), "of them POSTs")
	s.Figure("calls_by_the_clock", byTheClock, "calls")
	s.Figure("calls_delay", mean(late), "s")
	s.Figure("calls_delay_most", quantile(late, 1), "s")
	s.Figure("calls_visible_mean", mean(visible), "s")
	s.Figure("calls_visible_most", quantile(visible, 1), "s")
	s.Figure("calls_visible", lastShown, "s")
	s.Ratio("calls_without_posts", float64(calls-posts), byTheClock)
	s.Ratio("calls", float64(calls), byTheClock)
	return nil
}

// smallJob is the n-th request.
func smallJob(n int) api.Config {
	return api.Config{
		Prompt: fmt.Sprintf("a lake at dawn, number %d", n), Width: 64, Height: 96,
		NumSamples: callsPictures, NumInferenceSteps: 20, BaseModel: "sdxl", Seed: new(int64(-1)),
	}
}

// localClient is a client of a service in this process.
func localClient(url string) (*api.Client, error) {
	key := someKey()
	return api.New(api.Options{BaseURL: url, Key: func() string { return key }})
}

// sightings are when something of each job was first seen.
type sightings struct {
	finished, shown chan struct{} // closed when it has been seen of all jobs

	mu      sync.Mutex
	noticed map[string]time.Time // the job's end
	painted map[string]time.Time // the last of its thumbnails
	made    map[string]int       // thumbnails
}

// watch notes when jobs are known to have finished and when their pictures'
// thumbnails are made: each is asked for as the gallery would, once the picture
// is saved.
func (p *program) watch(jobs, pictures int) *sightings {
	s := &sightings{
		finished: make(chan struct{}), shown: make(chan struct{}),
		noticed: map[string]time.Time{}, painted: map[string]time.Time{}, made: map[string]int{},
	}
	asked := map[int64]bool{} // events come one at a time
	p.library.Subscribe(func(event library.Event) {
		now := time.Now()
		switch event := event.(type) {
		case library.EntryChanged:
			if event.Entry.State == library.EntrySuccess || event.Entry.State == library.EntryFailure {
				s.end(event.Entry.Job.JobID, now, jobs)
			}
		case library.ImageChanged:
			if event.Image.State == library.ImageSaved && !asked[event.Image.ID] {
				asked[event.Image.ID] = true
				p.ask(event.Image, func(at time.Time) { s.see(event.Image.JobID, at, jobs, pictures) })
			}
		}
	})
	return s
}

// ask asks for a thumbnail.
func (p *program) ask(of library.Image, seen func(time.Time)) {
	// Not in here: a subscriber must not call back.
	go p.engine.Thumbs.Get(thumbs.Request{Image: of, Pixels: thumbnailPixels}, func(_ *image.RGBA, err error) {
		if err == nil {
			seen(time.Now())
		}
	})
}

func (s *sightings) end(job string, now time.Time, jobs int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.noticed[job]; known {
		return
	}
	s.noticed[job] = now
	if len(s.noticed) == jobs {
		close(s.finished)
	}
}

func (s *sightings) see(job string, now time.Time, jobs, pictures int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.painted[job] = now
	s.made[job]++
	all := 0
	for _, n := range s.made {
		all += n
	}
	if all == jobs*pictures {
		close(s.shown)
	}
}

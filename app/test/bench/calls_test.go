package bench

import (
	"fmt"
	"image"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/thumbs"
)

// calls counts the API calls for 100 jobs that queue for 131 s and run for 52 s, in real time: all
// calls, including the 100 POSTs, until the last job is known to have finished. The peer is a
// program that asks for each job every five seconds from its POST until it has finished; its POSTs
// are not counted.
//
// The jobs are made one after the other, as quickly as Lookbook sends them (five a second). Each has
// 16 small pictures: the number of calls depends on their count, not on their size. The delay is the
// time from the end of a job at the service until the library announces it.
//
// calls_visible is the time from a job's last picture being available until its thumbnail is made,
// for the last of all jobs. `visible` measures the same in the window for one job; here it is for a
// hundred.
func calls(b *testing.B) {
	server := newServer(b, apitest.Options{PictureCache: 1 << 30})
	p := openProgram(b, server.URL(), nil)
	s := &sightings{
		finished: make(chan struct{}), shown: make(chan struct{}),
		noticed: map[string]time.Time{}, painted: map[string]time.Time{}, asked: map[int64]bool{},
	}
	p.library.Subscribe(func(event library.Event) { s.see(event, p.engine.Thumbs) })
	p.engine.Start()
	for n := range callsJobs {
		config := request(n, callsPictures)
		config.Width, config.Height = 64, 96
		_, err := p.engine.Outbox.Send(b.Context(), config)
		must(b, err)
	}
	say(b, "100 jobs were submitted; the last is over in about three and a half minutes")
	<-s.finished
	made := len(server.Calls())
	<-s.shown

	s.mu.Lock()
	defer s.mu.Unlock()
	jobs := server.Jobs()
	if len(jobs) != callsJobs {
		b.Fatalf("the service has %d jobs", len(jobs))
	}
	var byTheClock float64
	var late []float64
	last := slices.MaxFunc(jobs, func(a, b api.Job) int { return a.StateRunningEnd.Compare(b.StateRunningEnd.Time) })
	for _, job := range jobs {
		if job.State != api.Success {
			b.Fatalf("job %s: %s", job.JobID, job.State)
		}
		// The peer asks after 5, 10, … s. The first call after the end of the job is the last one.
		byTheClock += math.Ceil(job.StateRunningEnd.Sub(job.StateQueuedStart.Time).Seconds() / askEvery.Seconds())
		late = append(late, s.noticed[job.JobID].Sub(job.StateRunningEnd.Time).Seconds())
	}
	tell("calls", float64(made), "calls")
	tell("calls_by_the_clock", byTheClock, "calls")
	tell("calls_delay", mean(late), "s")
	tell("calls_delay_most", slices.Max(late), "s")
	tell("calls_visible", s.painted[last.JobID].Sub(last.StateRunningEnd.Time).Seconds(), "s")
	compare("calls", float64(made), byTheClock)
}

const (
	callsJobs     = 100
	callsPictures = 16
	askEvery      = 5 * time.Second // the peer's interval
)

// newServer starts a service in this process.
func newServer(b *testing.B, o apitest.Options) *apitest.Server {
	b.Helper()
	server, err := apitest.New(o)
	must(b, err)
	b.Cleanup(func() { must(b, server.Close()) })
	return server
}

// sightings records when something of each job was first seen.
type sightings struct {
	finished, shown chan struct{} // closed when it was seen of all jobs
	asked           map[int64]bool

	mu      sync.Mutex
	noticed map[string]time.Time // the job's end
	painted map[string]time.Time // the last thumbnail of the job
	made    int                  // thumbnails
}

// see handles the library's events, one at a time. It asks for a picture's thumbnail when the
// picture is saved, as the gallery does.
func (s *sightings) see(event library.Event, cache *thumbs.Cache) {
	now := time.Now()
	switch event := event.(type) {
	case library.EntryChanged:
		if state := event.Entry.State; state != library.EntrySuccess && state != library.EntryFailure {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if job := event.Entry.Job.JobID; s.noticed[job].IsZero() {
			s.noticed[job] = now
			if len(s.noticed) == callsJobs {
				close(s.finished)
			}
		}
	case library.ImageChanged:
		if event.Image.State != library.ImageSaved || s.asked[event.Image.ID] {
			return
		}
		s.asked[event.Image.ID] = true
		// Not on this goroutine: a subscriber must not call back.
		go cache.Get(thumbs.Request{Image: event.Image, Pixels: thumbnailPixels}, func(_ *image.RGBA, err error) {
			if err != nil {
				fmt.Println("thumbnail:", err)
				return
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.painted[event.Image.JobID] = time.Now()
			if s.made++; s.made == callsJobs*callsPictures {
				close(s.shown)
			}
		})
	}
}

package faults_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/test/desktop"
	"lookbook/app/test/faults"
)

const (
	killedJobs   = 20
	killedImages = 8
	// killedSpeed is how much faster than real time the clocks of the child and
	// the simulator run. Work takes as long as ever; waiting takes a twentieth.
	killedSpeed = 20.0
	// killing is how long the test kills processes if no number is given.
	killing = 22 * time.Second
)

// sprinkled returns the service's additional faults: some calls of each kind
// meet each fault.
func sprinkled() []apitest.Fault {
	return []apitest.Fault{
		{Where: apitest.Submit, How: apitest.DropAfter, Times: -1, Every: 4},
		{Where: apitest.Submit, How: apitest.AcceptThenAnswer, Status: http.StatusBadGateway, Body: apitest.HTMLBadGateway, Times: -1, Every: 5},
		{Where: apitest.Submit, How: apitest.DropBefore, Times: -1, Every: 9},
		{Where: apitest.Submit, How: apitest.Truncate, AfterBytes: 5, Times: -1, Every: 6},
		{Where: apitest.Submit, How: apitest.Stall, AfterBytes: -1, Delay: 30 * time.Second, Times: -1, Every: 7}, // others overtake it
		{Where: apitest.Submit, How: apitest.Answer, Status: http.StatusTooManyRequests, RetryAfter: "1", Times: -1, Every: 10},
		{Where: apitest.Submit, How: apitest.Delay, Delay: 300 * time.Millisecond, Times: -1},
		{Where: apitest.List, How: apitest.Answer, Status: http.StatusServiceUnavailable, Times: -1, Every: 11},
		{Where: apitest.List, How: apitest.Answer, Status: http.StatusTooManyRequests, RetryAfter: "1", Times: -1, Every: 13},
		{Where: apitest.List, How: apitest.Truncate, Times: -1, Every: 17},
		{Where: apitest.List, How: apitest.Cut, Times: -1, Every: 19},
		{Where: apitest.Picture, How: apitest.Cut, Times: -1, Every: 7},
		{Where: apitest.Picture, How: apitest.Truncate, Times: -1, Every: 11},
		{Where: apitest.Picture, How: apitest.Corrupt, Times: -1, Every: 13},
		{Where: apitest.Picture, How: apitest.Answer, Status: http.StatusServiceUnavailable, Times: -1, Every: 17},
		{Where: apitest.Picture, How: apitest.Expire, Times: -1, Every: 19},
		{Where: apitest.Picture, How: apitest.DropBefore, Times: -1, Every: 23},
		{Where: apitest.Picture, How: apitest.NoRange, Times: -1, Every: 5},
		{Where: apitest.Picture, How: apitest.WrongHash, Match: "a.png", Times: -1}, // always, for some pictures
		{Where: apitest.Picture, How: apitest.Slow, Rate: 40_000, Times: -1, Every: 2},
	}
}

// A program that is killed again and again, at any moment, pays for nothing
// twice, loses no picture and leaves no files behind.
func TestKilled(t *testing.T) {
	t.Parallel()
	kills := int(fromEnvironment(t, "FAULTS_KILLS", 0))
	seed := fromEnvironment(t, "FAULTS_SEED", 1) // make faults uses another seed
	t.Logf("FAULTS_SEED=%d", seed)
	k := newKiller(t, seed)
	t.Log(k.storm)
	fmt.Println("figure", k.storm)
	began := time.Now()
	for done := false; !done; {
		progress := time.Since(began).Seconds() / killing.Seconds()
		if kills > 0 {
			progress = float64(k.kills) / float64(kills)
		}
		// In the last quarter of the kills everything is submitted already.
		if progress > .5 && !k.turned {
			k.turned = true
			k.storm.Turn(k.server)
		}
		k.round(min(1+int(progress*killedJobs*4/3), killedJobs))
		done = k.kills == kills || kills == 0 && time.Since(began) > killing
	}
	killed := time.Since(began)
	before := k.server.Jobs()
	again := k.finish()
	result := compare(t, k.server, filepath.Join(k.dir, "library.db"), filepath.Join(k.dir, "pictures"), again, nil)
	if want := killedJobs + k.storm.WebsiteJobs(); result.jobs != want {
		t.Errorf("the service made %d jobs, want %d", result.jobs, want)
	}
	figure("seed", seed, "")
	figure("kills", k.kills, "processes")
	for _, moment := range []string{"starting", "submitting", "calling"} {
		figure("kills_"+moment, k.moments[moment], "processes")
	}
	figure("jobs", result.jobs, "jobs")
	figure("images", result.images, "images")
	figure("lost", result.lost, "images")
	figure("duplicated", result.duplicated, "jobs and images")
	figure("posts", result.posts, "calls")
	figure("sent_again_by_hand", again, "calls")
	figure("jobs_of_killed_runs", len(before), "jobs")
	figure("image_calls", len(k.server.ImageCalls()), "calls")
	figure("killing", killed.Seconds(), "s")
	figure("finishing", time.Since(began).Seconds()-killed.Seconds(), "s")
}

// killer kills children that use the same folder and the same service.
type killer struct {
	t       *testing.T
	random  *rand.Rand
	child   string
	dir     string
	since   time.Time
	server  *apitest.Server
	storm   *apitest.Storm
	turned  bool // the storm has
	calls   *tally
	kills   int
	moments map[string]int
}

// newKiller prepares a storm. It has no faults that need a person's decision
// whether to pay again: there is nobody to ask.
func newKiller(t *testing.T, seed int64) *killer {
	k := &killer{
		t: t, random: rand.New(rand.NewPCG(uint64(seed), 1)), child: desktop.Build(t, "lookbook/app/test/faults/child"), dir: t.TempDir(), since: time.Now(),
		calls: &tally{}, moments: map[string]int{},
	}
	k.storm = apitest.NewStorm(seed, apitest.StormNoList, apitest.StormSameID, apitest.StormPartOfList, apitest.StormNoDate,
		apitest.StormPace, apitest.StormFew, apitest.StormLong)
	options := k.storm.Options
	options.Clock = faults.NewFast(time.Unix(0, k.since.UnixNano()), killedSpeed)
	options.QueueTime, options.RunTime, options.OnCall = 5*time.Second, 40*time.Second, k.calls.count
	var err error
	if k.server, err = apitest.New(options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.server.Close(); err != nil {
			t.Error(err)
		}
	})
	k.storm.Begin(k.server)
	for _, fault := range sprinkled() {
		k.server.Inject(fault)
	}
	return k
}

// start starts a child that must make this many submissions in all.
func (k *killer) start(due int, more ...string) *process {
	k.t.Helper()
	return start(k.t, k.child, append([]string{
		"-dir", k.dir, "-api", k.server.URL(), "-since", strconv.FormatInt(k.since.UnixNano(), 10),
		"-speed", fmt.Sprint(killedSpeed), "-jobs", strconv.Itoa(due), "-images", strconv.Itoa(killedImages),
	}, more...)...)
}

// round starts a child and kills it.
func (k *killer) round(due int) {
	k.t.Helper()
	reached := k.calls.after(1 + k.random.IntN(24))
	p := k.start(due)
	moment := [...]string{"starting", "submitting", "calling", "calling"}[k.random.IntN(4)]
	k.moments[moment]++
	longest := time.NewTimer(1200 * time.Millisecond)
	defer longest.Stop()
	delay := time.Duration(k.random.Int64N(int64(60 * time.Millisecond)))
	switch moment {
	case "starting":
		// Any moment between the start of the process and the first downloads.
		delay = time.Duration(k.random.Int64N(int64(400 * time.Millisecond)))
	case "submitting":
		// The last submission is stored and about to be sent.
		p.until(longest.C, func(r faults.Report) bool { return r.Submitted == due })
	case "calling":
		select {
		case <-reached:
		case <-longest.C: // there isn't that much to do
		case <-p.ended:
		}
	}
	p.pause(delay)
	p.kill()
	k.kills++
}

// finish lets a child work undisturbed until everything possible is done. It
// returns how many submissions were sent again by hand.
func (k *killer) finish() int {
	k.t.Helper()
	k.server.ClearFaults()
	p := k.start(killedJobs, "-again")
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	if !p.until(deadline.C, func(r faults.Report) bool {
		return r.Totals.Unsaved == 0 && r.Totals.Unfinished == 0 && r.Totals.Unsettled == 0 && r.Fetching == 0 && k.promised(r.Totals.Saved)
	}) {
		k.t.Errorf("left to itself the child came no further than %v", p)
	}
	report, _ := p.report()
	p.quit()
	return report.Again
}

// promised reports whether the service has made this many pictures and will
// make no more.
func (k *killer) promised(saved int) bool {
	images, ended := promised(k.server)
	return ended && saved == images
}

// pause waits for real time, during which the child works.
func (p *process) pause(d time.Duration) {
	p.t.Helper()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ended:
		p.t.Fatalf("the child ended by itself with %v; it said:\n%s", p.err, &p.stderr)
	}
}

// tally counts the service's calls and signals when a number is reached.
type tally struct {
	mu      sync.Mutex
	seen    int
	at      int
	reached chan struct{} // nil: nobody waits
}

func (c *tally) count(apitest.Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	if c.reached != nil && c.seen >= c.at {
		close(c.reached)
		c.reached = nil
	}
}

// after returns a channel that is closed by the n-th call from now.
func (c *tally) after(n int) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.reached = c.seen+n, make(chan struct{})
	return c.reached
}

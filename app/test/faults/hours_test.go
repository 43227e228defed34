package faults_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/test/faults"
)

// leap is a clock on which waiting takes no time: it advances the fake clock
// instead. The client paces its calls with it.
type leap struct{ *clockwork.FakeClock }

func (l leap) NewTimer(d time.Duration) clockwork.Timer {
	timer := l.FakeClock.NewTimer(d)
	l.Advance(d)
	return timer
}

// hours is a lab whose clock lets hours pass in seconds, and stands still while
// there is work to do.
type hours struct {
	*lab
	fake *clockwork.FakeClock
}

func newHours(t *testing.T, o apitest.Options) *hours {
	t.Helper()
	fake := clockwork.NewFakeClockAt(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	h := &hours{lab: newLab(t, fake, o), fake: fake}
	h.pace = leap{fake}
	h.size = [2]int{64, 96}
	return h
}

// heartbeat is how much time passes in one step: calls may be late by this
// much.
const heartbeat = 2 * time.Second

// pass lets time pass until so returns true, at most limit, and returns what it
// returned last.
func (h *hours) pass(limit time.Duration, so func() bool) bool {
	h.t.Helper()
	end := h.fake.Now().Add(limit)
	giveUp := time.NewTimer(patience)
	defer giveUp.Stop()
	beat := time.NewTicker(time.Millisecond)
	defer beat.Stop()
	for n, late := 0, 0; n%10 != 0 || !so(); n++ { // calling so costs more than a step
		if h.fake.Now().After(end) {
			return false
		}
		select {
		case <-beat.C:
		case <-giveUp.C:
			h.t.Fatalf("the work does not end: %+v", h.engine.Status())
		}
		switch working, due := h.busy(); {
		case working:
		case due && late < lateBeats:
			late++
		default:
			late = 0
			h.fake.Advance(heartbeat)
		}
	}
	return true
}

// lateBeats is how many steps a round that is due may take to begin on a busy machine. If time passed just
// while it was planned, its timer waits for another step.
const lateBeats = 100

// busy reports whether work is going on, and whether a round is due.
func (h *hours) busy() (working, due bool) {
	s := h.engine.Status()
	return s.Syncing || s.Sending > 0 || s.Fetching > 0, !s.NextSync.IsZero() && !s.NextSync.After(h.fake.Now())
}

func never() bool { return false }

// soon lets time pass until so returns true, and fails the test if it doesn't.
func (h *hours) soon(limit time.Duration, what string, so func() bool) {
	h.t.Helper()
	if !h.pass(limit, so) {
		h.t.Fatalf("after %v without %s: %+v, status %+v", limit, what, h.totals(), h.engine.Status())
	}
}

// Addresses that expire after ten minutes, a queue of hours, an image host that
// is unreachable for an hour, and a program that is closed overnight.
func TestAddressesExpire(t *testing.T) {
	t.Parallel()
	h := newHours(t, apitest.Options{QueueTime: time.Minute, RunTime: 25 * time.Minute, Parallel: 1, URLLife: 10 * time.Minute})
	h.open()
	const jobs, images = 8, 4
	for range jobs {
		h.submit(images)
	}
	h.soon(time.Hour, "the first picture", func() bool { return h.totals().Saved > 0 })
	h.server.Inject(apitest.Fault{Where: apitest.Images, How: apitest.Answer, Status: http.StatusServiceUnavailable, Times: -1})
	h.pass(80*time.Minute, never)
	waiting := h.totals().Unsaved
	if waiting == 0 {
		t.Fatal("no picture waited")
	}
	h.close()
	h.server.ClearFaults()
	h.fake.Advance(11 * time.Hour) // every job ends, and every known address expires
	h.open()
	h.soon(time.Hour, "all pictures", h.done(jobs*images))
	expired := 0
	for _, call := range h.server.ImageCalls() {
		if call.Status == http.StatusBadRequest {
			expired++
		}
	}
	result := h.compare(jobs, jobs*images)
	figure("expiry_images", result.images, "images")
	figure("expiry_lost", result.lost, "images")
	figure("expiry_waiting_when_closed", waiting, "images")
	figure("expiry_calls_with_an_expired_address", expired, "calls")
}

// Addresses that expire before all pictures can be fetched, because the line is
// slow and there are many, are renewed in time.
func TestAddressesExpireInTheQueue(t *testing.T) {
	t.Parallel()
	h := newHours(t, apitest.Options{QueueTime: -1, RunTime: time.Second, URLLife: 2 * time.Minute})
	h.saving.AtOnce = 1
	h.open()
	const jobs, images = 6, 16
	for range jobs {
		h.server.AddWebsiteJob(faults.Config(h.next, images, h.size[0], h.size[1]))
		h.next++
	}
	// Each picture takes half a minute: every answer advances the clock.
	h.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Edit, Times: -1, Edit: func(body []byte) []byte {
		h.fake.Advance(30 * time.Second)
		return body
	}})
	h.soon(24*time.Hour, "all pictures", h.done(jobs*images))
	result := h.compare(jobs, jobs*images)
	figure("slow_queue_lost", result.lost, "images")
	figure("slow_queue_calls_for_addresses", h.count("GET", "/jobs/image-gen/"), "calls")
	figure("slow_queue_image_calls", len(h.server.ImageCalls()), "calls")
}

// count returns the number of API calls with this method and a path with this
// prefix.
func (l *lab) count(method, path string) (n int) {
	for _, call := range l.server.Calls() {
		if call.Method == method && len(call.Path) >= len(path) && call.Path[:len(path)] == path {
			n++
		}
	}
	return n
}

// During a long outage the program makes few calls, says what is wrong, and
// delays nobody who writes a request meanwhile.
func TestLongTrouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault apitest.Fault
		long  time.Duration
		most  int // calls
		shown func(engine.Status) *library.Problem
	}{
		{"429_a_minute", apitest.RateLimit(apitest.API, -1, "60"), time.Minute, 2, serviceProblem},
		{"429_an_hour", apitest.RateLimit(apitest.API, -1, "60"), time.Hour, 40, serviceProblem},
		{"503_an_hour", apitest.Fault{Where: apitest.API, How: apitest.Answer, Status: http.StatusServiceUnavailable, Times: -1}, time.Hour, 40, serviceProblem},
		{"html_an_hour", apitest.HTMLError(apitest.API, http.StatusBadGateway), time.Hour, 40, serviceProblem},
		{"html_as_success_an_hour", apitest.HTMLError(apitest.API, http.StatusOK), time.Hour, 200, serviceProblem},
		// Each call tries the connection three times, in real time.
		{"reset_five_minutes", apitest.Fault{Where: apitest.API, How: apitest.DropBefore, Times: -1}, 5 * time.Minute, 40, serviceProblem},
		{"images_503_an_hour", apitest.Fault{Where: apitest.Images, How: apitest.Answer, Status: http.StatusServiceUnavailable, Times: -1}, time.Hour, 40, hostProblem},
		{"images_429_an_hour", apitest.RateLimit(apitest.Images, -1, "60"), time.Hour, 40, hostProblem},
		{"images_html_an_hour", apitest.HTMLError(apitest.Images, http.StatusBadGateway), time.Hour, 40, hostProblem},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHours(t, apitest.Options{QueueTime: time.Minute, RunTime: 2 * time.Minute})
			h.open()
			const jobs, images = 5, 16
			for range jobs {
				h.server.AddWebsiteJob(faults.Config(h.next, images, h.size[0], h.size[1]))
				h.next++
			}
			h.soon(10*time.Minute, "the jobs", func() bool { return h.engine.Status().Running == jobs })
			h.server.Inject(c.fault)
			before := h.callsTo(c.fault.Where)
			h.pass(c.long, never)
			calls := h.callsTo(c.fault.Where) - before
			h.until("the status to say it", func() bool { return c.shown(h.engine.Status()) != nil })
			held := h.heldUp()
			h.server.ClearFaults()
			h.soon(3*time.Hour, "the rest", func() bool {
				h.sendAgain()
				return h.totals().Saved == (jobs+1)*images && h.done((jobs+1)*images)()
			})
			s := h.engine.Status()
			if p := c.shown(s); p != nil {
				t.Errorf("when all is well again the status says %+v", p)
			}
			result := h.compare(jobs+1, (jobs+1)*images)
			if calls > c.most {
				t.Errorf("%d calls in %v, want at most %d", calls, c.long, c.most)
			}
			if held > 2*time.Second {
				t.Errorf("whoever wrote a request meanwhile had to wait for %v", held)
			}
			figure("trouble_"+c.name+"_calls", calls, "calls")
			figure("trouble_"+c.name+"_lost", result.lost, "images")
			figure("trouble_"+c.name+"_submit_returns_after", strconv.FormatFloat(held.Seconds()*1000, 'f', 1, 64), "ms")
		})
	}
}

// A page of a proxy or a hotel's network in place of the list doesn't end the
// search for a lost submission. When the list is back the job is found, and
// nobody has to decide.
func TestTheListComesBack(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]apitest.Fault{
		"not found":       apitest.NoList(http.StatusNotFound),
		"unprocessable":   apitest.NoList(http.StatusUnprocessableEntity),
		"page for a list": apitest.HTMLError(apitest.List, http.StatusOK),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHours(t, apitest.Options{QueueTime: time.Minute, RunTime: 2 * time.Minute})
			h.server.Inject(page)
			h.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			h.open()
			h.submit(4)
			h.soon(10*time.Minute, "giving up the list", func() bool { return h.engine.Status().NoList })
			h.pass(5*time.Minute, never)
			if h.totals().Unsettled != 1 {
				t.Errorf("without a list the library says %+v", h.totals())
			}
			h.server.ClearFaults()
			h.soon(time.Hour, "the pictures", h.done(4))
			if h.engine.Status().NoList {
				t.Error("the status still says that there is no list")
			}
			h.compare(1, 4)
			if posts := h.count("POST", "/image_gen"); posts != 1 {
				t.Errorf("%d POSTs", posts)
			}
		})
	}
}

// callsTo returns the number of calls to one of the hosts.
func (l *lab) callsTo(host apitest.Endpoint) int {
	if host == apitest.Images {
		return len(l.server.ImageCalls())
	}
	return len(l.server.Calls())
}

func serviceProblem(s engine.Status) *library.Problem { return s.Problem }
func hostProblem(s engine.Status) *library.Problem    { return s.HostProblem }

// heldUp submits a job during the outage. It returns how long that and a look
// at the library took, in real time.
func (h *hours) heldUp() time.Duration {
	h.t.Helper()
	began := time.Now()
	h.submit(16)
	h.totals()
	return time.Since(began)
}

package engine_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
)

// Pictures arrive complete through all kinds of faults.
func TestPicturesSurviveTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		faults []apitest.Fault
		limit  time.Duration
	}{
		"cut in the middle":       {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Cut, Times: 5}}, 5 * time.Minute},
		"truncated":               {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Truncate, Times: 5}}, 5 * time.Minute},
		"corrupt":                 {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Corrupt, Times: 5}}, 5 * time.Minute},
		"corrupt without a hash":  {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Corrupt, Times: 1}, {Where: apitest.Picture, How: apitest.NoHash, Times: -1}}, 5 * time.Minute},
		"a wrong hash":            {[]apitest.Fault{{Where: apitest.Picture, How: apitest.WrongHash, Times: 5}}, 5 * time.Minute},
		"a length that lies":      {[]apitest.Fault{{Where: apitest.Picture, How: apitest.WrongLength, Times: 5}}, 5 * time.Minute},
		"an HTML page":            {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Substitute, Body: apitest.HTMLBadGateway, Times: 5}}, 5 * time.Minute},
		"nothing at all":          {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Truncate, AfterBytes: 1, Times: 5}}, 5 * time.Minute},
		"reset":                   {[]apitest.Fault{{Where: apitest.Picture, How: apitest.DropBefore, Times: 5}}, 5 * time.Minute},
		"no ranges":               {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Cut, Times: 3}, {Where: apitest.Picture, How: apitest.NoRange, Times: -1}}, 5 * time.Minute},
		"no tags":                 {[]apitest.Fault{{Where: apitest.Picture, How: apitest.NoETag, Times: -1}, {Where: apitest.Picture, How: apitest.Cut, Times: 3}}, 5 * time.Minute},
		"said to be expired":      {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Expire, Times: 5}}, 15 * time.Minute},
		"not found for a while":   {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Answer, Status: 404, Times: 6}}, time.Hour},
		"host in trouble":         {[]apitest.Fault{{Where: apitest.Picture, How: apitest.Answer, Status: 503, Times: 20}}, time.Hour},
		"host asks to wait":       {[]apitest.Fault{apitest.RateLimit(apitest.Picture, 1, "120")}, 5 * time.Minute},
		"the jobs hide":           {[]apitest.Fault{{Where: apitest.List, How: apitest.Nulls, Times: 5}}, 10 * time.Minute},
		"the list is HTML":        {[]apitest.Fault{{Where: apitest.List, How: apitest.Answer, Status: 200, Body: apitest.HTMLBadGateway, Times: 5}}, 10 * time.Minute},
		"the list breaks off":     {[]apitest.Fault{{Where: apitest.List, How: apitest.Cut, Times: 5}}, 10 * time.Minute},
		"the service is in ruins": {[]apitest.Fault{{Where: apitest.API, How: apitest.Answer, Status: 500, Times: 12, Every: 2}}, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.submit(config(4))
			w.clock.Advance(4 * time.Minute)
			for _, fault := range c.faults {
				w.server.Inject(fault)
			}
			if !w.run(c.limit, func() bool { return w.Totals().Saved == 4 }) {
				for _, image := range w.images(1) {
					t.Logf("%s: %+v", image.State, image.Problem)
				}
				t.Fatalf("after %v: %+v; %+v", c.limit, w.Totals(), w.engine.Status())
			}
			w.check(4)
			if w.posts() != 1 || w.server.Spent() != 4 {
				t.Errorf("%d POSTs, %d tokens", w.posts(), w.server.Spent())
			}
		})
	}
}

// A failed download says what happened and that the picture was paid for, and
// can be retried by hand at any time.
func TestAFailedPictureIsToldAndRetried(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Answer, Status: 404, Times: 1})
	w.engine.Round()
	w.fetch()
	image := w.images(1)[0]
	p := image.Problem
	if image.State != library.ImageFailed || p == nil || p.Status != 404 || p.Charged != library.ChargedYes || p.What == "" || image.NextTry.IsZero() {
		t.Fatalf("the picture is %s with %+v", image.State, p)
	}
	if err := w.engine.Downloads.RetryImage(t.Context(), image.ID); err != nil {
		t.Fatal(err)
	}
	w.fetch()
	w.check(1)
}

// An interrupted download resumes where it stopped, also in another run.
func TestDownloadsResume(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, AfterBytes: 1000})
	w.engine.Round()
	w.fetch()
	w.restart()
	w.run(time.Minute, func() bool { return w.Totals().Saved == 1 })
	w.check(1)
	calls := w.server.ImageCalls()
	last := calls[len(calls)-1]
	if last.Header.Get("Range") != "bytes=1000-" || last.Header.Get("If-Range") == "" || last.Status != http.StatusPartialContent {
		t.Errorf("the second request was %v, answered %d", last.Header, last.Status)
	}
}

// Expired addresses, and those about to expire, are renewed with one call for
// all pictures of a job.
func TestExpiredAddressesAreRenewed(t *testing.T) {
	w := newWorld(t, apitest.Options{URLLife: 10 * time.Minute})
	w.submit(config(12))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: -1})
	w.engine.Round()
	w.fetch()
	w.close()
	w.server.ClearFaults()
	w.clock.Advance(time.Hour)
	w.open()
	before := w.count("GET", "/jobs/image-gen/")
	w.fetch() // before any list brings fresh ones
	w.check(12)
	if renewals := w.count("GET", "/jobs/image-gen/") - before; renewals != 1 {
		t.Errorf("%d calls to renew the addresses of one job", renewals)
	}
	for _, call := range w.server.ImageCalls() {
		if call.Status == http.StatusForbidden || call.Status == http.StatusBadRequest {
			t.Errorf("an address was used that had expired: %s", call.Path)
		}
	}
}

// With a wrong clock here, every address looks expired, or none. The pictures
// arrive nevertheless, without a call for each.
func TestAWrongClock(t *testing.T) {
	for _, ahead := range []time.Duration{3 * time.Hour, -3 * time.Hour} {
		w := newWorld(t, apitest.Options{URLLife: 10 * time.Minute})
		w.ahead = ahead
		w.restart()
		w.submit(config(16))
		w.run(time.Hour, func() bool { return w.Totals().Saved == 8 })
		w.restart()
		w.clock.Advance(time.Hour)
		w.runUntilSaved(16)
		w.check(16)
		if calls := len(w.server.Calls()); calls > 48 {
			t.Errorf("%d calls with a clock that is %v ahead", calls, ahead)
		}
	}
}

// An address that the host refuses as expired is not tried again until there is
// another.
func TestAnAddressThatWasRefusedIsNotUsedAgain(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	good := w.key
	w.key = ""
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Expire, Times: -1})
	w.run(30*time.Minute, nil)
	if n := len(w.server.ImageCalls()); n != 1 {
		t.Errorf("%d requests", n)
	}
	w.server.ClearFaults()
	w.key = good
	w.engine.Jobs.KeyChanged(library.FirstAccount)
	w.run(time.Minute, func() bool { return w.Totals().Saved == 1 })
	w.check(1)
}

// The picture whose address expires first is fetched first.
func TestTheOldestAddressIsFetchedFirst(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.Saving.AtOnce = 1
	first := w.submit(config(1))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: 1})
	w.engine.Round()
	w.fetch()
	w.clock.Advance(10 * time.Minute)
	w.server.AddWebsiteJob(config(1))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	w.fetch()
	calls := w.server.ImageCalls()
	if id := w.entry(first.ID).Job.JobID; !strings.Contains(calls[1].Path, w.images(first.ID)[0].Generated.GeneratedImageID) {
		t.Errorf("after the trouble with job %s, %s was fetched", id, calls[1].Path)
	}
}

// A long outage costs few calls, and everything recovers after it.
func TestLongTroubleCostsFewCalls(t *testing.T) {
	for name, c := range map[string]struct {
		fault apitest.Fault
		long  time.Duration
		most  int
		check func(s engine.Status) bool
	}{
		"HTML":        {apitest.HTMLError(apitest.API, 502), time.Hour, 40, func(s engine.Status) bool { return s.Problem != nil && s.Problem.Status == 502 }},
		"500":         {apitest.Fault{Where: apitest.API, How: apitest.Answer, Status: 500, Times: -1}, time.Hour, 40, func(s engine.Status) bool { return s.Problem != nil }},
		"429":         {apitest.RateLimit(apitest.API, -1, "600"), time.Hour, 10, func(s engine.Status) bool { return s.Problem != nil && s.Problem.Status == 429 }},
		"429, no end": {apitest.RateLimit(apitest.API, -1, ""), time.Hour, 40, func(s engine.Status) bool { return s.Problem != nil }},
		"offline":     {apitest.Fault{Where: apitest.Anywhere, How: apitest.DropBefore, Times: -1}, 5 * time.Minute, 60, func(s engine.Status) bool { return s.Offline }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.submit(config(4))
			w.run(time.Minute, nil)
			w.server.Inject(c.fault)
			before := len(w.server.Calls())
			w.run(c.long, nil)
			calls := len(w.server.Calls()) - before
			t.Logf("%d calls in %v", calls, c.long)
			if calls > c.most {
				t.Errorf("%d calls in %v, want at most %d", calls, c.long, c.most)
			}
			if s := w.engine.Status(); !c.check(s) {
				t.Errorf("the status says %+v, problem %+v", s, s.Problem)
			}
			w.server.ClearFaults()
			w.runUntilSaved(4)
			w.check(4)
			if s := w.engine.Status(); s.Problem != nil || s.Offline {
				t.Errorf("when all is well again the status says %+v", s)
			}
		})
	}
}

// While an image host fails, one picture at a time tries it, not all.
func TestAHostInTroubleIsNotStormed(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	for range 10 {
		w.server.AddWebsiteJob(config(16))
	}
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Images, How: apitest.Answer, Status: 503, Times: -1})
	w.run(30*time.Minute, nil)
	if n := len(w.server.ImageCalls()); n > 60 {
		t.Errorf("%d requests for 160 pictures in half an hour of trouble", n)
	}
	if w.engine.Status().HostProblem == nil {
		t.Error("the status says nothing of it")
	}
	w.server.ClearFaults()
	w.run(time.Hour, func() bool { return w.Totals().Saved == 160 })
	w.check(160)
	if p := w.engine.Status().HostProblem; p != nil {
		t.Errorf("the status still says %+v", p)
	}
}

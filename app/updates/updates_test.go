package updates_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"pgregory.net/rapid"

	"lookbook/app/updates"
)

// service answers questions about releases, and keeps them.
type service struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []*http.Request
	came   chan struct{} // a question came
	answer string
	status int
}

func newService(t *testing.T, answer string) *service {
	t.Helper()
	s := &service{came: make(chan struct{}, 100), answer: answer, status: http.StatusOK}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked = append(s.asked, r)
		s.came <- struct{}{}
		w.Header().Set("Set-Cookie", "id=1")
		w.WriteHeader(s.status)
		fmt.Fprint(w, s.answer)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) questions() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// settings are what the person chose, and what is kept.
type settings struct {
	mu      sync.Mutex
	on      bool
	address string
	asked   time.Time
}

func (s *settings) params(clock clockwork.Clock, found func(updates.Release)) updates.Params {
	locked := func() func() { s.mu.Lock(); return s.mu.Unlock }
	return updates.Params{
		Version: "0.1.0", Log: slog.New(slog.DiscardHandler), Clock: clock, Found: found,
		Address: func() string { defer locked()(); return s.address },
		On:      func() bool { defer locked()(); return s.on },
		Asked:   func() time.Time { defer locked()(); return s.asked },
		Ask:     func(now time.Time) { defer locked()(); s.asked = now },
	}
}

const newer = `{"version": "0.2.0", "url": "https://example.org/lookbook"}`

// run runs the daily question, and returns functions that let time pass, and end it.
func run(t *testing.T, clock *clockwork.FakeClock, l *updates.Looker) (pass func(time.Duration), end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	end = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(end)
	return func(long time.Duration) {
		for ; long > 0; long -= 10 * time.Minute {
			if err := clock.BlockUntilContext(ctx, 1); err != nil {
				t.Error(err)
			}
			clock.Advance(10 * time.Minute)
		}
	}, end
}

func TestItAsksOnceADayAndOnlyIfSwitchedOn(t *testing.T) {
	s := newService(t, newer)
	clock := clockwork.NewFakeClock()
	chosen := &settings{address: s.URL}
	found := make(chan updates.Release, 100)
	pass, end := run(t, clock, updates.New(chosen.params(clock, func(r updates.Release) { found <- r })))
	pass(3 * 24 * time.Hour)
	if n := len(s.questions()); n != 0 {
		t.Fatalf("it asked %d times without being told to", n)
	}
	chosen.mu.Lock()
	chosen.on = true
	chosen.mu.Unlock()
	pass(10 * time.Minute)
	if r := <-found; r.Version != "0.2.0" || r.URL != "https://example.org/lookbook" {
		t.Errorf("found %+v", r)
	}
	pass(23 * time.Hour)
	if n := len(s.questions()); n != 1 {
		t.Errorf("it asked %d times in a day", n)
	}
	pass(time.Hour)
	<-found
	<-s.came
	<-s.came

	// A start within the day asks nothing, and neither does an address that fails ask more often.
	end()
	again, _ := run(t, clock, updates.New(chosen.params(clock, func(r updates.Release) { found <- r })))
	again(time.Hour)
	s.mu.Lock()
	s.status = http.StatusInternalServerError
	s.mu.Unlock()
	again(24 * time.Hour)
	<-s.came
	again(24 * time.Hour)
	<-s.came
	if n := len(s.questions()); n != 4 {
		t.Errorf("it asked %d times in three days", n)
	}
	if len(found) != 0 {
		t.Error("an answer that failed tells of a release")
	}
}

func TestAClockThatWasAheadDoesNotEndTheQuestions(t *testing.T) {
	s := newService(t, newer)
	clock := clockwork.NewFakeClock()
	chosen := &settings{on: true, address: s.URL, asked: clock.Now().AddDate(3, 0, 0)}
	found := make(chan updates.Release, 1)
	run(t, clock, updates.New(chosen.params(clock, func(r updates.Release) { found <- r })))
	<-found
}

// The question says which program asks, and nothing of who or where.
func TestTheQuestionNamesNobody(t *testing.T) {
	s := newService(t, newer)
	l := updates.New((&settings{address: s.URL + "/releases?channel=stable"}).params(clockwork.NewFakeClock(), nil))
	for range 2 { // no cookie comes back
		if r, is, err := l.Look(t.Context()); err != nil || !is || r.Version != "0.2.0" {
			t.Fatal(r, is, err)
		}
	}
	for _, q := range s.questions() {
		if q.Method != http.MethodGet || q.URL.String() != "/releases?channel=stable" || q.ContentLength != 0 {
			t.Errorf("asked with %s %s", q.Method, q.URL)
		}
		for name, values := range q.Header {
			want := map[string]string{"Accept": "application/json", "User-Agent": "Lookbook/0.1.0", "Accept-Encoding": "gzip", "Connection": "close"}[name]
			if len(values) != 1 || values[0] != want {
				t.Errorf("the question says %s: %q", name, values)
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		newer:                          "0.2.0 https://example.org/lookbook",
		`{"version":"v1.0","url":"x"}`: "1.0 ",
		`{"version":"0.1.0"}`:          "older 0.1.0 ",
		`{"version":"0.2.0-beta"}`:     "no.version",
		`{"version":7}`:                "nonsense",
		`{"tag_name":"v0.3.1","html_url":"https://example.org/r","url":"https://api.example.org/1","body":"…"}`:                     "0.3.1 https://example.org/r",
		`[{"tag_name":"v0.9.0","draft":true},{"tag_name":"v0.8.0","prerelease":true},{"tag_name":"v0.2.9"},{"tag_name":"v0.2.10"}]`: "0.2.10 ",
		`{"version":"0.2.0","url":"javascript:alert(1)"}`:                                                                           "0.2.0 ",
		`{"version":"0.2.0","url":"file:///etc/passwd"}`:                                                                            "0.2.0 ",
		`{"version":"0.2.0","url":"http://example.org/plain"}`:                                                                      "0.2.0 ",
		`{"version":"0.2.0","url":"https://a:b@example.org/"}`:                                                                      "0.2.0 ",
		`{"version":"` + strings.Repeat("1", 100) + `.0.0"}`:                                                                        "no.version",
		"<html>sign in</html>": "nonsense",
		"":                     "nonsense",
		"[]":                   "no.version",
		"null":                 "no.version",
		`{"version":"0.2.0"}` + strings.Repeat(" ", 1<<20): "long",
	} {
		s := newService(t, answer)
		r, is, err := updates.New((&settings{address: s.URL}).params(clockwork.NewFakeClock(), nil)).Look(t.Context())
		got := r.Version + " " + r.URL
		if wrong, ok := errors.AsType[*updates.AnswerError](err); ok {
			got = string(wrong.Fault)
		} else if err != nil {
			t.Errorf("%.60s: %v", answer, err)
		} else if !is {
			got = "older " + got
		}
		if got != want {
			t.Errorf("%.60s gives %q, want %q", answer, got, want)
		}
	}
}

func TestOnlySafeAddressesAreAsked(t *testing.T) {
	for _, address := range []string{
		"", "example.org/releases", "http://example.org/", "http://127.0.0.1.example.org/", "ftp://example.org/", "https://me:secret@example.org/",
		"https://", "file:///etc/passwd", "https://example.org/" + strings.Repeat("x", 3000),
	} {
		p := (&settings{address: address}).params(clockwork.NewFakeClock(), nil)
		p.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
			t.Errorf("%.40q was asked", address)
			return nil, net.ErrClosed
		})
		_, _, err := updates.New(p).Look(t.Context())
		if _, ok := errors.AsType[*updates.AddressError](err); !ok {
			t.Errorf("%.40q: %v", address, err)
		}
	}
	elsewhere := httptest.NewServer(http.RedirectHandler("http://example.org/", http.StatusFound))
	defer elsewhere.Close()
	_, _, err := updates.New((&settings{address: elsewhere.URL}).params(clockwork.NewFakeClock(), nil)).Look(t.Context())
	if _, ok := errors.AsType[*updates.AddressError](err); !ok {
		t.Errorf("sent on to a plain address: %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestALongWayEndsAndNothingIsAskedForEver(t *testing.T) {
	loop := httptest.NewServer(nil)
	defer loop.Close()
	loop.Config.Handler = http.RedirectHandler("/again", http.StatusFound)
	_, _, err := updates.New((&settings{address: loop.URL}).params(clockwork.NewFakeClock(), nil)).Look(t.Context())
	if _, ok := errors.AsType[*updates.AnswerError](err); !ok {
		t.Errorf("sent in a circle: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p := (&settings{address: "https://example.org/"}).params(clockwork.NewFakeClock(), nil)
	p.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if _, bounded := r.Context().Deadline(); !bounded {
			t.Error("the question may take for ever")
		}
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	if _, _, err := updates.New(p).Look(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// Newer is a strict order on versions.
func TestNewer(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"0.2.0", "0.1.0"}: true, {"0.10.0", "0.9.0"}: true, {"1.0.0", "1.0.0-rc.1"}: true, {"v0.2.0", "0.1.9"}: true,
		{"0.1.0", "0.1.0"}: false, {"0.1.0", "0.2.0"}: false, {"0.2.0", "dev"}: false, {"", "0.1.0"}: false,
		{"0.1.0", "0.1.0-3-gabcdef0"}: true,
	} {
		if got := updates.Newer(pair[0], pair[1]); got != want {
			t.Errorf("%q newer than %q: %v", pair[0], pair[1], got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.StringMatching(`v?[0-9]{1,3}(\.[0-9]{1,3}){0,2}(-[a-z0-9]{1,4})?`)
		a, b := version.Draw(t, "a"), version.Draw(t, "b")
		if updates.Newer(a, b) && updates.Newer(b, a) || updates.Newer(a, a) {
			t.Errorf("%q and %q", a, b)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte(newer))
	f.Add([]byte(`[{"tag_name":"v0.3.1","html_url":"https://example.org/r"}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := (&settings{address: "https://example.org/"}).params(clockwork.NewFakeClock(), nil)
		p.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			w := httptest.NewRecorder()
			_, _ = w.Write(raw)
			return w.Result(), nil
		})
		r, is, err := updates.New(p).Look(t.Context())
		if _, ok := errors.AsType[*updates.AnswerError](err); err != nil && !ok {
			t.Fatal(err)
		}
		if _, wrong := updates.CheckAddress(r.URL); is && (!updates.Newer(r.Version, "0.1.0") || r.URL != "" && wrong != nil) {
			t.Errorf("%q gives %+v", raw, r)
		}
	})
}

package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxAge bounds what Age may say of an answer: a cache that keeps one longer
// than a day is no cache of ours.
const maxAge = 24 * time.Hour

// serviceClock is the service's clock, as the Date headers of its answers tell
// it. Between two answers it goes on by the time that passes here, which does
// not change when somebody sets this computer's clock.
type serviceClock struct {
	mu   sync.Mutex
	date time.Time // as the last answer said; zero: none has
	at   time.Time // when that came, by this computer's clock
}

// note takes the time from the header of an answer that came at now. One
// without a date changes nothing.
func (s *serviceClock) note(h http.Header, now time.Time) {
	date, ok := dateOf(h)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.date, s.at = date, now
}

func (s *serviceClock) now(now time.Time) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.date.IsZero() {
		return time.Time{}, false
	}
	return s.date.Add(now.Sub(s.at)), true
}

// ServiceTime is what the service's clock shows now, to a second or two and
// never ahead of it; false before the first answer that says. It is right
// whatever this computer's clock shows. Jobs, and signed addresses, are dated
// by the service, so that only this time may be compared with theirs.
func (c *Client) ServiceTime() (time.Time, bool) { return c.service.now(c.clock.Now()) }

// dateOf is when an answer was made, by the clock of who made it, and how long
// a cache has had it since.
func dateOf(h http.Header) (time.Time, bool) {
	date, err := http.ParseTime(strings.TrimSpace(h.Get("Date")))
	if err != nil {
		return time.Time{}, false
	}
	if seconds, err := strconv.Atoi(strings.TrimSpace(h.Get("Age"))); err == nil && seconds > 0 {
		date = date.Add(min(time.Duration(seconds), maxAge/time.Second) * time.Second)
	}
	return date, true
}

package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxAge bounds the Age header: a cache that keeps an answer for more than a
// day is not on our way.
const maxAge = 24 * time.Hour

// serviceClock is the service's clock, known from the Date headers of its
// answers. Between answers it advances by monotonic time, so setting this
// computer's clock does not disturb it.
type serviceClock struct {
	mu   sync.Mutex
	date time.Time // of the last answer; zero: none so far
	at   time.Time // when that answer arrived, by this computer's clock
}

// note reads the date of an answer that arrived at now. An answer without a
// date changes nothing.
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

// ServiceTime returns the service's present time, one or two seconds late and
// never early; false before the first answer with a date. It does not depend on
// this computer's clock. The service dates jobs and signed addresses, so
// compare those dates with this time only.
func (c *Client) ServiceTime() (time.Time, bool) { return c.service.now(c.clock.Now()) }

// dateOf returns when the sender made an answer, and how long a cache has kept
// it since.
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

package apitest

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
)

// shifted is a clock that waits like another and tells another time: that of
// the service, where the computer that asks it has a wrong one.
type shifted struct {
	clockwork.Clock
	ahead time.Duration
}

func (s shifted) Now() time.Time                  { return s.Clock.Now().Add(s.ahead) }
func (s shifted) Since(t time.Time) time.Duration { return s.Now().Sub(t) }
func (s shifted) Until(t time.Time) time.Duration { return t.Sub(s.Now()) }

// Dates is how the answers' Date header differs from the truth.
type Dates struct {
	skew   atomic.Int64 // by which it is ahead of Options.Clock
	absent atomic.Bool
}

// SetSkew makes the Date header of every answer from now on tell a time
// that is ahead of Options.Clock, or behind it where skew is below zero. The
// times of jobs and of signed addresses stay the clock's.
func (d *Dates) SetSkew(skew time.Duration) { d.skew.Store(int64(skew)) }

// SetAbsent leaves the Date header out of every answer from now on, or puts it
// back.
func (d *Dates) SetAbsent(absent bool) { d.absent.Store(absent) }

// put dates an answer unless a fault has done so.
func (d *Dates) put(h http.Header, now time.Time) {
	switch {
	case h.Get("Date") != "":
	case d.absent.Load():
		h["Date"] = nil // net/http would put in the real time
	default:
		h.Set("Date", now.Add(time.Duration(d.skew.Load())).UTC().Format(http.TimeFormat))
	}
}

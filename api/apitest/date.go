package apitest

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
)

// shifted is a clock with the waits of another but a different time: that of
// the service, when the client's computer has a wrong clock.
type shifted struct {
	clockwork.Clock
	ahead time.Duration
}

func (s shifted) Now() time.Time                  { return s.Clock.Now().Add(s.ahead) }
func (s shifted) Since(t time.Time) time.Duration { return s.Now().Sub(t) }
func (s shifted) Until(t time.Time) time.Duration { return t.Sub(s.Now()) }

// Dates controls the Date header of answers.
type Dates struct {
	skew   atomic.Int64 // ahead of Options.Clock
	absent atomic.Bool
}

// SetSkew puts the Date header of every answer from now on ahead of
// Options.Clock; negative: behind. The times of jobs and signed addresses are
// unchanged.
func (d *Dates) SetSkew(skew time.Duration) { d.skew.Store(int64(skew)) }

// SetAbsent removes the Date header from every answer from now on, or restores
// it.
func (d *Dates) SetAbsent(absent bool) { d.absent.Store(absent) }

// put sets the Date header unless a fault did.
func (d *Dates) put(h http.Header, now time.Time) {
	switch {
	case h.Get("Date") != "":
	case d.absent.Load():
		h["Date"] = nil // otherwise net/http adds the real time
	default:
		h.Set("Date", now.Add(time.Duration(d.skew.Load())).UTC().Format(http.TimeFormat))
	}
}

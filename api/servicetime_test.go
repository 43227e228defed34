package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
)

// The service's time is the time of its last answer plus the time that has
// passed since, whatever this computer's clock shows.
func TestServiceTime(t *testing.T) {
	theirs := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	date, age := "", ""
	service := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		if date != "" {
			w.Header().Set("Date", date)
		}
		if age != "" {
			w.Header().Set("Age", age)
		}
		says(200, `[]`)(w, nil)
	})
	for _, ahead := range []time.Duration{0, 26 * time.Hour, -26 * time.Hour} {
		clock := clockwork.NewFakeClockAt(theirs.Add(ahead))
		c, err := New(Options{BaseURL: service.URL, Key: testKey, Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		list := func() {
			if _, err := c.Jobs(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		date, age = "", ""
		if list(); true {
			if now, known := c.ServiceTime(); known {
				t.Errorf("nobody told the time, and it is %v", now)
			}
		}
		date = theirs.Format(http.TimeFormat)
		list()
		clock.Advance(90 * time.Second)
		if now, known := c.ServiceTime(); !known || !now.Equal(theirs.Add(90*time.Second)) {
			t.Errorf("ahead by %v: %v, %v", ahead, now, known)
		}
		for _, nonsense := range []string{"", "soon", "Thu, 99 Mar 2026 12:00:00 GMT"} {
			date = nonsense
			list()
			clock.Advance(time.Second)
		}
		if now, _ := c.ServiceTime(); !now.Equal(theirs.Add(93 * time.Second)) {
			t.Errorf("after dates of no form: %v", now)
		}
		date, age = theirs.Format(http.TimeFormat), "60"
		list()
		if now, _ := c.ServiceTime(); !now.Equal(theirs.Add(time.Minute)) {
			t.Errorf("an answer out of a cache: %v", now)
		}
		c.Close()
	}
}

// A date in Retry-After is compared with the Date of the same answer.
func TestRetryAfterADateByTheServicesClock(t *testing.T) {
	theirs := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, ahead := range []time.Duration{0, 26 * time.Hour, -26 * time.Hour} {
		h := http.Header{
			"Date":        {theirs.Format(http.TimeFormat)},
			"Retry-After": {theirs.Add(40 * time.Second).Format(http.TimeFormat)},
		}
		if got := retryAfter(h, clockwork.NewFakeClockAt(theirs.Add(ahead))); got != 40*time.Second {
			t.Errorf("ahead by %v: a wait of %v", ahead, got)
		}
	}
}

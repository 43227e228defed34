package apitest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// The same seed gives the same storm.
func TestAStormIsItsSeed(t *testing.T) {
	picked := map[string]bool{}
	for seed := range int64(50) {
		a, b := NewStorm(seed), NewStorm(seed)
		if a.String() != b.String() || strings.Contains(a.String(), "\n") {
			t.Errorf("%v\nis not\n%v", a, b)
		}
		for _, name := range a.names {
			name, _, _ = strings.Cut(name, " (")
			picked[name] = true
		}
		rest := slices.DeleteFunc(slices.Clone(a.names), func(name string) bool { return strings.HasPrefix(name, StormNoList+" ") })
		if c := NewStorm(seed, StormNoList); !slices.Equal(c.names, rest) {
			t.Errorf("leaving one part out changes others:\n%v\n%v", a, c)
		}
	}
	for _, parts := range [][]stormPart{stormOptions, stormPlans, stormFaults, stormTurns} {
		for _, part := range parts {
			if !picked[part.name] {
				t.Errorf("%s is never picked", part.name)
			}
		}
	}
}

// If the service's clock is ahead, all its times are.
func TestAServiceWhoseClockIsAhead(t *testing.T) {
	for _, ahead := range []time.Duration{24 * time.Hour, -5 * time.Minute} {
		r := newRig(t, Options{Ahead: ahead, QueueTime: time.Minute, RunTime: time.Minute})
		id := r.submitted(goodRequest(1))
		r.clock.Advance(2 * time.Minute)
		want := r.clock.Now().Add(ahead)
		if got := r.job(id).StateUpdated.Time; !got.Equal(want) {
			t.Errorf("the job ended at %v, want %v", got, want)
		}
		told, err := http.ParseTime(r.get("/jobs/image-gen").header.Get("Date"))
		if err != nil || want.Sub(told).Abs() >= time.Second {
			t.Errorf("the Date is %v (%v), want %v", told, err, want)
		}
	}
}

package jobsync

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/api"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// seen is the state of a job, some seconds after noon.
func seen(after float64, state api.State, percent float64, images int) struct {
	At  time.Time
	Job api.Job
} {
	job := api.Job{State: state, Config: api.Config{NumSamples: images}}
	if percent >= 0 {
		job.PercentageDone = &percent
	}
	return struct {
		At  time.Time
		Job api.Job
	}{noon.Add(time.Duration(after * float64(time.Second))), job}
}

func TestWhenToAskNext(t *testing.T) {
	at := func(seconds float64) time.Time { return noon.Add(time.Duration(seconds * float64(time.Second))) }
	for _, c := range []struct {
		name     string
		input    scenario
		min, max time.Duration // after Last
	}{
		{"never asked yet", scenario{}, 0, 0},
		{"nothing to follow", scenario{Last: noon, Quiet: 1}, time.Minute, time.Minute},
		{"nothing to follow for long", scenario{Last: noon, Quiet: 50}, 5 * time.Minute, 5 * time.Minute},
		{"queued just now", scenario{Last: noon, Jobs: []answers{{seen(0, api.Queued, -1, 16)}}}, time.Second, time.Second},
		{
			"queued for a minute",
			scenario{Last: at(60), Jobs: []answers{{seen(0, api.Queued, -1, 16), seen(60, api.Queued, -1, 16)}}},
			4 * time.Second, 4500 * time.Millisecond,
		},
		{
			"queued where jobs run for three seconds",
			scenario{Last: at(60), Run: 3 * time.Second, Jobs: []answers{{seen(0, api.Queued, -1, 16), seen(60, api.Queued, -1, 16)}}},
			time.Second, 2 * time.Second,
		},
		{
			"queued for a day",
			scenario{Last: at(86400), Jobs: []answers{{seen(0, api.Queued, -1, 16), seen(86400, api.Queued, -1, 16)}}},
			time.Minute, time.Minute,
		},
		{
			"an unknown word for the state",
			scenario{Last: noon, Jobs: []answers{{seen(0, "paused", -1, 16)}}},
			time.Second, 8 * time.Second,
		},
		{
			"two seconds from the end, by its progress",
			scenario{Last: at(40), Jobs: []answers{{seen(0, api.Running, 10, 1), seen(40, api.Running, 95.7, 1)}}},
			2 * time.Second, 2500 * time.Millisecond,
		},
		{
			"half done, one picture",
			scenario{Last: at(26), Jobs: []answers{{seen(0, api.Running, 0, 1), seen(26, api.Running, 50, 1)}}},
			4 * time.Second, 4500 * time.Millisecond,
		},
		{
			"half done, many pictures: the next is due",
			scenario{Last: at(26), Jobs: []answers{{seen(0, api.Running, 0, 16), seen(26, api.Running, 51, 16)}}},
			3 * time.Second, 4 * time.Second,
		},
		{
			"overdue by a moment",
			scenario{Last: at(52), Jobs: []answers{{seen(0, api.Running, 0, 1), seen(50, api.Running, 100, 1), seen(52, api.Running, 100, 1)}}},
			time.Second, time.Second,
		},
		{
			"stuck at 99 per cent for an hour",
			scenario{Last: at(3650), Jobs: []answers{{seen(0, api.Running, 0, 1), seen(50, api.Running, 99, 1), seen(3650, api.Running, 99, 1)}}},
			15 * time.Second, 20 * time.Second,
		},
		{
			"running without a percentage, for as long as jobs run",
			scenario{Last: at(51), Jobs: []answers{{seen(0, api.Running, -1, 1), seen(51, api.Running, -1, 1)}}},
			time.Second, 2 * time.Second,
		},
		{"a submission lost just now", scenario{Last: noon, Lost: []time.Time{noon}}, 2 * time.Second, 2 * time.Second},
		{"lost a minute ago", scenario{Last: at(60), Lost: []time.Time{noon}}, 20 * time.Second, 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.input.Next().Sub(c.input.Last)
			if got < c.min || got > c.max {
				t.Errorf("asks again after %v, want %v to %v", got, c.min, c.max)
			}
		})
	}
}

// Whatever the service answers, the next call is neither immediate for ever nor
// later than five minutes.
func TestScheduleStaysWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := scenario{
			Quiet: rapid.IntRange(0, 1000).Draw(t, "quiet"),
			Run:   time.Duration(rapid.Int64Range(0, int64(24*time.Hour)).Draw(t, "run")),
			Each:  rapid.Bool().Draw(t, "each"),
		}
		last := 0.0
		for range rapid.IntRange(0, 30).Draw(t, "jobs") {
			var told answers
			after := 0.0
			for range rapid.IntRange(1, 5).Draw(t, "answers") {
				after += rapid.Float64Range(0, 1e5).Draw(t, "after")
				state := rapid.SampledFrom([]api.State{api.Queued, api.Running, "odd"}).Draw(t, "state")
				told = append(told, seen(after, state, rapid.Float64().Draw(t, "percent"), rapid.IntRange(-1, 1000).Draw(t, "images")))
			}
			last = max(last, after)
			o.Jobs = append(o.Jobs, told)
		}
		o.Last = noon.Add(time.Duration(last * float64(time.Second)))
		wait := o.Next().Sub(o.Last)
		if wait < 300*time.Millisecond || wait > 5*time.Minute {
			t.Errorf("asks again after %v", wait)
		}
	})
}

// scenario is a watch that results from the service's answers.
type scenario struct {
	Last  time.Time
	Run   time.Duration
	Lost  []time.Time
	Quiet int
	Each  bool
	Jobs  []answers
}

// answers are the service's answers about one job, oldest first.
type answers []struct {
	At  time.Time
	Job api.Job
}

// Next returns the schedule's decision.
func (s scenario) Next() time.Time {
	o := scheduleInput{last: s.Last, run: s.Run, lost: s.Lost, quiet: s.Quiet, each: s.Each}
	for _, told := range s.Jobs {
		w := watch{percent: -1}
		for _, seen := range told {
			w.observe(seen.Job, imagesIn(&seen.Job), seen.At)
		}
		o.jobs = append(o.jobs, w)
	}
	return o.next()
}

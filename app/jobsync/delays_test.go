package jobsync

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// timed is a simulated job. All times are measured from the start of the
// simulation.
type timed struct {
	id               string
	length           time.Duration // roughly that of its kind
	sent, start, end time.Duration
	percent          func(done float64) *float64 // the reported progress, by the share of the run that is over
	pictures         int
	noticed          time.Duration
}

func (j *timed) answer(now time.Duration) api.Job {
	job := api.Job{JobID: j.id, JobType: api.TypeImageGen, State: api.Queued, Config: api.Config{NumSamples: j.pictures}}
	if now >= j.start {
		job.State = api.Running
		done := min(float64(now-j.start)/float64(max(j.end-j.start, 1)), 1)
		job.PercentageDone = j.percent(done)
		job.ImageGenResults = []api.ImageGenResult{{GeneratedImages: make([]api.GeneratedImage, int(done*float64(j.pictures)))}}
	}
	if now >= j.end {
		run := (j.end - j.start).Seconds()
		job.State, job.RunningDuration = api.Success, &run
	}
	return job
}

// answerTime is how long a call of the list takes.
const answerTime = 150 * time.Millisecond

// follow runs the schedule for jobs that are all in the list, and returns the number of calls.
func follow(w *watches, jobs []*timed) (calls int) {
	last, now, open := time.Duration(0), time.Duration(0), 0
	jobs = slices.SortedFunc(slices.Values(jobs), func(a, b *timed) int { return int(a.sent - b.sent) })
	for next := 0; next < len(jobs) || open > 0; {
		o := scheduleInput{last: noon.Add(last)}
		w.addTo(&o)
		at := max(o.next().Sub(noon), now)
		if next < len(jobs) && (open == 0 || jobs[next].sent <= at) {
			job := jobs[next]
			now = max(now, job.sent)
			w.expect(library.Entry{Job: job.answer(job.sent)}, noon.Add(job.sent))
			next, open = next+1, open+1
			continue
		}
		calls++
		now = at + answerTime
		last = now
		for _, job := range jobs[:next] {
			if job.noticed > 0 {
				continue
			}
			told := job.answer(at)
			if w.observe(&told, noon.Add(now)) {
				job.noticed = now
				open--
			}
		}
	}
	return calls
}

// shapes are ways of reporting progress; the first one is accurate.
var shapes = []struct {
	name    string
	percent func(done float64) *float64
}{
	{"even", func(done float64) *float64 { return new(math.Floor(1000*done) / 10) }},
	{"none", func(float64) *float64 { return nil }},
	{"stuck at 0", func(float64) *float64 { return new(0.0) }},
	{"quicker and quicker", func(done float64) *float64 { return new(100 * done * done) }},
	{"slower and slower", func(done float64) *float64 { return new(100 * math.Sqrt(done)) }},
	{"by quarters", func(done float64) *float64 { return new(math.Floor(4*done) * 25) }},
}

// lengths are total lengths of jobs.
var lengths = []time.Duration{3 * time.Second, 20 * time.Second, time.Minute, 200 * time.Second}

const (
	phases    = 200
	meanDelay = 2500 * time.Millisecond
	mostDelay = 5 * time.Second
)

// around varies a length by up to a tenth, so that no schedule meets the end by chance.
func around(length time.Duration, phase int) time.Duration {
	return length*9/10 + length/5*time.Duration(phase*67%phases)/phases
}

// judge prints the delays of jobs by length, and fails if they are too long.
func judge(t *testing.T, jobs []*timed, note string) {
	t.Helper()
	for _, length := range lengths {
		sum, most, n := time.Duration(0), time.Duration(0), 0
		for _, job := range jobs {
			if job.length == length {
				late := job.noticed - job.end
				sum, most, n = sum+late, max(most, late), n+1
			}
		}
		if n == 0 {
			continue
		}
		mean := sum / time.Duration(n)
		t.Logf("%4v in all: %4d jobs, mean %v, longest %v%s", length, n, mean.Round(10*time.Millisecond), most.Round(10*time.Millisecond), note)
		if mean > meanDelay || most > mostDelay {
			t.Errorf("jobs of %v are noticed late: mean %v, longest %v", length, mean, most)
		}
	}
}

// The end of a job is noticed soon, however short it is, however long it
// queues, whatever progress it reports, and whether or not earlier jobs were
// similar.
func TestTheEndOfAJobAloneIsNoticedSoon(t *testing.T) {
	for _, shape := range shapes {
		for _, before := range []time.Duration{0, 2 * time.Second, 52 * time.Second} {
			t.Run(fmt.Sprintf("progress %s, earlier runs of %v", shape.name, before), func(t *testing.T) {
				for _, length := range lengths {
					var jobs []*timed
					calls, lasted := 0, time.Duration(0)
					for _, pictures := range []int{1, 16} {
						for phase := range phases {
							w := newWatches()
							if before > 0 {
								w.runs = []time.Duration{before}
							}
							took := around(length, phase)
							job := &timed{
								id: "ig_1", length: length, start: took * time.Duration(phase%20) / 20, end: took,
								percent: shape.percent, pictures: pictures,
							}
							jobs = append(jobs, job)
							calls += follow(w, []*timed{job})
							lasted += length
						}
					}
					each := float64(calls) / float64(len(jobs))
					judge(t, jobs, fmt.Sprintf(", %.1f calls each", each))
					most := 6 + length.Seconds()/2
					if before > 0 && before < lookCap {
						most = 6 + length.Seconds() // the start is awaited too
					}
					if each > most {
						t.Errorf("%.1f calls for a job of %v", each, length)
					}
				}
			})
		}
	}
}

// It is the same among a hundred jobs, and all together cost hardly more calls
// than one.
func TestTheEndOfAJobAmongOthersIsNoticedSoon(t *testing.T) {
	for _, shape := range shapes {
		t.Run("progress "+shape.name, func(t *testing.T) {
			var jobs []*timed
			clocked := 0.0
			for n := range 1000 {
				// A hundred run at any time: they take 71 s on average.
				length := lengths[n%len(lengths)]
				sent, took := time.Duration(n)*707*time.Millisecond, around(length, n%phases)
				job := &timed{
					id: fmt.Sprintf("ig_%d", n), length: length, sent: sent, start: sent + took*time.Duration(n%9)/10, end: sent + took,
					percent: shape.percent, pictures: 1 + n%4,
				}
				jobs = append(jobs, job)
				clocked += math.Ceil(length.Seconds() / 5)
			}
			calls := follow(newWatches(), jobs)
			judge(t, jobs, "")
			t.Logf("%d calls, %.0f by the clock: %.3f", calls, clocked, float64(calls)/clocked)
			if float64(calls)/clocked > .05 {
				t.Errorf("%d calls where one for each job every five seconds would be %.0f", calls, clocked)
			}
		})
	}
}

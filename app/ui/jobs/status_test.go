package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func value[T any](v T) *T { return &v }

// running is a job submitted here that had run for half a minute at its last
// answer, at noon. The service's clock is three hours ahead of ours or behind.
func running(percent float64) library.Entry {
	started := noon.Add(3*time.Hour - 30*time.Second)
	return library.Entry{
		State: library.EntryRunning, Created: noon.Add(-150 * time.Second), Synced: noon,
		Submission: &library.Submission{},
		Job: api.Job{
			State: api.Running, PercentageDone: &percent,
			StateQueuedStart: api.Time{Time: started.Add(-2 * time.Minute)}, StateRunningStart: api.Time{Time: started},
			Config: api.Config{NumSamples: 16},
		},
	}
}

// promising is a successful job that was to make this many pictures.
func promising(images int) api.Job {
	return api.Job{State: api.Success, Config: api.Config{NumSamples: images}}
}

// Running times change every five seconds, in all rows at once, because each change repaints the
// whole window.
func TestTimesCountOnTogether(t *testing.T) {
	queued := library.Entry{State: library.EntryQueued, Created: noon.Add(-62*time.Second - 300*time.Millisecond)}
	half := running(50)
	changes := 0
	var before [2]jobStatus
	for second := range 61 {
		now := noon.Add(time.Duration(second)*time.Second + 700*time.Millisecond)
		is := [2]jobStatus{statusOf(queued, now), statusOf(half, now)}
		if is != before {
			changes++
		}
		before = is
	}
	if changes != 13 { // at the start, and twelve times in a minute
		t.Errorf("the rows changed %d times in a minute", changes)
	}
}

func TestJobStatus(t *testing.T) {
	ended := api.Job{State: api.Success, StateRunningEnd: api.Time{Time: noon.Add(-3 * time.Minute)}}
	for name, c := range map[string]struct {
		entry library.Entry
		want  jobStatus
	}{
		"sending": {
			library.Entry{State: library.EntrySending},
			jobStatus{tone: widgets.ToneQuiet, word: "Sending", progress: -1},
		},
		"answer lost": {
			library.Entry{State: library.EntryUnknown},
			jobStatus{tone: widgets.ToneWarning, word: "Not sure", detail: "the answer was lost", progress: -1},
		},
		"refused": {
			library.Entry{State: library.EntryRefused, Problem: &library.Problem{Message: "width: too large"}},
			jobStatus{tone: widgets.ToneFailed, word: "Not accepted", detail: "width: too large", progress: -1},
		},
		"queued": {
			library.Entry{State: library.EntryQueued, Created: noon.Add(-62 * time.Second)},
			jobStatus{tone: widgets.ToneQuiet, word: "Queued", figures: "1:02", progress: -1, ticking: true},
		},
		"queued, by a clock that is ahead": {
			library.Entry{State: library.EntryQueued, Created: noon.Add(time.Hour)},
			jobStatus{tone: widgets.ToneQuiet, word: "Queued", figures: "0:00", progress: -1, ticking: true},
		},
		"running, nothing told": {
			library.Entry{State: library.EntryRunning},
			jobStatus{tone: widgets.ToneAccent, word: "Running", progress: -1, ticking: true},
		},
		"done and saved": {
			library.Entry{State: library.EntrySuccess, Job: ended, Images: library.Counts{Known: 16, Saved: 16}},
			jobStatus{tone: widgets.ToneDone, word: "16 images", figures: "3 min ago", progress: -1},
		},
		"done, being saved": {
			library.Entry{State: library.EntrySuccess, Job: ended, Images: library.Counts{Known: 16, Saved: 12}},
			jobStatus{tone: widgets.ToneAccent, word: "Saving", figures: "12 of 16", progress: 0.75},
		},
		"done, saving failed": {
			library.Entry{State: library.EntrySuccess, Job: ended, Images: library.Counts{Known: 16, Saved: 12, Failed: 4}},
			jobStatus{tone: widgets.ToneWarning, word: "Not saved", detail: "4 of 16 images", progress: -1},
		},
		"done, a file gone": {
			library.Entry{State: library.EntrySuccess, Job: ended, Images: library.Counts{Known: 16, Saved: 15, Gone: 1}},
			jobStatus{tone: widgets.ToneDone, word: "16 images", detail: "1 file moved or deleted", short: "1 gone", figures: "3 min ago", progress: -1},
		},
		"failed": {
			library.Entry{State: library.EntryFailure, Job: api.Job{FailureReason: "out of memory"}},
			jobStatus{tone: widgets.ToneFailed, word: "Failed", detail: "out of memory", progress: -1},
		},
		"not found just now": {
			library.Entry{State: library.EntryRunning, Job: api.Job{State: api.Running}, FollowUp: &library.FollowUp{Answers: 1}},
			jobStatus{
				tone: widgets.ToneWarning, word: "Not found just now", detail: "it is asked for again by itself", short: "asked again",
				progress: -1,
			},
		},
		"ended, two of four told": {
			library.Entry{
				State: library.EntrySuccess, Job: promising(4), FollowUp: &library.FollowUp{Answers: 3},
				Images: library.Counts{Known: 2, Saved: 2},
			},
			jobStatus{tone: widgets.ToneAccent, word: "Finishing", figures: "2 of 4", progress: 0.5},
		},
		"ended, none told yet": {
			library.Entry{State: library.EntrySuccess, Job: promising(4), FollowUp: &library.FollowUp{}},
			jobStatus{tone: widgets.ToneAccent, word: "Finishing", figures: "0 of 4"},
		},
		"ended, two of four for good": {
			library.Entry{
				State: library.EntrySuccess, Job: promising(4), FollowUp: &library.FollowUp{Answers: 9, Final: true},
				Images: library.Counts{Known: 1, Saved: 1, Trashed: 1},
			},
			jobStatus{tone: widgets.ToneWarning, word: "Incomplete", detail: "the service told only 2 of 4", short: "2 of 4", progress: -1},
		},
		"ended, two of four told, being saved": {
			library.Entry{
				State: library.EntrySuccess, Job: promising(4), FollowUp: &library.FollowUp{Answers: 3},
				Images: library.Counts{Known: 2, Saved: 1},
			},
			jobStatus{tone: widgets.ToneAccent, word: "Saving", figures: "1 of 2", progress: 0.5},
		},
		"a website's old job, its pictures deleted": {
			library.Entry{State: library.EntrySuccess, Job: promising(4), FollowUp: &library.FollowUp{Answers: 1, Final: true}},
			jobStatus{tone: widgets.ToneQuiet, word: "Done", detail: "the service told only 0 of 4", short: "0 of 4", progress: -1},
		},
		"a word we don't know": {
			library.Entry{State: library.EntryOther, Job: api.Job{State: "paused"}},
			jobStatus{tone: widgets.ToneQuiet, word: "paused", progress: -1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, statusOf(c.entry, noon), cmp.AllowUnexported(jobStatus{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTimeLeftMindsThatTheServicesClockIsAnother(t *testing.T) {
	e := running(50)
	if s := statusOf(e, e.Synced); s.figures != "50 %  0:30" || s.progress != 0.5 {
		t.Errorf("at the sync: %+v", s)
	}
	if s := statusOf(e, e.Synced.Add(10*time.Second)); s.figures != "50 %  0:20" {
		t.Errorf("ten seconds later: %q", s.figures)
	}
	if s := statusOf(e, e.Synced.Add(45*time.Second)); s.figures != "50 %  0:00" {
		t.Errorf("past the estimate: %q", s.figures)
	}
	for _, odd := range []float64{-5, 0, 250} {
		if s := statusOf(running(odd), noon); s.progress < 0 || s.progress > 1 {
			t.Errorf("%g %% done: progress %g", odd, s.progress)
		}
	}
}

func TestClock(t *testing.T) {
	for s, want := range map[float64]string{0: "0:00", 38.4: "0:38", 131.27: "2:11", 3723: "1:02:03", 1e300: "876000:00:00"} {
		if got := message.Clock(duration(s)); got != want {
			t.Errorf("%g s: %q, want %q", s, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	e := library.Entry{Job: api.Job{State: api.Success, QueuedDuration: value(131.266285), RunningDuration: value(52.032981)}}
	if got := durations(e); got != "queued 2:11, ran 0:52" {
		t.Errorf("%q", got)
	}
	if got := durations(library.Entry{}); got != "" {
		t.Errorf("nothing known: %q", got)
	}
}

func TestTroubleSaysWhatItCostAndWhatHappensNext(t *testing.T) {
	for name, c := range map[string]struct {
		entry library.Entry
		says  []string
	}{
		"answer lost": {library.Entry{State: library.EntryUnknown}, []string{"lost", "may have been charged", "never sends it again by itself"}},
		"refused": {
			library.Entry{State: library.EntryRefused, Problem: &library.Problem{Message: "Not enough tokens.", Status: 402}},
			[]string{"Not enough tokens, and nothing was charged:"},
		},
		"never sent": {
			library.Entry{State: library.EntryRefused, Problem: &library.Problem{Message: "not sent: there was no answer"}},
			[]string{"This request was not sent, because there was no answer; nothing was charged:"},
		},
		"failed": {
			library.Entry{State: library.EntryFailure, Job: api.Job{FailureReason: "out of memory."}, Images: library.Counts{Known: 2}},
			[]string{"(out of memory)", "2 pictures came before it failed"},
		},
		"not saved": {
			library.Entry{
				State: library.EntrySuccess, Images: library.Counts{Known: 16, Failed: 3},
				Preview: []library.Image{{
					State: library.ImageFailed, NextTry: noon.Add(90 * time.Second),
					Problem: &library.Problem{Message: "the disk is full"},
				}},
			},
			[]string{"3 pictures are not saved yet, because the disk is full;", "costs nothing", "by itself in 1:30"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := explain(c.entry, noon).text
			for _, want := range c.says {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not say %q", got, want)
				}
			}
		})
	}
	if got := explain(library.Entry{State: library.EntrySuccess}, noon); got.text != "" {
		t.Errorf("all is well, and it says %q", got.text)
	}
}

func TestTitleIsBoundedAndNeverEmpty(t *testing.T) {
	long := strings.Repeat("фотография 🦊 ", 3000)
	got := title(library.Entry{Job: api.Job{Config: api.Config{Prompt: long}}})
	if len([]rune(got)) > 400 || !strings.HasPrefix(long, got) {
		t.Errorf("%d characters", len([]rune(got)))
	}
	if got := title(library.Entry{Job: api.Job{JobID: "ig_1"}}); got != "ig_1" {
		t.Errorf("without a prompt: %q", got)
	}
	if title(library.Entry{}) == "" {
		t.Error("a row without a name")
	}
}

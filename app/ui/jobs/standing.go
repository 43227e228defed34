package jobs

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
)

// standing is what the quiet line of a job row says.
type standing struct {
	tone     widgets.Tone
	word     string
	detail   string  // words after the state's own
	short    string  // fewer of them, where there is no room; empty: the same
	figures  string  // changes by itself: tabular
	progress float64 // 0 to 1; negative: no bar
	ticking  bool    // the figures change with time alone
}

// stand says where an entry stands at now.
func stand(e library.Entry, now time.Time) standing {
	if e.NotFound() {
		return standing{
			tone: widgets.ToneWarning, word: "Not found just now", detail: "it is asked for again by itself", short: "asked again",
			progress: -1,
		}
	}
	switch e.State {
	case library.EntrySending:
		return standing{tone: widgets.ToneQuiet, word: "Sending", progress: -1}
	case library.EntryUnknown:
		return standing{tone: widgets.ToneWarning, word: "Not sure", detail: "the answer was lost", progress: -1}
	case library.EntryRefused:
		word, detail := "Not accepted", problemWords(e)
		if why, ok := strings.CutPrefix(detail, unsent); ok {
			word, detail = "Not sent", why
		}
		return standing{tone: widgets.ToneFailed, word: word, detail: detail, progress: -1}
	case library.EntryQueued:
		return standing{
			tone: widgets.ToneQuiet, word: "Queued", figures: waited(e, now), progress: -1, ticking: true,
		}
	case library.EntryRunning:
		return standRunning(e, now)
	case library.EntrySuccess:
		return standDone(e, now)
	case library.EntryFailure:
		return standing{tone: widgets.ToneFailed, word: "Failed", detail: failureWords(e), progress: -1}
	case library.EntryMissing:
		return standing{tone: widgets.ToneWarning, word: "Gone", detail: "the service doesn’t know it any more", progress: -1}
	}
	word := string(e.Job.State)
	if word == "" {
		word = "Waiting"
	}
	return standing{tone: widgets.ToneQuiet, word: word, progress: -1}
}

func standRunning(e library.Entry, now time.Time) standing {
	s := standing{tone: widgets.ToneAccent, word: "Running", progress: -1, ticking: true}
	share := fraction(e)
	if share < 0 {
		return s
	}
	s.progress = share
	s.figures = fmt.Sprintf("%d %%", int(share*100))
	if left, ok := timeLeft(e, now); ok {
		s.figures += "  " + Clock(left)
	}
	return s
}

// standDone tells generated and saved apart: done is what is in the folder.
func standDone(e library.Entry, now time.Time) standing {
	c := e.Images
	switch {
	case c.Known == 0 && !toldShort(e) && !e.Awaited():
		return standing{tone: widgets.ToneDone, word: "Done", detail: Durations(e), short: ran(e), figures: ago(e, now), progress: -1}
	case c.Unsaved() > 0 && c.Failed == c.Unsaved():
		return standing{
			tone: widgets.ToneWarning, word: "Not saved",
			detail: fmt.Sprintf("%d of %s", c.Failed, english.Plural(c.Known, "image", "")), progress: -1,
		}
	case c.Unsaved() > 0:
		return standing{
			tone: widgets.ToneAccent, word: "Saving",
			figures:  fmt.Sprintf("%d of %d", c.Saved, c.Known),
			progress: float64(c.Saved) / float64(c.Known),
		}
	}
	if toldShort(e) || e.Awaited() {
		return standShort(e)
	}
	s := standing{
		tone: widgets.ToneDone, word: english.Plural(c.Known, "image", ""), figures: ago(e, now), progress: -1,
		detail: Durations(e), short: ran(e),
	}
	if c.Gone > 0 {
		s.detail = english.Plural(c.Gone, "file", "") + " moved or deleted"
		s.short = fmt.Sprintf("%d gone", c.Gone)
	}
	return s
}

// problemWords is the last problem in one line.
func problemWords(e library.Entry) string {
	if e.Problem == nil {
		return ""
	}
	if e.Problem.Message != "" {
		return e.Problem.Message
	}
	return e.Problem.What
}

func failureWords(e library.Entry) string {
	if e.Job.FailureReason != "" {
		return e.Job.FailureReason
	}
	return problemWords(e)
}

// fraction is how much of the job is done, 0 to 1; negative when untold.
func fraction(e library.Entry) float64 {
	p := e.Job.PercentageDone
	if p == nil || math.IsNaN(*p) {
		return -1
	}
	return min(max(*p/100, 0), 1)
}

// waited is for how long the job has been queued, by this computer's clock
// from the moment it was submitted here.
func waited(e library.Entry, now time.Time) string {
	return Clock(max(now.Sub(e.Created), 0))
}

// timeLeft estimates from the share done at the last sync and the time it
// took how long the job will still run.
func timeLeft(e library.Entry, now time.Time) (time.Duration, bool) {
	share := fraction(e)
	if share <= 0.02 || e.Job.StateRunningStart.IsZero() || e.Synced.IsZero() {
		return 0, false
	}
	ran := e.Synced.Sub(e.Job.StateRunningStart.Add(ahead(e)))
	if ran <= 0 {
		return 0, false
	}
	left := time.Duration(float64(ran) * (1 - share) / share)
	left -= now.Sub(e.Synced)
	return max(left, 0), left > -time.Minute
}

// ahead is by how much this computer's clock is ahead of the service's, as far
// as a job that was submitted here tells: it was queued the moment it was
// accepted. Job times are the service's, everything else is ours.
func ahead(e library.Entry) time.Duration {
	if e.Submission == nil || e.Job.StateQueuedStart.IsZero() {
		return 0
	}
	return e.Created.Sub(e.Job.StateQueuedStart.Time)
}

// ago says when the job ended.
func ago(e library.Entry, now time.Time) string {
	at := e.Created
	if end := e.Job.StateRunningEnd; !end.IsZero() {
		at = end.Add(ahead(e))
	}
	if now.Sub(at) < time.Minute {
		return "just now"
	}
	return humanize.CustomRelTime(at, now, "ago", "ahead", magnitudes)
}

// magnitudes are the short words of a row for how long ago something was.
var magnitudes = []humanize.RelTimeMagnitude{
	{D: time.Hour, Format: "%d min %s", DivBy: time.Minute},
	{D: 2 * time.Hour, Format: "1 h %s", DivBy: 1},
	{D: humanize.Day, Format: "%d h %s", DivBy: time.Hour},
	{D: 2 * humanize.Day, Format: "1 day %s", DivBy: 1},
	{D: 90 * humanize.Day, Format: "%d days %s", DivBy: humanize.Day},
	{D: 2 * humanize.Year, Format: "%d months %s", DivBy: humanize.Month},
	{D: math.MaxInt64, Format: "%d years %s", DivBy: humanize.Year},
}

// Durations says how long the job queued and ran, as far as it is known.
func Durations(e library.Entry) string {
	words := ""
	if d := e.Job.QueuedDuration; d != nil {
		words = "queued " + Clock(duration(*d))
	}
	if ran := ran(e); ran != "" {
		if words != "" {
			words += ", "
		}
		words += ran
	}
	return words
}

// ran says how long the job ran, if it is known.
func ran(e library.Entry) string {
	if d := e.Job.RunningDuration; d != nil && e.Job.State != api.Queued {
		return "ran " + Clock(duration(*d))
	}
	return ""
}

func duration(s float64) time.Duration {
	// A duration beyond a century is nonsense that would overflow.
	return time.Duration(min(max(s, 0), 100*365*24*3600) * float64(time.Second))
}

// Clock writes a duration as on a stopwatch: 0:38, 2:11, 1:02:03.
func Clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// ended reports whether nothing more will come of the entry.
func ended(e library.Entry) bool {
	switch e.State {
	case library.EntrySuccess, library.EntryFailure, library.EntryRefused, library.EntryMissing, library.EntryForgotten:
		return true
	}
	return false
}

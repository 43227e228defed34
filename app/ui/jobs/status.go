package jobs

import (
	"math"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// countStep is how often a running time and a progress are repainted. Each
// repaint paints the whole window, which drains a laptop's battery while a job
// runs, and the service is asked every second. All rows change at the same
// moments.
const countStep = 5 * time.Second

// pace is when a job's figures last changed.
type pace struct{ step time.Time }

// next returns what to show instead of the shown status of the same job: s, or
// what is shown if it only went on within the step.
func (p *pace) next(shown, s jobStatus, now time.Time) jobStatus {
	step := now.Truncate(countStep)
	if s.ticking && s.word == shown.word && (s.progress < 0) == (shown.progress < 0) && step.Equal(p.step) {
		return shown
	}
	p.step = step
	return s
}

// jobStatus is the status line of a job row.
type jobStatus struct {
	tone     widgets.Tone
	word     string
	detail   string  // words after the state
	short    string  // shorter words for a narrow row; "": the same
	figures  string  // change by themselves, so digits have equal widths
	progress float64 // 0 to 1; negative: no bar
	ticking  bool    // the figures change with time only
}

// statusOf returns the status of an entry at now.
func statusOf(e library.Entry, now time.Time) jobStatus {
	now = now.Truncate(countStep)
	if e.NotFound() {
		return jobStatus{
			tone: widgets.ToneWarning, word: message.T("jobs.state.notfound"),
			detail: message.T("jobs.state.notfound.detail"), short: message.T("jobs.state.notfound.short"),
			progress: -1,
		}
	}
	switch e.State {
	case library.EntrySending:
		return jobStatus{tone: widgets.ToneQuiet, word: message.T("jobs.state.sending"), progress: -1}
	case library.EntryUnknown:
		return jobStatus{tone: widgets.ToneWarning, word: message.T("jobs.state.unknown"), detail: message.T("jobs.state.unknown.detail"), progress: -1}
	case library.EntryRefused:
		word, detail := message.T("jobs.state.refused"), problemWords(e)
		if message.Unsent(e.Problem) {
			word, detail = message.T("jobs.state.unsent"), message.Reason(e.Problem)
		}
		return jobStatus{tone: widgets.ToneFailed, word: word, detail: detail, progress: -1}
	case library.EntryQueued:
		return jobStatus{
			tone: widgets.ToneQuiet, word: message.T("jobs.state.queued"), figures: waited(e, now), progress: -1, ticking: true,
		}
	case library.EntryRunning:
		return standRunning(e, now)
	case library.EntrySuccess:
		return statusDone(e, now)
	case library.EntryFailure:
		return jobStatus{tone: widgets.ToneFailed, word: message.T("jobs.state.failed"), detail: failureWords(e), progress: -1}
	case library.EntryMissing:
		return jobStatus{tone: widgets.ToneWarning, word: message.T("jobs.state.gone"), detail: message.T("jobs.state.gone.detail"), progress: -1}
	}
	word := string(e.Job.State)
	if word == "" {
		word = message.T("jobs.state.waiting")
	}
	return jobStatus{tone: widgets.ToneQuiet, word: word, progress: -1}
}

func standRunning(e library.Entry, now time.Time) jobStatus {
	s := jobStatus{tone: widgets.ToneAccent, word: message.T("jobs.state.running"), progress: -1, ticking: true}
	share := fraction(e)
	if share < 0 {
		return s
	}
	s.progress = share
	s.figures = message.Percent(int(share * 100))
	if left, ok := timeLeft(e, now); ok {
		s.figures += "  " + message.Clock(left)
	}
	return s
}

// statusDone distinguishes generated from saved: done means in the folder.
func statusDone(e library.Entry, now time.Time) jobStatus {
	c := e.Images
	switch {
	case c.Known == 0 && !toldShort(e) && !e.Awaited():
		return jobStatus{tone: widgets.ToneDone, word: message.T("jobs.state.done"), detail: durations(e), short: ran(e), figures: ago(e, now), progress: -1}
	case c.Unsaved() > 0 && c.Failed == c.Unsaved():
		return jobStatus{
			tone: widgets.ToneWarning, word: message.T("jobs.state.unsaved"),
			detail: message.N("jobs.state.unsaved.detail", c.Known, message.With{"Failed": c.Failed}), progress: -1,
		}
	case c.Unsaved() > 0:
		return jobStatus{
			tone: widgets.ToneAccent, word: message.T("jobs.state.saving"),
			figures:  message.Of(c.Saved, c.Known),
			progress: float64(c.Saved) / float64(c.Known),
		}
	}
	if toldShort(e) || e.Awaited() {
		return statusShort(e)
	}
	s := jobStatus{
		tone: widgets.ToneDone, word: message.N("jobs.images", c.Known), figures: ago(e, now), progress: -1,
		detail: durations(e), short: ran(e),
	}
	if c.Gone > 0 {
		s.detail = message.N("jobs.files.gone", c.Gone)
		s.short = message.N("jobs.files.gone.short", c.Gone)
	}
	return s
}

// problemWords is the last problem in one line.
func problemWords(e library.Entry) string {
	if e.Problem == nil {
		return ""
	}
	if words := message.Reason(e.Problem); words != "" {
		return words
	}
	return e.Problem.What
}

func failureWords(e library.Entry) string {
	if e.Job.FailureReason != "" {
		return e.Job.FailureReason
	}
	return problemWords(e)
}

// fraction is how much of the job is done, 0 to 1; negative: unknown.
func fraction(e library.Entry) float64 {
	p := e.Job.PercentageDone
	if p == nil || math.IsNaN(*p) {
		return -1
	}
	return min(max(*p/100, 0), 1)
}

// waited is how long the job has been queued, by this computer's clock since
// its submission here.
func waited(e library.Entry, now time.Time) string {
	return message.Clock(max(now.Sub(e.Created), 0))
}

// timeLeft estimates the remaining time from the progress at the last answer
// and the time it took.
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

// ahead estimates how far this computer's clock is ahead of the service's, for
// a job submitted here: it was queued when it was accepted. Job times are the
// service's; all others are this computer's.
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
	if at.After(now) { // one of the clocks is wrong
		at = now
	}
	return message.AgoShort(at, now)
}

// durations says how long the job waited and ran, as far as known.
func durations(e library.Entry) string {
	queued := e.Job.QueuedDuration
	if queued == nil {
		return ran(e)
	}
	with := message.With{"Queued": message.Clock(duration(*queued))}
	if took, known := runTime(e); known {
		with["Ran"] = took
		return message.T("jobs.queued.ran", with)
	}
	return message.T("jobs.queued", with)
}

// ran says how long the job ran, if known.
func ran(e library.Entry) string {
	if took, known := runTime(e); known {
		return message.T("jobs.ran", message.With{"Ran": took})
	}
	return ""
}

// runTime returns how long the job ran, if known.
func runTime(e library.Entry) (took string, known bool) {
	d := e.Job.RunningDuration
	if d == nil || e.Job.State == api.Queued {
		return "", false
	}
	return message.Clock(duration(*d)), true
}

func duration(s float64) time.Duration {
	// More than a century is nonsense, and would overflow.
	return time.Duration(min(max(s, 0), 100*365*24*3600) * float64(time.Second))
}

// ended reports whether nothing more is expected of the entry.
func ended(e library.Entry) bool {
	switch e.State {
	case library.EntrySuccess, library.EntryFailure, library.EntryRefused, library.EntryMissing, library.EntryForgotten:
		return true
	}
	return false
}

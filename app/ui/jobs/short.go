package jobs

import (
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// toldShort reports whether the service has listed fewer pictures than
// requested, often enough to be believed.
func toldShort(e library.Entry) bool {
	return e.FollowUp != nil && e.FollowUp.Final && e.Short() > 0
}

// imagesReported says how many of how many pictures the service has listed.
func imagesReported(e library.Entry) string { return message.Of(e.Reported(), e.Reported()+e.Short()) }

// statusShort is the status of a job that has ended without listing all its
// pictures.
func statusShort(e library.Entry) jobStatus {
	if e.Awaited() {
		return jobStatus{
			tone: widgets.ToneAccent, word: message.T("jobs.state.finishing"), figures: imagesReported(e),
			progress: float64(e.Reported()) / float64(e.Reported()+e.Short()),
		}
	}
	s := jobStatus{
		tone: widgets.ToneWarning, word: message.T("jobs.state.incomplete"),
		detail: message.T("jobs.state.incomplete.detail", message.With{"Told": imagesReported(e)}), short: imagesReported(e), progress: -1,
	}
	if e.Submission == nil && e.Reported() == 0 {
		// An old job of the website, whose pictures were deleted: no reason to
		// warn.
		s.tone, s.word = widgets.ToneQuiet, message.T("jobs.state.done")
	}
	return s
}

// shortSentence describes a job that has ended without all of its pictures.
func shortSentence(e library.Entry) string {
	return message.N("jobs.trouble.short", e.Reported()+e.Short(), message.With{"Told": e.Reported()})
}

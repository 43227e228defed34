package jobs

import (
	"fmt"

	"github.com/dustin/go-humanize/english"

	"lookbook/app/library"
	"lookbook/widgets"
)

// toldShort reports whether the service has told of fewer pictures than were
// asked for, and said so often enough to be believed.
func toldShort(e library.Entry) bool {
	return e.FollowUp != nil && e.FollowUp.Final && e.Short() > 0
}

// told says how many of how many pictures the service told of.
func told(e library.Entry) string { return fmt.Sprintf("%d of %d", e.Told(), e.Told()+e.Short()) }

// standShort is the quiet line of a job that has ended and whose pictures are
// not all known.
func standShort(e library.Entry) standing {
	if e.Awaited() {
		return standing{
			tone: widgets.ToneAccent, word: "Finishing", figures: told(e),
			progress: float64(e.Told()) / float64(e.Told()+e.Short()),
		}
	}
	s := standing{tone: widgets.ToneWarning, word: "Incomplete", detail: "the service told only " + told(e), short: told(e), progress: -1}
	if e.Submission == nil && e.Told() == 0 {
		// An old job of the website's, whose pictures were deleted: nothing to
		// warn of.
		s.tone, s.word = widgets.ToneQuiet, "Done"
	}
	return s
}

// shortSentence tells of a job that has ended without all of its pictures.
func shortSentence(e library.Entry) string {
	return fmt.Sprintf("The service told only %d of the %s that this job was to make. "+
		"They may have been charged, and asking again costs nothing.", e.Told(), english.Plural(e.Told()+e.Short(), "picture", ""))
}

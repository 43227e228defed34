package jobs

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// explain says what went wrong with an entry, in the words of the person who
// has to decide: what happened, whether it can have cost anything, and what
// happens next. Empty when nothing did.
func explain(e library.Entry, now time.Time) troubleWords {
	switch {
	case e.NotFound():
		return troubleWords{
			widgets.BannerWarning,
			"The service does not find this job just now, as with another account’s key or trouble on its side. " +
				"Lookbook asks again by itself, which costs nothing.",
		}
	case e.State == library.EntryUnknown:
		return troubleWords{
			widgets.BannerWarning,
			"The answer to this request was lost, so we can’t tell yet whether the service accepted it. It may have been charged. " +
				"Lookbook keeps looking for it among your jobs and never sends it again by itself.",
		}
	case e.State == library.EntryRefused:
		return troubleWords{widgets.BannerFailed, refusal(e.Problem)}
	case e.State == library.EntryFailure:
		return troubleWords{widgets.BannerFailed, failureSentence(e)}
	case e.State == library.EntryMissing:
		return troubleWords{
			widgets.BannerWarning,
			"The service no longer knows this job. Pictures that were saved stay where they are, and asking again costs nothing.",
		}
	case e.Images.Failed > 0:
		return troubleWords{widgets.BannerWarning, unsavedSentence(e, now)}
	case toldShort(e):
		return troubleWords{widgets.BannerWarning, shortSentence(e)}
	case e.Problem != nil:
		return troubleWords{widgets.BannerWarning, sentence("The service could not be asked about this job", e.Problem, "")}
	}
	return troubleWords{}
}

// unsent begins the message of a request that never went out.
const unsent = "not sent: "

// refusal tells of a request that the service said no to, or that did not
// reach it.
func refusal(p *library.Problem) string {
	if p == nil || !strings.HasPrefix(p.Message, unsent) {
		return sentence("The service did not take this request", p, library.ChargedNo)
	}
	plain := *p
	plain.Message = strings.TrimPrefix(p.Message, unsent)
	return sentence("This request was not sent", &plain, library.ChargedNo)
}

// failureSentence tells of a job that the service gave up.
func failureSentence(e library.Entry) string {
	why := e.Job.FailureReason
	if why == "" {
		why = "the service gave no reason"
	}
	text := "The service could not finish this job: " + strings.TrimRight(why, ". ") + "."
	if e.Images.Known > 0 {
		return text + fmt.Sprintf(" %s came before it failed.", english.Plural(e.Images.Known, "picture", ""))
	}
	return text + " The website shows whether it was charged."
}

// unsavedSentence tells of pictures that are paid and not in the folder yet.
func unsavedSentence(e library.Entry, now time.Time) string {
	why, next := "", time.Time{}
	for _, img := range e.Preview {
		if img.Problem != nil && img.State == library.ImageFailed {
			why, next = picture.Why(img.Problem), img.NextTry
			break
		}
	}
	text := english.Plural(e.Images.Failed, "picture is", "pictures are") + " not saved yet"
	if why != "" {
		text += ": " + why
	}
	text += ". Saving again costs nothing"
	if wait := next.Sub(now); !next.IsZero() && wait > 0 {
		return text + ", and is tried by itself in " + Clock(wait) + "."
	}
	return text + "."
}

// sentence puts a problem into words.
func sentence(opening string, p *library.Problem, charged library.Charge) string {
	if p == nil {
		return opening + "."
	}
	if p.Charged != "" {
		charged = p.Charged
	}
	text := opening
	if message := strings.TrimRight(p.Message, ". "); message != "" {
		text += ": " + message
	}
	if p.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", p.Status)
	}
	return text + "." + charge(charged)
}

func charge(c library.Charge) string {
	switch c {
	case library.ChargedNo:
		return " Nothing was charged."
	case library.ChargedMaybe:
		return " It may have been charged."
	case library.ChargedYes:
		return " It was charged."
	}
	return ""
}

package jobs

import (
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// explain says what went wrong with an entry, in the words of the person who
// has to decide: what happened, whether it can have cost anything, and what
// happens next. Empty when nothing did.
func explain(e library.Entry, now time.Time) troubleWords {
	switch {
	case e.NotFound():
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.notfound")}
	case e.State == library.EntryUnknown:
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.unknown")}
	case e.State == library.EntryRefused:
		return troubleWords{widgets.BannerFailed, refusal(e.Problem)}
	case e.State == library.EntryFailure:
		return troubleWords{widgets.BannerFailed, failureSentence(e)}
	case e.State == library.EntryMissing:
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.missing")}
	case e.Images.Failed > 0:
		return troubleWords{widgets.BannerWarning, unsavedSentence(e, now)}
	case toldShort(e):
		return troubleWords{widgets.BannerWarning, shortSentence(e)}
	case e.Problem != nil:
		return troubleWords{widgets.BannerWarning, sentence("jobs.trouble.unasked", e.Problem, "")}
	}
	return troubleWords{}
}

// refusal tells of a request that the service said no to, or that did not
// reach it.
func refusal(p *library.Problem) string {
	if message.Unsent(p) {
		return sentence("jobs.trouble.unsent", p, library.ChargedNo)
	}
	return sentence("jobs.trouble.refused", p, library.ChargedNo)
}

// failureSentence tells of a job that the service gave up.
func failureSentence(e library.Entry) string {
	with := message.With{"Why": strings.TrimRight(e.Job.FailureReason, ". ")}
	if api.SaysModelGone(e.Job.FailureReason) && e.Images.Known == 0 {
		return message.T("jobs.trouble.model", with)
	}
	if e.Images.Known > 0 {
		return message.N("jobs.trouble.failed.partly", e.Images.Known, with)
	}
	return message.T("jobs.trouble.failed", with)
}

// unsavedSentence tells of pictures that are paid and not in the folder yet.
func unsavedSentence(e library.Entry, now time.Time) string {
	with := message.With{}
	for _, img := range e.Preview {
		if img.Problem == nil || img.State != library.ImageFailed {
			continue
		}
		with["Why"] = message.Why(img.Problem)
		if wait := img.NextTry.Sub(now); !img.NextTry.IsZero() && wait > 0 {
			with["Wait"] = message.Clock(wait)
		}
		break
	}
	return message.N("jobs.trouble.unsaved", e.Images.Failed, with)
}

// costs are the keys of what is said about a charge.
var costs = map[library.Charge]string{
	library.ChargedNo: "jobs.charged.no", library.ChargedMaybe: "jobs.charged.maybe", library.ChargedYes: "jobs.charged.yes",
}

// sentence tells of a problem, and what it cost.
func sentence(key string, p *library.Problem, charged library.Charge) string {
	if p == nil {
		return message.T(key, message.With{})
	}
	if p.Charged != "" {
		charged = p.Charged
	}
	with := message.With{"Why": message.Why(p), "Status": p.Status}
	if cost, known := costs[charged]; known {
		with["Cost"] = message.T(cost)
	}
	return message.T(key, with)
}

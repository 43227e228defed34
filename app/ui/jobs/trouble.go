package jobs

import (
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Explain describes what is wrong with an entry in one sentence: what happened,
// whether it may have cost anything, and what to do or what happens next.
// details are the words of the service or the system, and the status of the
// answer. Both are empty when nothing is wrong.
func Explain(e library.Entry, now time.Time) (sentence, details string) {
	t := explain(e, now)
	return t.text, t.details
}

func explain(e library.Entry, now time.Time) troubleWords {
	switch {
	case e.NotFound():
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.notfound"), message.Details(e.Problem)}
	case e.State == library.EntryUnknown:
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.unknown"), message.Details(e.Problem)}
	case e.State == library.EntryRefused:
		return troubleWords{widgets.BannerFailed, refusal(e.Problem), message.Details(e.Problem)}
	case e.State == library.EntryFailure:
		return failed(e)
	case e.State == library.EntryMissing:
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.missing"), message.Details(e.Problem)}
	case e.Images.Failed > 0:
		return unsaved(e, now)
	case toldShort(e):
		return troubleWords{widgets.BannerWarning, shortSentence(e), ""}
	case e.Problem != nil:
		return troubleWords{widgets.BannerWarning, message.T("jobs.trouble.unasked", message.With{"Why": message.Reason(e.Problem)}), message.Details(e.Problem)}
	}
	return troubleWords{}
}

// refusal describes a request that the service refused, or that did not reach
// it.
func refusal(p *library.Problem) string {
	with := message.With{"Cost": cost(p), "Why": message.Reason(p)}
	if p == nil {
		return message.T("jobs.refused.other", with)
	}
	code := message.CodeOf(p)
	if names := message.Fields(p.Fields); names != "" && (code == cause.Invalid || code == "") {
		with["Fields"] = names
		return message.T("jobs.refused.fields", with)
	}
	switch {
	case code != "" && message.Known("jobs.refused."+string(code)):
		return message.T("jobs.refused."+string(code), with)
	case message.Unsent(p):
		return message.T("jobs.refused.unsent", with)
	case p.Cause.IsZero() && p.Message != "" && len(p.Message) <= longestInside:
		return message.T("jobs.refused.because", with) // stored by an earlier version
	}
	return message.T("jobs.refused.other", with)
}

// longestInside is how long the service's words may be within a sentence, in characters; longer
// ones are shown under Details only.
const longestInside = 160

// failed describes a job that failed at the service.
func failed(e library.Entry) troubleWords {
	reason := strings.TrimSpace(e.Job.FailureReason)
	t := troubleWords{kind: widgets.BannerFailed}
	why := firstSentence(reason)
	if why != strings.TrimRight(reason, ". ") {
		t.details = reason
	}
	with := message.With{"Why": why}
	switch {
	case api.SaysModelGone(reason) && e.Images.Known == 0:
		t.text = message.T("jobs.trouble.model", with)
	case e.Images.Known > 0:
		t.text = message.N("jobs.trouble.failed.partly", e.Images.Known, with)
	default:
		t.text = message.T("jobs.trouble.failed", with)
	}
	return t
}

// firstSentence is the start of the service's words, for a sentence of ours; ""
// if that is too long.
func firstSentence(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	text, _, _ = strings.Cut(text, ". ")
	if text = strings.TrimRight(text, ". \r"); len(text) > longestInside {
		return ""
	}
	return text
}

// unsaved describes paid pictures that are not in the folder yet.
func unsaved(e library.Entry, now time.Time) troubleWords {
	t := troubleWords{kind: widgets.BannerWarning}
	with := message.With{}
	for _, img := range e.Preview {
		if img.Problem == nil || img.State != library.ImageFailed {
			continue
		}
		with["Why"], t.details = message.Reason(img.Problem), message.Details(img.Problem)
		if wait := img.NextTry.Sub(now); !img.NextTry.IsZero() && wait > 0 {
			with["Wait"] = message.Clock(wait)
		}
		break
	}
	t.text = message.N("jobs.trouble.unsaved", e.Images.Failed, with)
	return t
}

// cost says what a refused request cost, as a part of a sentence.
func cost(p *library.Problem) string {
	if p != nil {
		switch p.Charged {
		case library.ChargedMaybe:
			return message.T("jobs.charged.maybe")
		case library.ChargedYes:
			return message.T("jobs.charged.yes")
		}
	}
	return message.T("jobs.charged.no")
}

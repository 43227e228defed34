package message

import (
	"errors"
	"strings"
	"time"

	"lookbook/api/curl"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// Cause puts a cause into words: a clause, for use after a colon or "because". An unknown code,
// stored by a later version, shows its text, or itself.
func Cause(c cause.Cause) string {
	if c.IsZero() {
		return ""
	}
	with := With{}
	for name, value := range c.With {
		with[name] = value
	}
	if c.Why != nil {
		with["Why"] = Cause(*c.Why)
	}
	if key := "cause." + string(c.Code); Known(key) {
		return strings.TrimRight(T(key, with), ". ")
	}
	if text := c.With["Text"]; text != "" {
		return text
	}
	return string(c.Code)
}

// Error puts an error into words: a clause.
func Error(err error) string {
	if e, ok := errors.AsType[*curl.Error](err); ok {
		return pasted(e)
	}
	if e, ok := errors.AsType[*library.LeftOutError](err); ok {
		return T("cause.request.left.out", With{"What": leftOut(e.Parts)})
	}
	return Problem(problem.New("", err, "", time.Time{}))
}

// FileError puts an error about a file into words: a clause.
func FileError(err error) string {
	if c := problem.OfFile(err); c.Code != problem.Of(err).Code {
		return Cause(c)
	}
	return Error(err)
}

// Problem puts a problem into words: a clause, with the service's words.
func Problem(p *library.Problem) string { return clause(p, p.Cause) }

// Why says why a request was not sent or a picture is not saved: a clause; "": unknown.
func Why(p *library.Problem) string {
	if p == nil {
		return ""
	}
	if c := p.Cause; c.Why != nil && (c.Code == cause.Unsent || c.Code == cause.Unsaved) {
		return clause(p, *c.Why)
	}
	why := clause(p, p.Cause)
	if p.Cause.IsZero() { // stored by an earlier version
		why = strings.TrimPrefix(strings.TrimPrefix(why, "not sent: "), "not saved, because ")
	}
	return why
}

// Unsent reports whether a problem kept a request from being sent.
func Unsent(p *library.Problem) bool {
	return p != nil && (p.Cause.Code == cause.Unsent || p.Cause.IsZero() && strings.HasPrefix(p.Message, "not sent: "))
}

func clause(p *library.Problem, c cause.Cause) string {
	told := strings.TrimRight(p.Message, ". ")
	if !p.Detail.IsZero() {
		told = Cause(p.Detail)
	}
	words := Cause(c)
	switch {
	case words == "":
		return told
	case told == "", told == words:
		return words
	case c.Code == cause.Invalid: // the service's words are the reason
		return told
	}
	return T("cause.with.detail", With{"Why": words, "Detail": told})
}

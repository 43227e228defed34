package message

import (
	"errors"
	"slices"
	"strings"
	"time"

	"lookbook/api/curl"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// raw are the causes whose Text comes from the system, a library or a keychain.
// It is shown under Details only.
var raw = []cause.Code{cause.Unexpected, cause.KeychainOther, cause.LackBroken, cause.LackRefused, cause.LackCertificate, cause.LackProxy}

// Cause turns a cause into a clause, to follow a colon or "because". A code of a later version is
// shown by its text, or as it is.
func Cause(c cause.Cause) string { return inWords(c, false) }

// inWords is Cause, with the system's own text if wordForWord is true.
func inWords(c cause.Cause, wordForWord bool) string {
	if c.IsZero() {
		return ""
	}
	with := With{}
	for name, value := range c.With {
		with[name] = value
	}
	if !wordForWord && slices.Contains(raw, c.Code) {
		delete(with, "Text")
	}
	if c.Why != nil {
		with["Why"] = inWords(*c.Why, wordForWord)
	}
	if key := "cause." + string(c.Code); Known(key) {
		return strings.TrimRight(T(key, with), ". ")
	}
	if text := c.With["Text"]; text != "" {
		return text
	}
	return string(c.Code)
}

// Said is an error of the window itself, as a clause for a person.
type Said string

func (s Said) Error() string { return string(s) }

// Cause returns the error's cause.
func (s Said) Cause() cause.Cause { return cause.New(cause.Other, "Text", string(s)) }

// Error turns an error into a clause.
func Error(err error) string {
	if e, ok := errors.AsType[*curl.Error](err); ok {
		return pasted(e)
	}
	if e, ok := errors.AsType[*library.LeftOutError](err); ok {
		return T("cause.request.left.out", With{"What": leftOut(e.Parts)})
	}
	if words := promptFile(err); words != "" {
		return words
	}
	return Reason(problem.New("", err, "", time.Time{}))
}

// FileError turns an error about a file into a clause.
func FileError(err error) string {
	if c := problem.OfFile(err); c.Code != problem.Of(err).Code {
		return Cause(c)
	}
	return Error(err)
}

// Problem turns a problem into a clause, with the service's text.
func Problem(p *library.Problem) string {
	told := strings.TrimRight(p.Message, ". ")
	if !p.Detail.IsZero() {
		told = inWords(p.Detail, true)
	}
	words := Cause(p.Cause)
	switch {
	case words == "":
		return told
	case told == "", told == words:
		return words
	case p.Cause.Code == cause.Invalid: // the service's text is the reason
		return told
	}
	return T("cause.with.detail", With{"Why": words, "Detail": told})
}

// Unsent reports whether a problem prevented the sending of a request.
func Unsent(p *library.Problem) bool {
	return p != nil && (p.Cause.Code == cause.Unsent || p.Cause.IsZero() && strings.HasPrefix(p.Message, "not sent: "))
}

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

// raw are the causes whose Text is that of the system, a library or a keychain.
// It stands under Details alone.
var raw = []cause.Code{cause.Unexpected, cause.KeychainOther, cause.LackBroken, cause.LackRefused, cause.LackCertificate}

// Cause puts a cause into words: a clause, to stand behind a colon or "because".
// A code that a later version stored shows its text, or itself.
func Cause(c cause.Cause) string { return inWords(c, false) }

// inWords is Cause, word for word with what the system said of it.
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

// Said is an error of the window's own, in words: a clause.
type Said string

func (s Said) Error() string { return string(s) }

// Cause says why.
func (s Said) Cause() cause.Cause { return cause.New(cause.Other, "Text", string(s)) }

// Error puts an error into words: a clause.
func Error(err error) string {
	if e, ok := errors.AsType[*curl.Error](err); ok {
		return pasted(e)
	}
	if e, ok := errors.AsType[*library.LeftOutError](err); ok {
		return T("cause.request.left.out", With{"What": leftOut(e.Parts)})
	}
	return Reason(problem.New("", err, "", time.Time{}))
}

// FileError puts an error about a file into words: a clause.
func FileError(err error) string {
	if c := problem.OfFile(err); c.Code != problem.Of(err).Code {
		return Cause(c)
	}
	return Error(err)
}

// Problem puts what went wrong into words: a clause, with what the service said.
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
	case p.Cause.Code == cause.Invalid: // what the service says of it is the reason
		return told
	}
	return T("cause.with.detail", With{"Why": words, "Detail": told})
}

// Unsent reports whether a problem kept a request from being sent.
func Unsent(p *library.Problem) bool {
	return p != nil && (p.Cause.Code == cause.Unsent || p.Cause.IsZero() && strings.HasPrefix(p.Message, "not sent: "))
}

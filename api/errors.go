package api

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// The kinds of failure, for errors.Is. The statuses are those of the service's
// documentation: 401 and 403 for a bad key, 402 or 403 when tokens are used up,
// 404, 422, 429 and 5xx.
var (
	ErrUnauthorized = errors.New("the service did not accept the API key")                // 401, and 403 that doesn't mention tokens
	ErrNoTokens     = errors.New("the account has no tokens left for this")               // 402, and 403 that mentions tokens or credits
	ErrNotFound     = errors.New("not found")                                             // 404, 410
	ErrInvalid      = errors.New("the request is not valid")                              // 400, 422; also a request that can't be written as JSON and was not sent
	ErrRateLimited  = errors.New("too many requests")                                     // 429
	ErrServer       = errors.New("trouble on the service's side")                         // 5xx
	ErrNoAnswer     = errors.New("no answer")                                             // transport: no connection, deadline passed, cut off
	ErrExpired      = errors.New("the address of the picture has expired")                // image host: 400, 401, 403
	ErrNoKey        = errors.New("there is no usable API key")                            // nothing was sent
	ErrBadAnswer    = errors.New("the answer makes no sense")                             // 2xx that can't be used, refused redirects, answers over the bounds
	ErrRefused      = errors.New("the address is not one that pictures are fetched from") // downloads: scheme or private address; nothing was sent
)

// Error is returned by every failed call of a Client, and by reading a
// Download's Body when the transfer breaks.
type Error struct {
	Op      string       // what was being done, for people: "starting the job"
	Status  int          // HTTP status; 0: no answer
	Message string       // the service's words: one line, bounded, keys removed
	Fields  []FieldError // the fields that a 422 complains about

	// Wordless describes the answer when the service said nothing itself.
	Wordless Wordless

	// RetryAfter is how long the service asks us to wait; 0 when it doesn't
	// say.
	RetryAfter time.Duration

	// Foreign reports that the answer is not in the form of the service's own
	// errors, JSON with a "detail". A proxy, a firewall or a network's sign-in
	// page may have answered instead, and such a refusal is temporary.
	Foreign bool

	// Received reports that the request may have reached the service. A POST
	// with Received may have been charged; one without it has certainly not.
	Received bool

	// Err is the cause. When it is or wraps one of this package's Err values,
	// it decides the kind of the error; otherwise Status does.
	Err error
}

// FieldError is a complaint about one field of a request.
type FieldError struct {
	Loc     []string // path to the field, outermost first: "body", "width"
	Message string   // in the service's words; empty: it gave none
	Type    string   // kind of complaint, in the service's words
}

// Field returns the name of the field that the complaint is about, "" when it
// is about the whole request.
func (f FieldError) Field() string {
	for i, part := range f.Loc {
		if i == 0 && part == "body" {
			continue
		}
		return part
	}
	return ""
}

// Error says what was being done, what came back, and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": the answer was %d", e.Status)
		if text := http.StatusText(e.Status); text != "" {
			fmt.Fprintf(&b, " %s", text)
		}
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return redacted(strings.TrimPrefix(b.String(), ": "))
}

// GoString keeps %#v from printing more than Error does.
func (e *Error) GoString() string { return "&api.Error{" + e.Error() + "}" }

func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the kind of this error.
func (e *Error) Is(target error) bool { return target != nil && target == e.about() }

// about returns the one Err value that is the kind of this error.
func (e *Error) about() error {
	for _, known := range []error{
		ErrUnauthorized, ErrNoTokens, ErrNotFound, ErrInvalid, ErrRateLimited, ErrServer,
		ErrNoAnswer, ErrExpired, ErrNoKey, ErrBadAnswer, ErrRefused,
	} {
		if errors.Is(e.Err, known) {
			return known
		}
	}
	switch {
	case e.Status == 0:
		return ErrNoAnswer
	case e.Status == http.StatusPaymentRequired,
		e.Status == http.StatusForbidden && aboutTokens(e.Message):
		return ErrNoTokens
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden:
		return ErrUnauthorized
	case e.Status == http.StatusNotFound, e.Status == http.StatusGone:
		return ErrNotFound
	case e.Status == http.StatusBadRequest, e.Status == http.StatusUnprocessableEntity:
		return ErrInvalid
	case e.Status == http.StatusTooManyRequests:
		return ErrRateLimited
	case e.Status >= 500:
		return ErrServer
	case e.Status < 400:
		return ErrBadAnswer
	}
	return nil
}

// tokenWords tell a 403 about an empty account from one about the key. "token"
// alone doesn't decide: "invalid token" is about the key.
var tokenWords = regexp.MustCompile(`(?i)\btokens\b|\bcredits?\b|\bbalance\b|\bquota\b|\bpayment\b|\binsufficient (?:token|fund)|\bout of token|\bnot enough\b|\btop up\b`)

func aboutTokens(message string) bool { return tokenWords.MatchString(message) }

// ModelGone reports whether the service refused a request because it no longer
// has the model, judging by its words.
func (e *Error) ModelGone() bool {
	if e.Foreign || !errors.Is(e, ErrInvalid) && !errors.Is(e, ErrNotFound) {
		return false
	}
	for _, f := range e.Fields {
		named := f.Field() == "checkpoint_id" || f.Field() == "base_model"
		if SaysModelGone(f.Message) || named && absentWords.MatchString(f.Message) {
			return true
		}
	}
	return SaysModelGone(e.Message)
}

// These words are a guess: no answer about a deleted model has been published.
var (
	absentWords = regexp.MustCompile(`(?i)\bnot? (?:be )?(?:found|known|available|exist)|\bno (?:such|longer)\b|\b(?:doesn.?t|does not) exist\b|\b(?:unknown|expired|deleted|removed|gone|missing)\b`)
	modelWords  = regexp.MustCompile(`(?i)\b(?:checkpoint|model)(?:s|_id)?\b`)
)

// SaysModelGone reports whether the service's words, in a refusal or as a job's
// reason for failing, say that the model doesn't exist.
func SaysModelGone(words string) bool {
	return modelWords.MatchString(words) && absentWords.MatchString(words)
}

// ByService reports whether err is an answer of the service itself, in the form
// of its own errors.
func ByService(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status != 0 && !e.Foreign
}

// EveryCall reports whether any other call would fail in the same way.
func EveryCall(err error) bool {
	return errors.Is(err, ErrNoKey) || errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrRateLimited) || errors.Is(err, ErrNoAnswer)
}

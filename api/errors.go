package api

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// What an *Error is about, for errors.Is. Sources: the project's reference of
// the API (401/403 bad key, 402 or 403 out of tokens, 404, 422, 429, 5xx).
var (
	ErrUnauthorized = errors.New("the service did not accept the API key")                // 401, and 403 that says nothing of tokens
	ErrNoTokens     = errors.New("the account has no tokens left for this")               // 402, and 403 that speaks of tokens or credits
	ErrNotFound     = errors.New("not found")                                             // 404, 410
	ErrInvalid      = errors.New("the request is not valid")                              // 400, 422; also a request that could not be formed and was not sent
	ErrRateLimited  = errors.New("too many requests")                                     // 429
	ErrServer       = errors.New("trouble on the service's side")                         // 5xx
	ErrNoAnswer     = errors.New("no answer")                                             // transport: no connection, deadline, cut off
	ErrExpired      = errors.New("the address of the picture has expired")                // image host: 400, 401, 403
	ErrNoKey        = errors.New("there is no usable API key")                            // nothing was sent
	ErrBadAnswer    = errors.New("the answer makes no sense")                             // 2xx with nonsense, refused redirects, answers over the bounds
	ErrRefused      = errors.New("the address is not one that pictures are fetched from") // Download: scheme, private address; nothing was sent
)

// Error is what every failed call of a Client returns, and what reading a
// Download's Body returns when the transfer breaks.
type Error struct {
	Op      string       // what was being done, for people: "starting the job"
	Status  int          // HTTP status; 0: no answer
	Message string       // the service's words: plain, bounded, one line, without anything that looks like a key
	Fields  []FieldError // the fields a 422 complains about

	// Wordless is what the answer was where Message is not the service's.
	Wordless Wordless

	// RetryAfter is how long the service asks to wait, 0 when it doesn't say.
	RetryAfter time.Duration

	// Foreign reports that the answer has not the form of the service's own
	// errors, JSON with a "detail": a proxy, a firewall or the sign-in page of
	// a network may have answered in its stead, and what they say passes.
	Foreign bool

	// Received reports that the request may have reached the service: a POST
	// with Received may have been charged, one without certainly was not.
	Received bool

	// Err is the cause. When it is (or wraps) one of this package's Err
	// values, that is what the error is about; otherwise Status decides.
	Err error
}

// FieldError is one complaint about one field of a request.
type FieldError struct {
	Loc     []string // where, outermost first: "body", "width"
	Message string
	Type    string // the service's word for the kind of complaint
}

// Field returns the name of the request's field the complaint is about, ""
// when it is about the whole request.
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

// GoString keeps %#v to what Error says.
func (e *Error) GoString() string { return "&api.Error{" + e.Error() + "}" }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether the error is about target, one of the Err values.
func (e *Error) Is(target error) bool { return target != nil && target == e.about() }

// about returns the one Err value that the error is about.
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
// alone would not: "invalid token" is about the key.
var tokenWords = regexp.MustCompile(`(?i)\btokens\b|\bcredits?\b|\bbalance\b|\bquota\b|\bpayment\b|\binsufficient (?:token|fund)|\bout of token|\bnot enough\b|\btop up\b`)

func aboutTokens(message string) bool { return tokenWords.MatchString(message) }

// ModelGone reports whether the service refused a request because it does not
// have the model, as far as its words let us tell.
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

// A guess: no answer about a deleted model was ever published.
var (
	absentWords = regexp.MustCompile(`(?i)\bnot? (?:be )?(?:found|known|available|exist)|\bno (?:such|longer)\b|\b(?:doesn.?t|does not) exist\b|\b(?:unknown|expired|deleted|removed|gone|missing)\b`)
	modelWords  = regexp.MustCompile(`(?i)\b(?:checkpoint|model)(?:s|_id)?\b`)
)

// SaysModelGone reports whether the service's words, of a refusal or of why a
// job failed, say that there is no such model.
func SaysModelGone(words string) bool {
	return modelWords.MatchString(words) && absentWords.MatchString(words)
}

// ByService reports whether an error is an answer of the service itself, in the
// form of its own errors.
func ByService(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status != 0 && !e.Foreign
}

// EveryCall reports whether any call would meet an error, whatever it asks for.
func EveryCall(err error) bool {
	return errors.Is(err, ErrNoKey) || errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrRateLimited) || errors.Is(err, ErrNoAnswer)
}

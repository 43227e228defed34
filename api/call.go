package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/jonboulle/clockwork"
)

// cause is why a call failed: words without the key and without signed
// addresses, and an error for errors.Is.
type cause struct {
	kind    error // what the Error is about
	words   string
	trouble Trouble
	err     error // nil, or what net and net/http returned
}

func (c *cause) Error() string { return c.words }

func (c *cause) Unwrap() []error {
	if c.err == nil {
		return []error{c.kind}
	}
	return []error{c.kind, c.err}
}

// noAnswer turns an error of the transport into a cause. It drops an error
// whose text repeats the key, as that of a foreign transport might.
func noAnswer(ctx context.Context, err error, key string) *cause {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the text of a *url.Error repeats the address
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	var slow *tooSlowError
	if errors.As(context.Cause(ctx), &slow) {
		err = slow // it says more, and the caller didn't cancel
	}
	c := &cause{kind: ErrNoAnswer, err: err}
	text := redactKey(err.Error(), key)
	if text != err.Error() {
		c.err = nil
	}
	detail := shown(text, maxFieldText)
	var redirect *redirectError
	var private *InsecureURLError
	var inside *PrivateHostError
	var lookup *net.DNSError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &redirect):
		c.kind, c.words = ErrBadAnswer, detail
	case errors.As(err, &private):
		c.kind, c.words = ErrRefused, private.Error()
	case errors.As(err, &inside):
		c.kind, c.words = ErrRefused, inside.Error()
	case slow != nil:
		c.words, c.trouble = detail, Trouble{Lack: slow.lack, After: slow.after}
	case errors.Is(err, context.Canceled):
		c.words, c.trouble.Lack = "it was stopped", LackStopped
	case errors.Is(err, context.DeadlineExceeded):
		c.words, c.trouble.Lack = "no answer came in time", LackLate
	case ofProxy(err):
		c.words, c.trouble = "the proxy doesn't take the connection ("+detail+")", Trouble{Lack: LackProxy, Detail: detail}
	case errors.As(err, &lookup):
		name := PlainText(lookup.Name, maxFieldText)
		c.words, c.trouble = "the name "+name+" could not be looked up; is this computer online?", Trouble{Lack: LackName, Name: name}
	case errors.As(err, &certificate), errors.As(err, &authority):
		c.words, c.trouble = "the host could not prove that it is the right one ("+detail+")", Trouble{Lack: LackCertificate, Detail: detail}
	case errors.As(err, &plain):
		c.words, c.trouble.Lack = "the host does not speak https", LackHTTPS
	case errors.Is(err, syscall.ECONNREFUSED):
		c.words, c.trouble = "the connection was refused ("+detail+")", Trouble{Lack: LackRefused, Detail: detail}
	case connectionFailed(err):
		c.words, c.trouble = "the connection broke off ("+detail+")", Trouble{Lack: LackBroken, Detail: detail}
	default:
		c.words, c.trouble.Detail = detail, detail
	}
	return c
}

// tooSlowError is the cause of a context that one of this package's deadlines
// ended.
type tooSlowError struct {
	lack  Lack
	after time.Duration
}

func (e *tooSlowError) Error() string {
	switch e.lack {
	case LackSilent:
		return fmt.Sprintf("the host sent nothing for %v", e.after)
	case LackSlow:
		if e.after == 0 {
			return "it did not end in time"
		}
		return fmt.Sprintf("it took longer than %v", e.after)
	}
	return fmt.Sprintf("no answer came within %v", e.after)
}

// Is makes it a context.DeadlineExceeded.
func (e *tooSlowError) Is(target error) bool { return target == context.DeadlineExceeded }

// call describes one call to the service.
type call struct {
	op       string // for error messages: "starting the job"
	method   string
	path     []string // escaped
	query    url.Values
	at       *url.URL // replaces path and query, at the same service; nil: none
	body     []byte
	deadline time.Duration
}

// incoming is a 2xx answer whose body is not read yet. The timer cancels ctx
// when it fires; a reader that needs longer than the call's deadline resets it.
type incoming struct {
	ctx    context.Context
	resp   *http.Response
	key    string
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

// answerOf makes the call and returns the body of its 2xx answer. Any other
// outcome is an *Error.
func (c *Client) answerOf(ctx context.Context, call call) (body []byte, err error) {
	post := call.method == http.MethodPost
	err = c.answer(ctx, call, func(a *incoming) error {
		read, err := readBounded(a.resp, MaxAnswerBytes)
		switch {
		case errors.Is(err, errTooLong):
			return badAnswer(call.op, a.resp.StatusCode, post, err.Error())
		case err != nil:
			return &Error{Op: call.op, Status: a.resp.StatusCode, Received: post, Err: noAnswer(a.ctx, err, a.key)}
		}
		body = withoutKey(read, a.key)
		return nil
	})
	return body, err
}

// answer makes the call and passes its 2xx answer to read. Any other outcome is
// an *Error.
func (c *Client) answer(ctx context.Context, call call, read func(*incoming) error) error {
	key, err := c.usableKey()
	if err != nil {
		return &Error{Op: call.op, Err: err}
	}
	leave, err := c.turns.enter(ctx)
	if err != nil {
		return &Error{Op: call.op, Err: noAnswer(ctx, err, key)}
	}
	defer leave()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timer := time.AfterFunc(call.deadline, func() {
		cancel(&tooSlowError{LackLate, call.deadline})
	})
	defer timer.Stop()

	post := call.method == http.MethodPost
	var progress sending
	resp, err := c.send(progress.watch(ctx), call, key)
	if err != nil {
		return &Error{
			Op:       call.op,
			Received: post && progress.mayHaveArrived(c.traced, err),
			Err:      noAnswer(ctx, err, key),
		}
	}
	defer func() { _ = resp.Body.Close() }() // nothing was written, so an error means nothing
	c.service.note(resp.Header, c.clock.Now())
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		e := refusal(call.op, resp, key, c.clock)
		e.Received = post && mayHaveBeenDone(resp.StatusCode)
		return e
	}
	return read(&incoming{ctx, resp, key, timer, cancel})
}

// send sends the request and returns the answer, whatever its status.
func (c *Client) send(ctx context.Context, call call, key string) (*http.Response, error) {
	u := *c.base
	u.RawPath = u.EscapedPath()
	for _, part := range call.path {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return nil, fmt.Errorf("forming the address: %w", err)
		}
		u.Path += "/" + plain
		u.RawPath += "/" + part
	}
	u.RawQuery = call.query.Encode()
	if call.at != nil {
		u = *call.at
	}
	var body io.Reader
	if call.body != nil {
		body = bytes.NewReader(call.body)
	}
	req, err := http.NewRequestWithContext(ctx, call.method, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("forming the request: %w", err)
	}
	// Without GetBody, net/http cannot send the body a second time.
	req.GetBody = nil
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.agent)
	if call.method != http.MethodGet {
		req.Header.Set("Content-Type", "application/json")
		return c.once.Do(req)
	}
	repeatable, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, fmt.Errorf("forming the request: %w", err)
	}
	return c.get.Do(repeatable)
}

// refusal turns an answer that is not a 2xx into an error.
func refusal(op string, resp *http.Response, key string, clock clockwork.Clock) *Error {
	e := &Error{Op: op, Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header, clock)}
	if to, err := resp.Location(); err == nil && resp.StatusCode < 400 {
		e.Message = "the service redirects to " + bareURL(to) + ", which is not followed"
		e.Err, e.Wordless = ErrBadAnswer, Wordless{Form: FormRedirect, Title: bareURL(to)}
		return e
	}
	// Part of an explanation is better than none.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, MaxErrorBytes))
	e.Message, e.Fields, e.Wordless = explain([]byte(redactKey(string(body), key)))
	e.Foreign = !inOwnForm(body)
	return e
}

// mayHaveBeenDone reports whether the service may have carried out a request
// that it answered with this status. After 4xx it has not. 301, 302, 307 and
// 308 ask for the request to be made elsewhere, so it has not either. 303
// points at the result, so it has. After 5xx nobody knows. Source: RFC 9110,
// section 15.
func mayHaveBeenDone(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return false
	}
	return status < 400 || status >= 500
}

var errTooLong = errors.New("the answer is longer than any honest one")

// readBounded reads a body of at most limit bytes.
func readBounded(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, errTooLong
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, errTooLong
	}
	return body, nil
}

// badAnswer is the error for a 2xx answer that can't be used.
func badAnswer(op string, status int, received bool, words string) *Error {
	return &Error{
		Op: op, Status: status, Received: received,
		Err: &cause{kind: ErrBadAnswer, words: shown(words, maxMessage)},
	}
}

package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// UsualImageHost is the host of the pictures in the service's documentation.
const UsualImageHost = "https://storage.googleapis.com"

// HostAddress returns scheme and host of a picture's address, in the form that
// TryHost takes; "" when it has none.
func HostAddress(rawURL string) string {
	if len(rawURL) > maxURLBytes {
		return ""
	}
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.Scheme + "://" + hostName(u.Host)
}

// TryHost finds out whether an image host can be reached, under the rules of
// Download. It requests no picture, costs nothing, and sends neither the key
// nor a signature. Any answer means that the host was reached. The errors are
// those of Download: a *PrivateHostError when the host is not on the public
// internet, ErrNoAnswer when nothing answers.
func (h *ImageHost) TryHost(ctx context.Context, address string) error {
	const op = "trying the image host"
	u, err := h.rules.read(HostAddress(address))
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	ctx, stop := context.WithTimeoutCause(ctx, tryTimeout, &tooSlowError{LackSilent, tryTimeout})
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, u.Scheme+"://"+u.Host+"/", nil)
	if err != nil {
		return &Error{Op: op, Err: noAnswer(ctx, err, "")}
	}
	req.Header.Set("User-Agent", h.agent)
	client := &http.Client{Transport: h.client.Transport, CheckRedirect: neverFollow}
	resp, err := client.Do(req)
	if err != nil {
		return &Error{Op: op, Err: noAnswer(ctx, err, "")}
	}
	if err := resp.Body.Close(); err != nil && !errors.Is(err, context.Canceled) {
		return &Error{Op: op, Err: noAnswer(ctx, err, "")}
	}
	return nil
}

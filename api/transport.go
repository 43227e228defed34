package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// routes are the ways requests take: each kind has its own, so that what holds
// for one (the key, repeating, private addresses) cannot leak into another.
type routes struct {
	get, post, images http.RoundTripper
	traced            bool
}

// newRoutes builds them around the given transport, or its own when that is
// nil.
func newRoutes(given http.RoundTripper, plainHTTP bool, rules imageRules) routes {
	if given != nil {
		t, ok := given.(*http.Transport)
		if !ok {
			return routes{get: given, post: given, images: given}
		}
		return routes{get: t, post: onceOnly(t), images: t, traced: true}
	}
	service := ownTransport(http.ProxyFromEnvironment, nil)
	if plainHTTP {
		// "localhost" is a name; make sure that it leads to this computer.
		service = ownTransport(nil, onlyLoopback)
	}
	images := http.RoundTripper(ownTransport(http.ProxyFromEnvironment, nil))
	if !rules.local {
		images = &imageRoute{
			direct:  guardedTransport(rules),
			proxied: ownTransport(http.ProxyFromEnvironment, nil),
		}
	}
	return routes{get: service, post: onceOnly(service), images: images, traced: true}
}

func ownTransport(proxy proxyFunc, control controlFunc) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Control: control}
	return &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    tlsTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxIdleConnsPerHost:    8, // six downloads at once and some air
		MaxResponseHeaderBytes: maxHeaderBytes,
		ForceAttemptHTTP2:      true,
		// A network that went away leaves HTTP/2 connections that look alive.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second},
	}
}

type (
	proxyFunc   = func(*http.Request) (*url.URL, error)
	controlFunc = func(network, address string, conn syscall.RawConn) error
)

// onceOnly returns a copy of t for requests that must not be sent twice. A
// kept connection may turn out to be dead, and net/http and HTTP/2 then repeat
// some requests by themselves; a new HTTP/1.1 connection for each leaves them
// no occasion.
func onceOnly(t *http.Transport) *http.Transport {
	t = t.Clone()
	t.DisableKeepAlives = true
	t.ForceAttemptHTTP2 = false
	t.HTTP2 = nil
	t.TLSNextProto = nil
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	if t.TLSClientConfig != nil {
		// What the copied transport offers may include HTTP/2 already.
		t.TLSClientConfig = t.TLSClientConfig.Clone()
		t.TLSClientConfig.NextProtos = []string{"http/1.1"}
	}
	return t
}

// imageRoute sends requests for pictures through the proxy where there is one,
// which then decides what can be reached, and otherwise to public addresses
// only.
type imageRoute struct{ direct, proxied *http.Transport }

func (r *imageRoute) RoundTrip(req *http.Request) (*http.Response, error) {
	proxy, err := http.ProxyFromEnvironment(req)
	if err != nil {
		return nil, fmt.Errorf("finding the proxy: %w", err)
	}
	if proxy != nil {
		return r.proxied.RoundTrip(req)
	}
	return r.direct.RoundTrip(req)
}

// CloseIdleConnections is found by http.Client's method of that name.
func (r *imageRoute) CloseIdleConnections() {
	r.direct.CloseIdleConnections()
	r.proxied.CloseIdleConnections()
}

// onlyLoopback looks at the address that a name was resolved to, right before
// it is connected to: a name can lead anywhere, and elsewhere the second time
// it is asked.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	if to, err := netip.ParseAddrPort(address); err != nil || !to.Addr().Unmap().IsLoopback() {
		return &InsecureURLError{Fault: AddressElsewhere}
	}
	return nil
}

// repeatingClient is for GET: when the connection fails it tries twice more.
// What the service answers is never a reason to repeat: backing off is decided
// by who knows about all calls.
func (c *Client) repeatingClient(transport http.RoundTripper) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: transport, CheckRedirect: stayWithService},
		RetryMax:     2,
		RetryWaitMin: c.deadlines.retryWait,
		RetryWaitMax: time.Second,
		Backoff:      retryablehttp.DefaultBackoff,
		CheckRetry: func(ctx context.Context, _ *http.Response, err error) (bool, error) {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			return connectionFailed(err), nil
		},
		PrepareRetry: func(req *http.Request) error { return c.pace(req.Context()) },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// connectionFailed reports errors that the next connection may not have:
// refused, reset, cut off. Names that are not found and certificates that are
// not valid stay that way.
func connectionFailed(err error) bool {
	var lookup *net.DNSError
	if err == nil || errors.As(err, &lookup) || errors.Is(err, ErrRefused) {
		return false
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	var op *net.OpError
	return errors.As(err, &op) && !op.Timeout() && (op.Op == "dial" || op.Op == "read" || op.Op == "write")
}

// redirectError says why a redirect was not followed.
type redirectError struct{ words string }

func (e *redirectError) Error() string { return e.words }

// stayWithService lets GET requests follow redirects that stay with the
// service: the key goes nowhere else.
func stayWithService(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	switch {
	case len(via) > MaxRedirects:
		return &redirectError{fmt.Sprintf("the service redirects more than %d times", MaxRedirects)}
	case !sameOrigin(via[0].URL, req.URL):
		return &redirectError{"the service redirects to " + bareURL(req.URL) + ", which the API key must not be sent to"}
	}
	return nil
}

func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// followImage lets a picture's host redirect within the rules for pictures.
func (c *Client) followImage(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer") // the signed address is not the next host's business
	if len(via) > MaxRedirects {
		return &redirectError{fmt.Sprintf("the image host redirects more than %d times", MaxRedirects)}
	}
	return c.rules.check(req.URL)
}

// sending watches how far a request gets.
type sending struct{ begun atomic.Bool }

// watch returns a context that makes the transport report to s.
func (s *sending) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { s.begun.Store(true) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				s.begun.Store(true)
			}
		},
	})
}

// mayHaveArrived reports whether any of the request may have reached the other
// side although err came back. Looking a name up, connecting and agreeing on
// encryption come before the first byte; after it nobody here can know. A
// transport that reports nothing is believed only when it could not connect.
func (s *sending) mayHaveArrived(traced bool, err error) bool {
	if s.begun.Load() || traced {
		return s.begun.Load()
	}
	var lookup *net.DNSError
	var op *net.OpError
	return !errors.As(err, &lookup) && !(errors.As(err, &op) && op.Op == "dial")
}

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

// routes are the three ways that requests take. They are separate so that the
// rules of one (the key, repetition, private addresses) cannot apply to
// another.
type routes struct {
	get, post, images http.RoundTripper
	traced            bool
}

// newRoutes builds the routes on the given transport, or on the client's own
// when that is nil.
func newRoutes(given http.RoundTripper, plainHTTP bool, rules imageRules, proxy ProxyFunc) routes {
	if given != nil {
		t, ok := given.(*http.Transport)
		if !ok {
			return routes{get: given, post: given, images: given}
		}
		return routes{get: t, post: onceOnly(t), images: t, traced: true}
	}
	proxy = neverForLoopback(proxy)
	service := ownTransport(proxy, nil)
	if plainHTTP {
		// "localhost" is a name; make sure that it resolves to this computer.
		service = ownTransport(nil, onlyLoopback)
	}
	images := http.RoundTripper(ownTransport(proxy, nil))
	if !rules.local {
		images = &imageRoute{
			direct:  guardedTransport(rules),
			proxied: ownTransport(proxy, nil),
			proxy:   proxy,
		}
	}
	return routes{get: service, post: onceOnly(service), images: images, traced: true}
}

// neverForLoopback returns a choice of proxy that sends nothing for this computer to a proxy. nil
// is the environment's choice.
func neverForLoopback(proxy ProxyFunc) ProxyFunc {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	return func(req *http.Request) (*url.URL, error) {
		if isLoopbackName(req.URL.Hostname()) {
			return nil, nil
		}
		return proxy(req)
	}
}

func ownTransport(proxy ProxyFunc, control controlFunc) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Control: control}
	return &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    tlsTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxIdleConnsPerHost:    8, // six downloads at once, and some reserve
		MaxResponseHeaderBytes: maxHeaderBytes,
		ForceAttemptHTTP2:      true,
		// After a network disappears, HTTP/2 connections still look alive.
		// Pings find out.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second},
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			if answer.StatusCode != http.StatusOK {
				return &proxyRefusal{answer.StatusCode}
			}
			return nil
		},
	}
}

// proxyRefusal is a proxy's answer that makes no connection.
type proxyRefusal struct{ status int }

func (e *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy answered %d %s", e.status, http.StatusText(e.status))
}

// ofProxy reports whether an error is the proxy's and not the host's.
func ofProxy(err error) bool {
	if _, refused := errors.AsType[*proxyRefusal](err); refused {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "proxyconnect" || op.Op == "socks connect") // net/http has no constants
}

type (
	// ProxyFunc returns the proxy for a request; nil: none.
	ProxyFunc   = func(*http.Request) (*url.URL, error)
	controlFunc = func(network, address string, conn syscall.RawConn) error
)

// onceOnly returns a copy of t for requests that must not be sent twice.
// net/http and HTTP/2 repeat some requests when a kept connection turns out to
// be dead. With a new HTTP/1.1 connection for each request they never do.
func onceOnly(t *http.Transport) *http.Transport {
	t = t.Clone()
	t.DisableKeepAlives = true
	t.ForceAttemptHTTP2 = false
	t.HTTP2 = nil
	t.TLSNextProto = nil
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	if t.TLSClientConfig != nil {
		// The copied transport may already offer HTTP/2.
		t.TLSClientConfig = t.TLSClientConfig.Clone()
		t.TLSClientConfig.NextProtos = []string{"http/1.1"}
	}
	return t
}

// imageRoute sends requests for pictures to public addresses only. When there
// is a proxy it uses that, and the proxy decides what can be reached.
type imageRoute struct {
	direct, proxied *http.Transport
	proxy           ProxyFunc
}

func (r *imageRoute) RoundTrip(req *http.Request) (*http.Response, error) {
	proxy, err := r.proxy(req)
	if err != nil {
		return nil, fmt.Errorf("finding the proxy: %w", err)
	}
	if proxy != nil {
		return r.proxied.RoundTrip(req)
	}
	return r.direct.RoundTrip(req)
}

// CloseIdleConnections is called by http.Client's method of the same name.
func (r *imageRoute) CloseIdleConnections() {
	r.direct.CloseIdleConnections()
	r.proxied.CloseIdleConnections()
}

// onlyLoopback checks the address that a name was resolved to, right before
// connecting. A check before that is not enough: a name can resolve to another
// address the next time.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	if to, err := netip.ParseAddrPort(address); err != nil || !to.Addr().Unmap().IsLoopback() {
		return &InsecureURLError{Fault: AddressElsewhere}
	}
	return nil
}

// repeatingClient is for GET. It tries twice more when the connection fails. An
// answer of the service is never repeated here: whoever knows all calls decides
// about backing off.
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
		PrepareRetry: func(req *http.Request) error { return c.turns.pace(req.Context()) },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// connectionFailed reports errors that a new connection may not have: refused,
// reset, cut off. Unknown names and invalid certificates stay as they are.
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

// stayWithService lets GET requests follow redirects within the service only,
// because they carry the key.
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

// sending records how far a request got.
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

// mayHaveArrived reports whether any part of a request may have reached the
// other side although it failed with err. Resolving, connecting and the TLS
// handshake come before the first byte; after that nobody can know. A transport
// that reports nothing is believed only when it could not connect.
func (s *sending) mayHaveArrived(traced bool, err error) bool {
	if s.begun.Load() || traced {
		return s.begun.Load()
	}
	var lookup *net.DNSError
	var op *net.OpError
	return !errors.As(err, &lookup) && !(errors.As(err, &op) && op.Op == "dial")
}

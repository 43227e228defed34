package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// DefaultBaseURL is where the service is. Source: seen in several public
// programs that call it.
const DefaultBaseURL = "https://api.dreamlook.ai"

// defaultUserAgent says who calls when Options don't.
const defaultUserAgent = "Lookbook"

// Options of a Client.
type Options struct {
	// BaseURL is the address of the service, "" for DefaultBaseURL: https, or
	// plain http to this computer. A path in it is kept as a prefix.
	BaseURL string

	// Key is asked for the API key before every call, on the calling
	// goroutine. When it is nil or returns "", calls fail with ErrNoKey before
	// anything is sent. It must be safe for concurrent use.
	Key func() string

	// AllowHost reports whether a person allowed pictures to come from a host
	// (a name or an address, in lower case, without a port) that does not lead
	// to the public internet. It is asked on any goroutine, before every
	// connection; nil allows none. Close lets go of those that were allowed.
	AllowHost func(host string) bool

	// Clock paces the calls and dates Retry-After; nil is the real one. With a
	// fake clock the sixth call in a row waits until the clock is advanced.
	// Network deadlines always run in real time.
	Clock clockwork.Clock

	// Transport carries all requests, for tests and special proxies; nil is
	// the client's own, which honours the environment's proxy settings. An
	// *http.Transport is copied for POST, and made to use a new connection for
	// each; any other must itself never send a POST twice.
	Transport http.RoundTripper

	// UserAgent is sent with every request.
	UserAgent string
}

// Client talks to the service and to its image host. It is safe for
// concurrent use. Every method blocks until its answer is there, so none may
// be called on the UI goroutine; every error is an *Error.
type Client struct {
	base  *url.URL
	rules imageRules
	key   func() string
	clock clockwork.Clock
	agent string

	service serviceClock
	spelt   spellings // how it writes its paths
	paged   pagings   // how it parts its lists

	slots   chan struct{} // holds one value for each call under way
	limiter *rate.Limiter

	get    *retryablehttp.Client // GET on the service
	once   *http.Client          // POST on the service: never repeated, never redirected
	images *http.Client          // the image host: never carries the key
	traced bool                  // the transport tells httptrace what it writes

	deadlines deadlines
}

// deadlines are fields so that tests need not wait for the real ones.
type deadlines struct {
	submit, job, list, idle, download time.Duration
	retryWait                         time.Duration // before a GET is repeated the first time
}

// New returns a client. An address that the key must not be sent to is refused
// with an *InsecureURLError.
func New(o Options) (*Client, error) {
	if o.BaseURL == "" {
		o.BaseURL = DefaultBaseURL
	}
	base, err := checkBase(o.BaseURL)
	if err != nil {
		return nil, err
	}
	if o.Clock == nil {
		o.Clock = clockwork.NewRealClock()
	}
	if o.Key == nil {
		o.Key = func() string { return "" }
	}
	c := &Client{
		base:    base,
		rules:   imageRules{local: isLoopbackName(base.Hostname()), allowed: o.AllowHost},
		key:     o.Key,
		clock:   o.Clock,
		agent:   headerText(o.UserAgent, defaultUserAgent),
		slots:   make(chan struct{}, MaxCallsAtOnce),
		limiter: rate.NewLimiter(MaxCallsPerSecond, MaxCallsPerSecond),
		deadlines: deadlines{
			submit: SubmitDeadline, job: JobDeadline, list: ListDeadline,
			idle: DownloadIdle, download: DownloadDeadline,
			retryWait: 200 * time.Millisecond,
		},
	}
	routes := newRoutes(o.Transport, base.Scheme == "http", c.rules)
	c.traced = routes.traced
	c.get = c.repeatingClient(routes.get)
	c.once = &http.Client{Transport: routes.post, CheckRedirect: neverFollow}
	c.images = &http.Client{Transport: routes.images, CheckRedirect: c.followImage}
	return c, nil
}

// Close closes the connections that are kept for the next call. The client
// stays usable.
func (c *Client) Close() {
	c.get.HTTPClient.CloseIdleConnections()
	c.once.CloseIdleConnections()
	c.images.CloseIdleConnections()
}

// String tells which service the client talks to, and nothing else.
func (c *Client) String() string { return "api.Client(" + bareURL(c.base) + ")" }

// GoString keeps %#v to what String says.
func (c *Client) GoString() string { return c.String() }

// Format keeps every other verb to what String says.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.String()) }

// enter waits until the limits allow another call. The caller calls leave when
// the call is over.
func (c *Client) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leave = func() { <-c.slots }
	if err := c.pace(ctx); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// pace waits until the average allows another request.
func (c *Client) pace(ctx context.Context) error {
	now := c.clock.Now()
	turn := c.limiter.ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := c.clock.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.Chan():
		return nil
	case <-ctx.Done():
		turn.CancelAt(c.clock.Now())
		return ctx.Err()
	}
}

// usableKey returns the key, or an error that wraps ErrNoKey when there is
// none that could stand in a header.
func (c *Client) usableKey() (string, error) {
	key := c.key()
	if strings.TrimSpace(key) == "" {
		return "", ErrNoKey
	}
	key, err := CleanKey(key)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	return key, nil
}

// headerText returns s without what cannot stand in a header, or otherwise
// when nothing is left.
func headerText(s, otherwise string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s))
	if s == "" {
		return otherwise
	}
	return s
}

package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/jonboulle/clockwork"
)

// DefaultBaseURL is the service's address. Source: several public programs that
// call it use this one.
const DefaultBaseURL = "https://api.dreamlook.ai"

// defaultUserAgent is used when Options.UserAgent is empty.
const defaultUserAgent = "Lookbook"

// Options of a Client.
type Options struct {
	// BaseURL is the address of the service: https, or plain http to this
	// computer. A path in it is kept as a prefix. "" means DefaultBaseURL.
	BaseURL string

	// Key returns the API key. It is called before every call, on the caller's
	// goroutine, and must be safe for concurrent use. When it is nil or returns
	// "", calls fail with ErrNoKey and send nothing.
	Key func() string

	// AllowHost reports whether a person allowed pictures from a host that is
	// not on the public internet. The host is a name or an address, in lower
	// case, without a port. It is called before every connection, on any
	// goroutine; nil allows none. Close drops the connections that it allowed
	// earlier.
	AllowHost func(host string) bool

	// Proxy chooses the proxy of each request, on any goroutine; nil: the environment does. It is not
	// asked about this computer. After another choice, Close drops kept connections.
	Proxy ProxyFunc

	// Clock limits the rate of calls and is the reference for Retry-After; nil
	// is the real clock. With a fake clock the sixth call in a row waits until
	// the clock is advanced. Network deadlines always run in real time.
	Clock clockwork.Clock

	// Transport carries all requests, for tests and special proxies. nil is the
	// client's own, which uses Proxy. For
	// POSTs an *http.Transport is copied and made to use a new connection each
	// time; any other transport must itself never send a POST twice.
	Transport http.RoundTripper

	// UserAgent is sent with every request; "" means "Lookbook".
	UserAgent string
}

// Client calls the service, and by Images the hosts of its files. It is safe for
// concurrent use. Calls block until the answer is there, so none may be made on
// the UI goroutine. Every error of a call is an *Error.
type Client struct {
	// Images fetches files from other hosts.
	Images *ImageHost

	base  *url.URL
	key   func() string
	clock clockwork.Clock
	agent string
	turns turns

	service serviceClock
	spelt   spellings // dash or underscore in paths
	paged   pagings   // how lists are split into pages

	get    *retryablehttp.Client // GET on the service
	once   *http.Client          // POST on the service: never repeated, never redirected
	traced bool                  // the transport reports to httptrace what it writes

	deadlines deadlines
}

// deadlines are fields so that tests can shorten them.
type deadlines struct {
	submit, job, list, describe, idle, download time.Duration
	retryWait                                   time.Duration // before the first repetition of a GET
}

// New returns a client. The error is an *InsecureURLError when BaseURL is an
// address that the key must not be sent to.
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
		base:  base,
		key:   o.Key,
		clock: o.Clock,
		agent: headerText(o.UserAgent, defaultUserAgent),
		turns: newTurns(o.Clock),
		deadlines: deadlines{
			submit: SubmitDeadline, job: JobDeadline, list: ListDeadline, describe: describeDeadline,
			idle: DownloadIdle, download: DownloadDeadline,
			retryWait: 200 * time.Millisecond,
		},
	}
	rules := imageRules{local: isLoopbackName(base.Hostname()), allowed: o.AllowHost}
	routes := newRoutes(o.Transport, base.Scheme == "http", rules, o.Proxy)
	c.traced = routes.traced
	c.get = c.repeatingClient(routes.get)
	c.once = &http.Client{Transport: routes.post, CheckRedirect: neverFollow}
	c.Images = newImageHost(rules, routes.images, c.agent, o.Clock)
	return c, nil
}

// Close closes idle connections. The client stays usable.
func (c *Client) Close() {
	c.get.HTTPClient.CloseIdleConnections()
	c.once.CloseIdleConnections()
	c.Images.client.CloseIdleConnections()
}

// String names the service that the client calls, and nothing else.
func (c *Client) String() string { return "api.Client(" + bareURL(c.base) + ")" }

// GoString keeps %#v from printing the fields.
func (c *Client) GoString() string { return c.String() }

// Format keeps every other verb from printing the fields.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.String()) }

// Local reports whether the service is on this computer.
func (c *Client) Local() bool { return isLoopbackName(c.base.Hostname()) }

// usableKey returns the key. The error wraps ErrNoKey when there is none, or
// none that can be sent in a header.
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

// headerText returns s without the characters that a header can't hold, or
// otherwise when nothing remains.
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

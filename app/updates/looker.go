package updates

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

const (
	// once is how often a release is looked for.
	once = 24 * time.Hour
	// again is how often it is checked whether a day has passed, because a computer sleeps.
	again = 10 * time.Minute

	mostTime      = 30 * time.Second
	mostAnswer    = 1 << 20
	mostRedirects = 3
)

// Fault says what is wrong with an answer.
type Fault string

// The faults.
const (
	FaultStatus    Fault = "status"     // it is not 200
	FaultLong      Fault = "long"       // it is longer than a release's page
	FaultNonsense  Fault = "nonsense"   // it is not JSON of a known form
	FaultNoVersion Fault = "no.version" // it names no version
)

// AnswerError says why an answer could not be used.
type AnswerError struct {
	Fault  Fault
	Status int // of HTTP, for FaultStatus
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("the answer about releases can't be used: %s %d", e.Fault, e.Status)
}

// Params connects a Looker. Functions are called on the goroutine of Run or Look.
type Params struct {
	Version string // of this program
	// Address returns the address to ask; "": there is none. On reports whether to ask it daily.
	Address func() string
	On      func() bool
	// Asked returns when it was asked last, and Ask keeps that it is asked now.
	Asked func() time.Time
	Ask   func(now time.Time)
	// Found is called by Run for a newer release.
	Found func(Release)
	Log   *slog.Logger
	Clock clockwork.Clock
	// Proxy chooses the proxy, other than for this computer; nil: the environment does.
	Proxy func(*http.Request) (*url.URL, error)
	// Transport carries the request; nil: one of its own.
	Transport http.RoundTripper
}

// Looker looks for a newer release. It is safe for concurrent use.
type Looker struct {
	p      Params
	asking sync.Mutex // one question at a time
}

// New makes a Looker. It asks nothing before Run or Look is called.
func New(p Params) *Looker { return &Looker{p: p} }

// Run asks once a day while that is switched on, until ctx ends. Errors are only logged.
func (l *Looker) Run(ctx context.Context) error {
	ticker := l.p.Clock.NewTicker(again)
	defer ticker.Stop()
	for {
		l.daily(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.Chan():
		}
	}
}

func (l *Looker) daily(ctx context.Context) {
	if !l.p.On() || l.p.Address() == "" {
		return
	}
	since := l.p.Clock.Now().Sub(l.p.Asked())
	if since >= 0 && since < once {
		return
	}
	r, newer, err := l.Look(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		l.p.Log.Info("looking for a newer release", "error", err)
	case err == nil && newer:
		l.p.Found(r)
	}
}

// Look asks now, whether or not that is switched on. It returns the newest release, and whether it is
// newer than this program. Errors: *AddressError, *AnswerError, the network's, the context's.
func (l *Looker) Look(ctx context.Context) (r Release, newer bool, err error) {
	l.asking.Lock()
	defer l.asking.Unlock()
	address, err := CheckAddress(l.p.Address())
	if err != nil {
		return Release{}, false, err
	}
	l.p.Ask(l.p.Clock.Now()) // also if it fails: an address that is down is asked no more often
	raw, err := l.get(ctx, address.String())
	if err != nil {
		return Release{}, false, fmt.Errorf("ask for the newest release: %w", err)
	}
	if r, err = read(raw); err != nil {
		return Release{}, false, err
	}
	return r, Newer(r.Version, l.p.Version), nil
}

// get fetches an answer. Each question has a connection of its own, which is closed afterwards.
func (l *Looker) get(ctx context.Context, address string) (raw []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Lookbook/"+l.p.Version)
	transport := l.p.Transport
	if transport == nil {
		proxy := l.p.Proxy
		switch {
		case here(req.URL.Hostname()):
			proxy = nil
		case proxy == nil:
			proxy = http.ProxyFromEnvironment
		}
		transport = &http.Transport{Proxy: proxy, DisableKeepAlives: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10}
	}
	client := http.Client{Transport: transport, CheckRedirect: stay}
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, &AnswerError{Fault: FaultStatus, Status: answer.StatusCode}
	}
	raw, err = io.ReadAll(io.LimitReader(answer.Body, mostAnswer+1))
	if err == nil && len(raw) > mostAnswer {
		err = &AnswerError{Fault: FaultLong}
	}
	return raw, err
}

// stay follows a few redirects, to addresses that may be asked.
func stay(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	if len(via) > mostRedirects {
		return &AnswerError{Fault: FaultStatus, Status: req.Response.StatusCode}
	}
	_, err := CheckAddress(req.URL.String())
	return err
}

package apitest

import (
	"fmt"
	"net"
	"regexp"
	"time"

	"github.com/jonboulle/clockwork"
)

// Waiting and running time of the job in the service's documentation.
const (
	DefaultQueueTime = 131 * time.Second
	DefaultRunTime   = 52 * time.Second
)

const (
	defaultURLLife      = time.Hour // as in signed URLs seen elsewhere
	defaultPictureCache = 64 << 20  // the pictures of four jobs with 16 of 768×1024
	defaultKeepCalls    = 100_000   // an hour of the busiest test; a call takes about a kilobyte
)

// Options describe the simulated service. The zero value accepts any
// well-formed key, never runs out of tokens, and needs as long for a job as the
// documentation's sample.
type Options struct {
	Dialect

	Clock clockwork.Clock // nil: the real clock
	Keys  []string        // accepted keys; nil: any in the right form

	Ahead time.Duration // how far the service's clock is ahead of Clock; negative: behind

	QueueTime time.Duration // from submission to start; 0: 131 s; negative: none
	RunTime   time.Duration // from start to end; 0: 52 s; negative: none
	Speed     float64       // divides both times; 0: 1
	Parallel  int           // jobs running at once, first come, first served; 0: no limit

	URLLife time.Duration // validity of a signed URL, in whole seconds; 0: 1 h
	Tokens  int           // the balance; 0 or negative: unlimited (SetTokens(0) empties it)

	NoThumbnails bool // jobs have no thumbnails
	Summaries    bool // jobs in lists have no results and no thumbnails
	Wrapped      bool // lists are {"jobs": […]} instead of a bare array
	ListLimit    int  // newest jobs in a list; 0: all
	ListPictures int  // pictures of each job in a list; 0: all
	Accounts     bool // a key sees only the jobs submitted with it, and those of the website

	Description string // answer to /openapi.json, without a key; "": 404. See OpenAPI

	Seed int64 // varies ids and random seeds

	APIAddr   string // "host:port" on loopback; "": a free port
	ImageAddr string // the same for the image host

	Control bool // serves /_simulate/ on the API host, for tests in another process

	PictureCache int64      // bytes of encoded pictures kept in memory; 0: 64 MiB
	KeepCalls    int        // calls of each host kept for Calls and ImageCalls, without the oldest; 0: 100,000
	OnCall       func(Call) // called for each call when it has ended, on the call's goroutine
}

// settled returns o with all defaults.
func (o Options) settled() (Options, error) {
	if err := o.check(); err != nil {
		return o, err
	}
	if o.Clock == nil {
		o.Clock = clockwork.NewRealClock()
	}
	if o.Ahead != 0 {
		o.Clock = shifted{o.Clock, o.Ahead}
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Speed < 0 {
		return o, fmt.Errorf("apitest: speed %g is below zero", o.Speed)
	}
	o.QueueTime = scaled(o.QueueTime, DefaultQueueTime, o.Speed)
	o.RunTime = scaled(o.RunTime, DefaultRunTime, o.Speed)
	if o.URLLife == 0 {
		o.URLLife = defaultURLLife
	}
	o.URLLife = max(o.URLLife.Round(time.Second), time.Second)
	if o.Tokens <= 0 {
		o.Tokens = -1
	}
	if o.PictureCache == 0 {
		o.PictureCache = defaultPictureCache
	}
	if o.KeepCalls == 0 {
		o.KeepCalls = defaultKeepCalls
	}
	var err error
	if o.APIAddr, err = loopbackAddr(o.APIAddr); err != nil {
		return o, err
	}
	o.ImageAddr, err = loopbackAddr(o.ImageAddr)
	return o, err
}

// scaled is d, or its default, at the given speed.
func scaled(d, def time.Duration, speed float64) time.Duration {
	switch {
	case d < 0:
		return 0
	case d == 0:
		d = def
	}
	return time.Duration(float64(d) / speed)
}

// loopbackAddr rejects addresses that other machines can reach: the simulator
// accepts any key, and must not be mistaken for a service.
func loopbackAddr(addr string) (string, error) {
	if addr == "" {
		return "127.0.0.1:0", nil
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("apitest: address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("apitest: address %q is not on loopback", addr)
	}
	return addr, nil
}

var keyForm = regexp.MustCompile(`^dl-([0-9a-f]{32}|[0-9A-F]{32})$`)

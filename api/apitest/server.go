package apitest

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/jonboulle/clockwork"
)

// Server is a running simulator.
type Server struct {
	options  Options
	clock    clockwork.Clock
	pictures *pictureStore
	urlLife  urlLife
	// forgotten: URLs signed at or before this moment are no good; nanoseconds.
	forgotten atomic.Int64
	api       *host
	image     *host

	closing chan struct{} // closed by Close: every wait ends
	once    sync.Once
	result  error

	mu       sync.Mutex // guards everything below
	jobs     []*job     // in the order they came
	byID     map[string]*job
	objects  map[string]object // what the image host has, by path
	places   []place           // of jobs that run at once, when Parallel is set
	plans    []*Plan
	faults   []*script
	counter  uint64 // of ids made
	balance  int    // tokens; below zero: endless
	spent    int
	imageURL string
	odd      oddList
	answers  map[*job]int    // that said of a job that it has ended
	owners   map[*job]string // keys, where Accounts is set

	dates     dates
	imageBase atomic.Pointer[string] // instead of imageURL in answers; nil: no
}

// host is one of the two listeners and what has been asked of it.
type host struct {
	name     string
	server   *Server
	listener net.Listener
	http     *http.Server
	log      callLog
	handle   func(*exchange)
	classify func(*http.Request) Endpoint
	running  sync.WaitGroup // the accept loop, connections, handlers
	failed   error          // of the accept loop, valid after running.Wait
}

// New starts a simulator on two loopback ports. Close ends it.
func New(o Options) (*Server, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	s := &Server{
		options:  o,
		clock:    o.Clock,
		pictures: newPictureStore(o.PictureCache),
		closing:  make(chan struct{}),
		byID:     map[string]*job{},
		objects:  map[string]object{},
		answers:  map[*job]int{},
		owners:   map[*job]string{},
		balance:  o.Tokens,
	}
	s.urlLife.set(o.URLLife)
	if s.api, err = s.listen("api", o.APIAddr, s.handleAPI, classifyAPI); err != nil {
		return nil, err
	}
	if s.image, err = s.listen("image", o.ImageAddr, s.handleImage, classifyImage); err != nil {
		return nil, errors.Join(err, s.api.listener.Close())
	}
	s.imageURL = s.ImageURL()
	s.api.start()
	s.image.start()
	return s, nil
}

// URL is the base URL of the API, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.api.listener.Addr().String() }

// ImageURL is the base URL of the image host, without a slash at the end.
func (s *Server) ImageURL() string { return "http://" + s.image.listener.Addr().String() }

// SetImageBase puts another address, that of a proxy before the image host, in
// front of the pictures' paths in answers from now on. Addresses told before
// stay good.
func (s *Server) SetImageBase(base string) { s.imageBase.Store(&base) }

// imageAddress is where clients are told to find a path of the image host.
func (s *Server) imageAddress(path string) string {
	if base := s.imageBase.Load(); base != nil {
		return *base + path
	}
	return s.imageURL + path
}

// Close ends every call and returns when every goroutine of the server is
// over. What was recorded can still be read.
func (s *Server) Close() error {
	s.once.Do(func() {
		close(s.closing)
		s.result = errors.Join(s.api.stop(), s.image.stop())
	})
	return s.result
}

// Calls are the calls to the API, oldest first, those under way included.
func (s *Server) Calls() []Call { return s.api.log.all() }

// ImageCalls are the calls to the image host, oldest first, those under way
// included.
func (s *Server) ImageCalls() []Call { return s.image.log.all() }

// Peak is the largest number of calls that each host had in hand at once.
func (s *Server) Peak() (api, images int) {
	_, api = s.api.log.counts()
	_, images = s.image.log.counts()
	return api, images
}

func (s *Server) listen(name, addr string, handle func(*exchange), classify func(*http.Request) Endpoint) (*host, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("apitest: listening for the %s host: %w", name, err)
	}
	h := &host{name: name, server: s, listener: listener, handle: handle, classify: classify}
	h.log.keep = s.options.KeepCalls
	h.http = &http.Server{
		Handler: h,
		// What net/http has to say is about clients that hung up, which is
		// what many tests are about.
		ErrorLog: log.New(io.Discard, "", 0),
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				h.running.Add(1)
			case http.StateClosed, http.StateHijacked:
				h.running.Done()
			}
		},
	}
	return h, nil
}

func (h *host) start() {
	h.running.Go(func() {
		if err := h.http.Serve(h.listener); !errors.Is(err, http.ErrServerClosed) {
			h.failed = fmt.Errorf("apitest: serving the %s host: %w", h.name, err)
		}
	})
}

func (h *host) stop() error {
	err := h.http.Close()
	h.running.Wait()
	return errors.Join(err, h.failed)
}

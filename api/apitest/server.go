package apitest

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"

	"github.com/jonboulle/clockwork"
)

// Server is a running simulator: both hosts of the service, and the settings
// and results of a test. Larger parts are fields.
type Server struct {
	Balance   *Balance
	Addresses *Addresses
	Extras    *ListExtras
	Dates     *Dates

	options  Options
	clock    clockwork.Clock
	jobs     *jobStore
	encoder  *encoder
	pictures *pictureStore
	faults   faultList
	api      *host
	image    *host

	closing chan struct{} // closed by Close, which ends every wait
	once    sync.Once
	result  error
}

// host is one of the two listeners and its record of calls.
type host struct {
	name     string
	server   *Server
	listener net.Listener
	http     *http.Server
	log      callLog
	handle   func(*exchange)
	classify func(*http.Request) Endpoint
	running  sync.WaitGroup // the accept loop, connections, handlers
	failed   error          // of the accept loop; read it after running.Wait
}

// New starts a simulator on two loopback ports. The caller calls Close.
func New(o Options) (*Server, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	s := &Server{
		Balance: &Balance{left: o.Tokens}, Addresses: &Addresses{clock: o.Clock, seed: o.Seed, plain: o.PlainURLs}, Extras: &ListExtras{}, Dates: &Dates{},
		options: o, clock: o.Clock, jobs: newJobStore(o), pictures: newPictureStore(o.PictureCache), closing: make(chan struct{}),
	}
	s.encoder = &encoder{options: o, addresses: s.Addresses, answers: map[*job]int{}}
	s.Addresses.Last(o.URLLife)
	api := &apiHost{options: o, jobs: s.jobs, encoder: s.encoder, extras: s.Extras, balance: s.Balance}
	api.control = func(x *exchange, parts []string) { control(s, x, parts) }
	if s.api, err = listen(s, "api", o.APIAddr, api.handle, classifyAPI); err != nil {
		return nil, err
	}
	image := &imageHost{jobs: s.jobs, addresses: s.Addresses, pictures: s.pictures}
	if s.image, err = listen(s, "image", o.ImageAddr, image.handle, classifyImage); err != nil {
		return nil, errors.Join(err, s.api.listener.Close())
	}
	s.Addresses.host = s.ImageURL()
	s.api.start()
	s.image.start()
	return s, nil
}

// URL is the base URL of the API, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.api.listener.Addr().String() }

// ImageURL is the base URL of the image host, without a slash at the end.
func (s *Server) ImageURL() string { return "http://" + s.image.listener.Addr().String() }

// Close ends every call and joins every goroutine of the server. The records
// can still be read.
func (s *Server) Close() error {
	s.once.Do(func() {
		close(s.closing)
		s.result = errors.Join(s.api.stop(), s.image.stop())
	})
	return s.result
}

// Calls returns the calls to the API, oldest first, including running ones.
func (s *Server) Calls() []Call { return s.api.log.all() }

// ImageCalls returns the calls to the image host, oldest first, including
// running ones.
func (s *Server) ImageCalls() []Call { return s.image.log.all() }

// Spent returns the number of tokens taken so far.
func (s *Server) Spent() int { return s.Balance.taken() }

func listen(s *Server, name, addr string, handle func(*exchange), classify func(*http.Request) Endpoint) (*host, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("apitest: listening for the %s host: %w", name, err)
	}
	h := &host{name: name, server: s, listener: listener, handle: handle, classify: classify}
	h.log.keep = s.options.KeepCalls
	h.http = &http.Server{
		Handler: h,
		// net/http logs clients that disconnect, which is what many tests do.
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

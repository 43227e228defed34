package api

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rawServer accepts connections and passes each to serve, one at a time. It
// counts the connections and the POSTs that were read completely.
type rawServer struct {
	net.Listener
	URL  string
	wg   sync.WaitGroup
	mu   sync.Mutex
	open int
	post int
}

func serveRaw(t *testing.T, serve func(s *rawServer, conn net.Conn)) *rawServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawServer{Listener: l, URL: "http://" + l.Addr().String()}
	s.wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.open++
			s.mu.Unlock()
			s.wg.Go(func() {
				defer func() { _ = conn.Close() }()
				serve(s, conn)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		s.wg.Wait()
	})
	return s
}

// request reads one request with its body.
func (s *rawServer) request(r *bufio.Reader) bool {
	req, err := http.ReadRequest(r)
	if err != nil {
		return false
	}
	if _, err := io.Copy(io.Discard, req.Body); err != nil {
		return false
	}
	if req.Method == http.MethodPost {
		s.mu.Lock()
		s.post++
		s.mu.Unlock()
	}
	return true
}

func (s *rawServer) counts() (connections, posts int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open, s.post
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // makes Close send RST
	}
	_ = conn.Close()
}

// TestPostIsSentOnce breaks the connection in every way. It checks what arrived
// and what the client reports.
func TestPostIsSentOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		serve       func(s *rawServer, conn net.Conn)
		connections int
		posts       int
		received    bool
	}{
		"reset after the request": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
			reset(conn)
		}, 1, 1, true},
		"closed after the request": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
		}, 1, 1, true},
		"reset in the middle of the request": {func(_ *rawServer, conn net.Conn) {
			_, _ = io.ReadFull(conn, make([]byte, 20))
			reset(conn)
		}, 1, 0, true},
		"answer cut off in its head": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Le")
		}, 1, 1, true},
		"answer cut off in its body": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"job_id\":\"")
		}, 1, 1, true},
		"no HTTP at all": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "220 mail.example.com ESMTP\r\n")
		}, 1, 1, true},
		"told to close": {func(s *rawServer, conn net.Conn) {
			s.request(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		}, 1, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveRaw(t, tc.serve)
			c := newClient(t, s.URL)
			_, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
			var e *Error
			if !errors.As(err, &e) || e.Received != tc.received {
				t.Errorf("received is not %v: %+v", tc.received, err)
			}
			if connections, posts := s.counts(); connections != tc.connections || posts != tc.posts {
				t.Errorf("%d connections, %d POSTs", connections, posts)
			}
		})
	}
}

// TestPostToAbruptServer resets every connection before reading. The client may notice that before
// or after its first byte, but it must try only once.
func TestPostToAbruptServer(t *testing.T) {
	s := serveRaw(t, func(_ *rawServer, conn net.Conn) { reset(conn) })
	_, err := newClient(t, s.URL).SubmitImageGen(t.Context(), Config{Prompt: "p"})
	if !errors.Is(err, ErrNoAnswer) {
		t.Errorf("got %+v", err)
	}
	if connections, posts := s.counts(); connections > 1 || posts != 0 {
		t.Errorf("%d connections, %d POSTs", connections, posts)
	}
}

// TestPostTakesNewConnection has a server that answers one request per
// connection and then leaves it open without answering, like a kept connection
// after a change of network. Every POST must use a new connection, also after a
// GET or another POST.
func TestPostTakesNewConnection(t *testing.T) {
	s := serveRaw(t, func(s *rawServer, conn net.Conn) {
		r := bufio.NewReader(conn)
		if s.request(r) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"job_id\":\"a\"} ")
		}
		s.request(r) // read, never answered
	})
	c := newClient(t, s.URL)
	if _, err := c.Job(t.Context(), TypeImageGen, "a"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if id, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"}); err != nil || id != "a" {
			t.Fatalf("%q, %v", id, err)
		}
	}
	if connections, posts := s.counts(); connections != 4 || posts != 3 {
		t.Errorf("%d connections and %d POSTs for 3 submissions", connections, posts)
	}
}

func TestPostThatNeverLeft(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	_ = closed.Close()
	stranger := httptest.NewUnstartedServer(says(200, `{"job_id":"a"}`))
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs the client's refusal
	stranger.StartTLS()
	t.Cleanup(stranger.Close)
	plain := serveRaw(t, func(_ *rawServer, conn net.Conn) {
		_, _ = io.ReadFull(conn, make([]byte, 5))
		_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
	})
	silent := serveRaw(t, func(_ *rawServer, conn net.Conn) { reset(conn) })
	for name, base := range map[string]string{
		"nobody listens":          "http://" + address,
		"certificate of no worth": stranger.URL,
		"no TLS there":            strings.Replace(plain.URL, "http:", "https:", 1),
		"reset during TLS":        strings.Replace(silent.URL, "http:", "https:", 1),
		"no such name":            "https://lookbook.invalid",
	} {
		c := newClient(t, base)
		_, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		var e *Error
		if !errors.As(err, &e) || e.Received || e.Status != 0 || !errors.Is(err, ErrNoAnswer) {
			t.Errorf("%s: %+v", name, err)
		}
	}
	for name, config := range map[string]Config{
		"too long": {Prompt: strings.Repeat("x", MaxRequestBytes)},
		"no JSON":  {Unknown: map[string]json.RawMessage{"x": json.RawMessage("}")}},
	} {
		_, err := newClient(t, "http://"+address).SubmitImageGen(t.Context(), config)
		var e *Error
		if !errors.As(err, &e) || e.Received || !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %+v", name, err)
		}
	}
}

// TestPostOverTLS checks that the route of POSTs works with a server that
// prefers HTTP/2, and uses HTTP/1.1.
func TestPostOverTLS(t *testing.T) {
	var protocols []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols = append(protocols, r.Method+" "+r.Proto)
		_, _ = io.WriteString(w, `{"job_id":"a"}`)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := server.Client().Transport.(*http.Transport)
	c, err := New(Options{BaseURL: server.URL, Key: testKey, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	for range 2 {
		if _, err := c.Job(t.Context(), TypeImageGen, "a"); err != nil {
			t.Fatal(err)
		}
		if _, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"}); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"GET HTTP/2.0", "POST HTTP/1.1", "GET HTTP/2.0", "POST HTTP/1.1"}
	if diff := cmp.Diff(want, protocols); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if transport.DisableKeepAlives || transport.Protocols != nil && !transport.Protocols.HTTP2() {
		t.Error("the transport that was given has been changed")
	}
}

// TestOwnRoutesOverTLS does the same with the client's own transports.
func TestOwnRoutesOverTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	routes := newRoutes(nil, false, imageRules{local: true}, nil)
	for want, route := range map[string]http.RoundTripper{"HTTP/2.0": routes.get, "HTTP/1.1": routes.post} {
		transport := route.(*http.Transport)
		if transport.TLSClientConfig == nil {
			transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		if transport.TLSClientConfig.InsecureSkipVerify {
			t.Error("certificates are not verified")
		}
		transport.TLSClientConfig.RootCAs = roots
		resp, err := (&http.Client{Transport: transport}).Post(server.URL, "text/plain", strings.NewReader("x"))
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		got, err := io.ReadAll(resp.Body)
		if err != nil || string(got) != want {
			t.Errorf("got %s, want %s; %v", got, want, err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
		transport.CloseIdleConnections()
	}
}

// TestForeignTransport checks what is reported with a transport that doesn't
// call httptrace.
func TestForeignTransport(t *testing.T) {
	for name, tc := range map[string]struct {
		err      error
		received bool
	}{
		"dial":   {&net.OpError{Op: "dial", Err: errors.New("refused")}, false},
		"lookup": {&net.DNSError{Name: "x", Err: "no such host"}, false},
		"read":   {&net.OpError{Op: "read", Err: errors.New("reset")}, true},
		"other":  {errors.New("who knows"), true},
	} {
		f := &flaky{err: tc.err}
		f.failures.Store(99)
		c, err := New(Options{BaseURL: "https://example.com", Key: testKey, Transport: f})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		var e *Error
		if !errors.As(err, &e) || e.Received != tc.received || f.tries.Load() != 1 {
			t.Errorf("%s: %d tries, %+v", name, f.tries.Load(), err)
		}
	}
}

// bodyOnce is a transport that checks whether the body could be sent again.
type bodyOnce struct{ again bool }

func (b *bodyOnce) RoundTrip(r *http.Request) (*http.Response, error) {
	b.again = r.GetBody != nil
	return nil, io.ErrUnexpectedEOF
}

func TestNoTransportCanRepeatTheBody(t *testing.T) {
	b := &bodyOnce{again: true}
	c, err := New(Options{BaseURL: "https://example.com", Key: testKey, Transport: b})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"}); err == nil || b.again {
		t.Errorf("the body could be sent again; %v", err)
	}
}

func TestStoppedWhileConnecting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	// net/http may finish making a connection that nobody waits for.
	release := make(chan struct{})
	defer close(release)
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		cancel()
		<-release
		return nil, errors.New("nobody wants it")
	}, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	c, err := New(Options{BaseURL: "https://example.com", Key: testKey, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.SubmitImageGen(ctx, Config{Prompt: "p"})
	var e *Error
	if !errors.As(err, &e) || e.Received || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v", err)
	}
}

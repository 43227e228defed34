package api

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// connectProxy is a proxy on loopback that leads every CONNECT to one server.
type connectProxy struct {
	url *url.URL

	mu    sync.Mutex
	asked []string // hosts with their ports
}

func newConnectProxy(t *testing.T, to string) *connectProxy {
	t.Helper()
	p := &connectProxy{}
	var tunnels sync.WaitGroup
	var open []net.Conn
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, r.Method+" "+r.Host)
		out, err := net.Dial("tcp", to)
		if err != nil {
			t.Error(err)
			return
		}
		w.WriteHeader(http.StatusOK)
		in, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		open = append(open, in, out)
		tunnels.Go(func() { _, _ = io.Copy(out, buffered) }) // the server may have read the first bytes already
		tunnels.Go(func() { _, _ = io.Copy(in, out) })
	}))
	t.Cleanup(func() {
		server.Close()
		p.mu.Lock()
		for _, conn := range open {
			_ = conn.Close()
		}
		p.mu.Unlock()
		tunnels.Wait()
	})
	var err error
	if p.url, err = url.Parse(server.URL); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *connectProxy) took() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

// The chosen proxy carries the calls of the service and the pictures. Another choice counts from
// the next request on.
func TestAProxyCarriesEverything(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".png") {
			_, _ = io.WriteString(w, "pixels")
			return
		}
		_, _ = io.WriteString(w, `{"job_id":"a"}`)
	}))
	t.Cleanup(server.Close)
	first, second := newConnectProxy(t, server.Listener.Addr().String()), newConnectProxy(t, server.Listener.Addr().String())
	var chosen atomic.Pointer[url.URL]
	c, err := New(Options{
		BaseURL: "https://example.com", Key: testKey, // the name in the server's certificate
		Proxy: func(*http.Request) (*url.URL, error) { return chosen.Load(), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	images := c.Images.client.Transport.(*imageRoute)
	for _, route := range []http.RoundTripper{c.get.HTTPClient.Transport, c.once.Transport, images.proxied, images.direct} {
		route.(*http.Transport).TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	}
	for _, proxy := range []*connectProxy{first, second} {
		chosen.Store(proxy.url)
		if _, err := c.Job(t.Context(), TypeImageGen, "a"); err != nil {
			t.Fatal(err)
		}
		if _, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"}); err != nil {
			t.Fatal(err)
		}
		d, err := c.Images.Download(t.Context(), "https://example.com/a.png", Resume{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(d.Body)
		if err != nil || string(got) != "pixels" {
			t.Errorf("the picture is %q, %v", got, err)
		}
		if err := d.Body.Close(); err != nil {
			t.Error(err)
		}
		if want := slices.Repeat([]string{"CONNECT example.com:443"}, 3); !slices.Equal(proxy.took(), want) {
			t.Errorf("the proxy was asked for %q, want %q", proxy.took(), want)
		}
	}
}

// A proxy that is not there or refuses is told as such, and a paid request was surely not sent.
func TestAProxyThatRefuses(t *testing.T) {
	refuses := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	t.Cleanup(refuses.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	for _, proxy := range []*url.URL{
		{Scheme: "http", Host: gone},
		{Scheme: "https", Host: gone},
		{Scheme: "socks5", Host: gone},
		{Scheme: "http", Host: strings.TrimPrefix(refuses.URL, "http://")},
	} {
		c, err := New(Options{BaseURL: "https://example.com", Key: testKey, Proxy: func(*http.Request) (*url.URL, error) { return proxy, nil }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		_, err = c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		told, ok := errors.AsType[*Error](err)
		if !ok || !errors.Is(err, ErrNoAnswer) || told.Received || told.Trouble().Lack != LackProxy {
			t.Errorf("%s: %v (%+v)", proxy, err, told)
		}
	}
}

func TestThisComputerIsNeverAskedThroughAProxy(t *testing.T) {
	asked := 0
	choose := neverForLoopback(func(*http.Request) (*url.URL, error) {
		asked++
		return &url.URL{Scheme: "http", Host: "proxy.example:3128"}, nil
	})
	for _, address := range []string{"http://localhost:1/", "https://LOCALHOST/", "http://127.0.0.1:8080/", "https://127.9.9.9/", "http://[::1]:8080/"} {
		req := httptest.NewRequest(http.MethodGet, address, nil)
		if proxy, err := choose(req); proxy != nil || err != nil || asked > 0 {
			t.Errorf("%s goes through %v (%v)", address, proxy, err)
		}
	}
	if proxy, err := choose(httptest.NewRequest(http.MethodGet, "https://example.com/", nil)); proxy == nil || err != nil {
		t.Errorf("another computer goes through %v, %v", proxy, err)
	}
}

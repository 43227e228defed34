package api

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestKeyStaysHome redirects every call to another host, and to another port
// and scheme of the same host.
func TestKeyStaysHome(t *testing.T) {
	thief := record(t, says(200, `{"job_id":"ig_1","state":"queued"}`))
	secure := httptest.NewTLSServer(says(200, `[]`))
	t.Cleanup(secure.Close)
	for _, target := range []string{thief.URL, strings.Replace(thief.URL, "127.0.0.1", "localhost", 1), secure.URL, "//example.invalid", "http://user:pw@HOST"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			home := record(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", strings.Replace(target, "HOST", r.Host, 1)+"/elsewhere")
				w.WriteHeader(status)
			})
			c := newClient(t, home.URL)
			_, err := c.Job(t.Context(), TypeImageGen, "ig_1")
			if !errors.Is(err, ErrBadAnswer) || !strings.Contains(err.Error(), "redirects to") || strings.Contains(err.Error(), "pw") {
				t.Errorf("%d to %s: %v", status, target, err)
			}
			_, err = c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
			var e *Error
			if !errors.As(err, &e) || !errors.Is(err, ErrBadAnswer) || e.Received != (status == 303) || e.Status != status {
				t.Errorf("POST, %d to %s: %+v", status, target, err)
			}
			if n := len(home.all()); n != 2 {
				t.Errorf("%d to %s: %d calls instead of 2", status, target, n)
			}
		}
	}
	if calls := thief.all(); len(calls) != 0 {
		t.Errorf("the other host was called: %+v", calls)
	}
}

func TestRedirectAtHome(t *testing.T) {
	hops := 0
	service := record(t, func(w http.ResponseWriter, r *http.Request) {
		if n := strings.Count(r.URL.Path, "/again"); n < hops {
			w.Header().Set("Location", r.URL.Path+"/again")
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
		says(200, `[]`)(w, r)
	})
	hops = MaxRedirects
	if _, err := newClient(t, service.URL).Jobs(t.Context()); err != nil {
		t.Errorf("%d redirects: %v", hops, err)
	}
	for _, s := range service.all() {
		if s.Header.Get("Authorization") == "" || s.Header.Get("Referer") != "" {
			t.Errorf("headers along a redirect: %v", s.Header)
		}
	}
	hops++
	if _, err := newClient(t, service.URL).Jobs(t.Context()); !errors.Is(err, ErrBadAnswer) {
		t.Errorf("%d redirects: %v", hops, err)
	}
	// A POST isn't redirected even within its own service.
	hops = 1
	before := len(service.all())
	_, err := newClient(t, service.URL).SubmitImageGen(t.Context(), Config{Prompt: "p"})
	var e *Error
	if !errors.As(err, &e) || e.Received || len(service.all()) != before+1 {
		t.Errorf("a POST was redirected: %v", err)
	}
}

package api

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPictureAddresses(t *testing.T) {
	for address, want := range map[string][2]bool{ // whether it is allowed: with a remote service, with a local one
		"https://storage.googleapis.com/a/b.png?x=1": {true, true},
		"https://93.184.215.14/x":                    {true, true},
		"http://127.0.0.1:8080/x":                    {false, true},
		"http://localhost/x":                         {false, true},
		"https://localhost/x":                        {false, true},
		"https://[::1]/x":                            {false, true},
		"http://storage.googleapis.com/x":            {false, false},
		"http://10.0.0.1/x":                          {false, false},
		"https://10.0.0.1/x":                         {false, true},
		"https://169.254.169.254/latest/meta-data":   {false, true},
		"https://[fe80::1]/x":                        {false, true},
		"https://[::ffff:192.168.0.1]/x":             {false, true},
		"https://user:pw@example.com/x":              {false, false},
		"file:///etc/passwd":                         {false, false},
		"ftp://example.com/x":                        {false, false},
		"data:image/png;base64,AAAA":                 {false, false},
		"/relative":                                  {false, false},
		"":                                           {false, false},
		"https://":                                   {false, false},
		"https://exa\x00mple.com":                    {false, false},
		"https://example.com/" + strings.Repeat("x", maxURLBytes): {false, false},
	} {
		for i, local := range []bool{false, true} {
			if _, err := (imageRules{local: local}).read(address); (err == nil) != want[i] {
				t.Errorf("%.60s, local service %v: %v", address, local, err)
			}
		}
	}
	c := newClient(t, "https://api.example.com")
	_, err := c.Images.Download(t.Context(), "http://127.0.0.1:1/x?secret", Resume{})
	var insecure *InsecureURLError
	if !errors.Is(err, ErrRefused) || !errors.As(err, &insecure) || errors.Is(err, ErrNoAnswer) || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, address := range []string{"8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "172.32.0.1", "100.128.0.1"} {
		if !isPublic(netip.MustParseAddr(address)) {
			t.Errorf("%s is public", address)
		}
	}
	for _, address := range []string{
		"127.0.0.1", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
		"255.255.255.255", "240.0.0.1", "198.18.0.1", "::", "::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1",
		"::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::7f00:1",
	} {
		if isPublic(netip.MustParseAddr(address)) {
			t.Errorf("%s is not public", address)
		}
	}
	if err := newGuard("images.example").control("tcp", "192.168.1.1:443", nil); !errors.Is(err, ErrRefused) {
		t.Errorf("a name that leads into a private network: %v", err)
	}
}

// TestNameIntoPrivateNetwork uses the client's own route. "localhost" resolves
// to an address from which no pictures are fetched.
func TestNameIntoPrivateNetwork(t *testing.T) {
	host := record(t, says(200, "x"))
	t.Setenv("NO_PROXY", "*")
	route := newRoutes(nil, false, imageRules{}, nil).images
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(host.URL, "127.0.0.1", "localhost", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := route.RoundTrip(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	if !errors.Is(err, ErrRefused) || len(host.all()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestPictureRedirects(t *testing.T) {
	hops, last := 0, ""
	var elsewhere *recorder
	host := record(t, func(w http.ResponseWriter, r *http.Request) {
		if n := strings.Count(r.URL.Path, "/on"); n < hops {
			w.Header().Set("Location", r.URL.Path+"/on")
		} else {
			w.Header().Set("Location", last)
		}
		w.WriteHeader(http.StatusFound)
	})
	elsewhere = imageHost(t, []byte("picture"), `"e"`)
	c := newClient(t, "http://localhost")

	hops, last = MaxRedirects-1, elsewhere.URL
	d, body, err := fetchAll(t, c, host.URL+"/p?signature", Resume{3, `"e"`, ""})
	if err != nil || body != "ture" || d.Offset != 3 {
		t.Errorf("%d redirects: %q from %d on, %v", MaxRedirects, body, d.Offset, err)
	}
	for _, s := range append(elsewhere.all(), host.all()...) {
		if s.Header.Get("Referer") != "" || s.Header.Get("Authorization") != "" {
			t.Errorf("headers along a redirect: %v", s.Header)
		}
	}
	before := len(elsewhere.all())
	hops++
	if _, _, err := fetchAll(t, c, host.URL+"/p", Resume{}); !errors.Is(err, ErrBadAnswer) {
		t.Errorf("%d redirects: %v", MaxRedirects+1, err)
	}
	hops = 0
	for _, last = range []string{"http://example.com/x", "file:///etc/passwd", "http://u:p@localhost/", "gopher://localhost/"} {
		if _, _, err := fetchAll(t, c, host.URL, Resume{}); !errors.Is(err, ErrRefused) {
			t.Errorf("to %s: %v", last, err)
		}
	}
	if len(elsewhere.all()) != before {
		t.Error("one of these was followed")
	}
}

func TestURLExpiry(t *testing.T) {
	const base = "https://storage.googleapis.com/a/b.png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=x"
	for query, want := range map[string]string{
		"&X-Goog-Date=20230815T015209Z&X-Goog-Expires=3600":   "2023-08-15T02:52:09Z",
		"&X-Goog-Expires=0&X-Goog-Date=20230815T015209Z":      "2023-08-15T01:52:09Z",
		"&X-Goog-Date=20230815T015209Z&X-Goog-Expires=604800": "2023-08-22T01:52:09Z",
		"": "", "&X-Goog-Date=20230815T015209Z": "", "&X-Goog-Expires=3600": "",
		"&X-Goog-Date=2023-08-15&X-Goog-Expires=3600":          "",
		"&X-Goog-Date=20230815T015209Z&X-Goog-Expires=soon":    "",
		"&X-Goog-Date=20230815T015209Z&X-Goog-Expires=-1":      "",
		"&X-Goog-Date=20230815T015209Z&X-Goog-Expires=9999999": "",
	} {
		at, ok := URLExpiry(base + query)
		got := ""
		if ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	if _, ok := URLExpiry("https://exa mple.com\x00"); ok {
		t.Error("no address has no expiry")
	}
}

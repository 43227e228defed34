package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestProxiesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"  ":                             "",
		"proxy.example:3128":             "http://proxy.example:3128",
		" http://proxy.example:3128/ ":   "http://proxy.example:3128",
		"https://proxy.example":          "https://proxy.example",
		"socks5://127.0.0.1:1080":        "socks5://127.0.0.1:1080",
		"socks5h://[2001:db8::1]:1080":   "socks5h://[2001:db8::1]:1080",
		"HTTP://PROXY.example:80":        "http://PROXY.example:80",
		"ana:geheim@proxy.example:3128":  "secret",
		"http://ana@proxy.example":       "secret",
		"http://ana%40@proxy.example":    "secret",
		"ftp://proxy.example":            "scheme",
		"socks4://proxy.example":         "scheme",
		"http://":                        "host",
		"http://:3128":                   "host",
		"http://pro xy.example":          "host",
		"http://[::1":                    "host",
		"http://proxy.example:":          "port",
		"http://proxy.example:0":         "port",
		"http://proxy.example:65536":     "port",
		"http://proxy.example:3128/path": "more",
		"http://proxy.example?a=b":       "more",
		strings.Repeat("x", 301):         "long",
	} {
		u, fault := ParseProxy(text)
		got := string(fault)
		if u != nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is accepted is read the same way when it is stored, and never holds a user.
func TestAcceptedProxiesStaySo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, _ := ParseProxy(rapid.String().Draw(t, "text"))
		if u == nil {
			return
		}
		again, fault := ParseProxy(u.String())
		if fault != "" || again.String() != u.String() || u.User != nil {
			t.Fatalf("%q becomes %v, %q", u, again, fault)
		}
	})
}

// A password that somebody wrote into the file is neither told nor kept.
func TestAPasswordOfAProxyIsNotKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte(`{"proxy": "given", "proxy_address": "http://ana:geheim@proxy.example"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil || s.Current().ProxyAddress != "" || s.Current().ProxyURL() != nil {
		t.Fatalf("%+v, %v", s.Current(), err)
	}
	if notes := fmt.Sprint(s.Notes()); len(s.Notes()) != 1 || strings.Contains(notes, "geheim") {
		t.Errorf("the notes say %s", notes)
	}
	s.Update(func(v *Values) { v.Downloads = 3; v.ProxyAddress = "http://ana:geheim@proxy.example" })
	flush(t, s)
	if raw, err := os.ReadFile(path); err != nil || strings.Contains(string(raw), "geheim") {
		t.Errorf("the file says %s (%v)", raw, err)
	}
}

package session_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"lookbook/app/session"
	"lookbook/app/settings"
)

func TestTheProxyOfThePreferences(t *testing.T) {
	store, err := settings.Open(filepath.Join(t.TempDir(), "settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	choose := session.ProxyOf(store)
	req := httptest.NewRequest(http.MethodGet, "https://api.example/", nil)
	system, err := http.ProxyFromEnvironment(req)
	if err != nil {
		t.Fatal(err)
	}
	text := func() string {
		switch u, err := choose(req); {
		case err != nil:
			return err.Error()
		case u == nil:
			return "none"
		case system != nil && *u == *system:
			return "the system's"
		default:
			return u.String()
		}
	}
	usual := "the system's"
	if system == nil {
		usual = "none"
	}
	for _, c := range []struct {
		choice  settings.Proxy
		address string
		want    string
	}{
		{settings.ProxySystem, "socks5://proxy.example:1080", usual},
		{settings.ProxyNone, "socks5://proxy.example:1080", "none"},
		{settings.ProxyGiven, "socks5://proxy.example:1080", "socks5://proxy.example:1080"},
		{settings.ProxyGiven, "", usual},
	} {
		store.Update(func(v *settings.Values) { v.Proxy, v.ProxyAddress = c.choice, c.address })
		if got := text(); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.choice, c.address, got, c.want)
		}
	}
}

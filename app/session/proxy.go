package session

import (
	"net/http"
	"net/url"

	"lookbook/api"
	"lookbook/app/settings"
)

// ProxyOf returns the choice of proxy that the preferences make, as they are at each request. Every
// client of this program uses it.
func ProxyOf(store *settings.Store) api.ProxyFunc {
	return func(req *http.Request) (*url.URL, error) {
		switch v := store.Current(); {
		case v.Proxy == settings.ProxyNone:
			return nil, nil
		case v.ProxyURL() != nil:
			return v.ProxyURL(), nil
		}
		return http.ProxyFromEnvironment(req)
	}
}

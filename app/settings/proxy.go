package settings

import (
	"net/url"
	"strconv"
	"strings"

	"lookbook/app/cause"
)

// Proxy is the choice of the proxy.
type Proxy string

// The choices.
const (
	ProxySystem Proxy = "system" // that of the environment: HTTPS_PROXY, HTTP_PROXY, NO_PROXY
	ProxyNone   Proxy = "none"
	ProxyGiven  Proxy = "given" // ProxyAddress; while that is empty, as ProxySystem
)

// ProxyFault is why a text is no address of a proxy.
type ProxyFault string

// The faults.
const (
	// ProxySecret: the address holds a name or a password. They would be in the preferences file,
	// which is no place for secrets.
	ProxySecret  ProxyFault = "secret"
	ProxyScheme  ProxyFault = "scheme" // neither http, https nor socks5
	ProxyHost    ProxyFault = "host"   // no host, or an invalid one
	ProxyPort    ProxyFault = "port"   // not between 1 and 65535
	ProxyMore    ProxyFault = "more"   // a path, or something else after the port
	ProxyTooLong ProxyFault = "long"
)

// maxProxy bounds an address, in bytes: the longest name of a host, and some.
const maxProxy = 300

// ParseProxy reads the address of a proxy: http, https or socks5 with a host and perhaps a port.
// Without a scheme it is http. An empty text is no proxy and no fault.
func ParseProxy(text string) (*url.URL, ProxyFault) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return nil, ""
	case strings.Contains(text, "@"):
		return nil, ProxySecret
	case len(text) > maxProxy:
		return nil, ProxyTooLong
	case !strings.Contains(text, "://"):
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, ProxyHost
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
	default:
		return nil, ProxyScheme
	}
	if u.Hostname() == "" || strings.ContainsAny(u.Host, " %") {
		return nil, ProxyHost
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, ProxyPort
		}
	}
	if u.User != nil {
		return nil, ProxySecret
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		return nil, ProxyMore
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, ""
}

// ProxyURL is the given proxy; nil: none is given.
func (v Values) ProxyURL() *url.URL {
	if v.Proxy != ProxyGiven {
		return nil
	}
	u, _ := ParseProxy(v.ProxyAddress)
	return u
}

// proxyAddress is the address of a proxy. The note doesn't quote it, because it may hold a password.
func proxyAddress(key string, value *string) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = "" },
		bound: func() cause.Cause {
			if _, fault := ParseProxy(*value); fault != "" {
				*value = ""
				return cause.New(cause.SettingProxy, "Field", key)
			}
			return cause.Cause{}
		},
	}
}

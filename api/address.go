package api

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// InsecureURLError says why an address is not used, before anything is sent.
type InsecureURLError struct {
	URL   string // without user name, password and query; may be empty
	Fault AddressFault
}

// AddressFault says what is wrong with an address.
type AddressFault string

// What can be wrong with the address of the service, and with a picture's.
const (
	AddressUnreadable AddressFault = "address.unreadable"
	AddressUser       AddressFault = "address.user"   // has a user name or a password in it
	AddressScheme     AddressFault = "address.scheme" // is not https://
	AddressPlain      AddressFault = "address.plain"  // is http:// to another computer, and the key travels there
	AddressRest       AddressFault = "address.rest"   // has a part after ? or #
	AddressElsewhere  AddressFault = "address.elsewhere"

	PictureLong       AddressFault = "picture.address.long"
	PictureUnreadable AddressFault = "picture.address.unreadable"
	PictureScheme     AddressFault = "picture.address.scheme"
	PictureUser       AddressFault = "picture.address.user"
	PicturePlain      AddressFault = "picture.address.plain"
	PictureNowhere    AddressFault = "picture.address.nowhere" // no internet address
)

func (e *InsecureURLError) Error() string { return fmt.Sprintf("refused: %s %s", e.Fault, e.URL) }

// Is makes it an ErrRefused.
func (e *InsecureURLError) Is(target error) bool { return target == ErrRefused }

// checkBase reads the address of the service. The key travels there, so it is
// https, or http to this very computer.
func checkBase(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// The text of a *url.Error repeats the address, password and all.
		return nil, &InsecureURLError{Fault: AddressUnreadable}
	}
	refuse := func(fault AddressFault) (*url.URL, error) {
		return nil, &InsecureURLError{URL: bareURL(u), Fault: fault}
	}
	switch {
	case u.User != nil:
		return refuse(AddressUser)
	case u.Scheme != "https" && u.Scheme != "http", u.Opaque != "", u.Hostname() == "":
		return refuse(AddressScheme)
	case u.Scheme == "http" && !isLoopbackName(u.Hostname()):
		return refuse(AddressPlain)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return refuse(AddressRest)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// imageRules say where pictures may come from. Their addresses come from
// outside, so they lead nowhere but to public hosts and to those that a person
// allowed; when the service itself is on this computer (the simulator),
// pictures may be there too.
type imageRules struct {
	local   bool // the service is on this computer
	allowed func(host string) bool
}

// allows reports whether a person allowed a host.
func (r imageRules) allows(host string) bool { return r.allowed != nil && r.allowed(hostName(host)) }

// read reads the address of a picture.
func (r imageRules) read(raw string) (*url.URL, error) {
	if len(raw) > maxURLBytes {
		return nil, &InsecureURLError{Fault: PictureLong}
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, &InsecureURLError{Fault: PictureUnreadable}
	}
	return u, r.check(u)
}

func (r imageRules) check(u *url.URL) error {
	refuse := func(fault AddressFault) error { return &InsecureURLError{URL: bareURL(u), Fault: fault} }
	host := u.Hostname()
	local := isLoopbackName(host)
	switch {
	case u.Scheme != "https" && u.Scheme != "http", u.Opaque != "", host == "":
		return refuse(PictureScheme)
	case u.User != nil:
		return refuse(PictureUser)
	case local && r.local:
		return nil
	case u.Scheme == "http":
		return refuse(PicturePlain)
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil && local && !r.allows(host):
		return &PrivateHostError{Host: hostName(host), Network: ThisComputer}
	case err == nil && !isPublic(ip) && !r.local && !r.allows(host):
		return &PrivateHostError{Host: hostName(host), Addresses: []netip.Addr{ip}, Network: networkOf(ip)}
	}
	return nil
}

// bareURL is a URL in the form that may be shown: signed addresses carry what
// is as good as a password in their query. It is one line and bounded.
func bareURL(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	return shown(bare.String(), maxFieldText)
}

// isLoopbackName reports whether host is one of the names and addresses of
// this computer. A name that merely resolves to one is not.
func isLoopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// sameOrigin reports whether a redirect from one to the other stays with the
// service that the key belongs to.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b) && b.User == nil
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// pathPart returns an id in the form in which it stands in a path. Ids come
// from outside, in any form and either case: one that could lead to another
// endpoint, even where a server decodes or cleans the path first, is refused and
// ok is false.
func pathPart(id string) (part string, ok bool) {
	for plain, n := id, 0; ; n++ {
		if plain == "" || len(plain) > maxIDBytes || strings.Trim(plain, ".") == "" {
			return "", false
		}
		for _, r := range plain {
			if r < 0x20 || r == 0x7f || r == '/' || r == '\\' || r == '\uFFFD' {
				return "", false
			}
		}
		decoded, err := url.PathUnescape(plain)
		if err != nil || decoded == plain || n == mostDecoded {
			return url.PathEscape(id), true
		}
		plain = decoded
	}
}

// mostDecoded is how often a server is thought to decode a path.
const mostDecoded = 3

package api

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// InsecureURLError says why an address was refused before anything was sent. It
// is an ErrRefused.
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

func (e *InsecureURLError) Is(target error) bool { return target == ErrRefused }

// checkBase parses the address of the service. It must be https, or http to
// this computer, because the key is sent there.
func checkBase(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// A *url.Error would repeat the address, including a password.
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
// outside, so only public hosts and hosts that a person allowed are accepted.
// When the service itself is on this computer (the simulator), pictures may be
// there too.
type imageRules struct {
	local   bool // the service is on this computer
	allowed func(host string) bool
}

// allows reports whether a person allowed a host.
func (r imageRules) allows(host string) bool { return r.allowed != nil && r.allowed(hostName(host)) }

// read parses and checks the address of a picture.
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

// bareURL returns a URL without its query and user name, bounded and on one
// line. The query of a signed address is as good as a password.
func bareURL(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	return shown(bare.String(), maxFieldText)
}

// isLoopbackName reports whether host is a name or address of this computer. It
// looks nothing up: a name that merely resolves to this computer doesn't count.
func isLoopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// sameOrigin reports whether two addresses have the same scheme, host and port.
// A redirect that leaves them must not get the key.
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

// pathPart escapes an id for use as one part of a path. Ids come from outside and may hold
// slashes, percent signs and blanks. An id with a part of dots alone could lead to another
// endpoint on a server that decodes and cleans the path first, so it is refused: ok is false.
func pathPart(id string) (part string, ok bool) {
	for plain, n := id, 0; ; n++ {
		if plain == "" || len(plain) > maxIDBytes {
			return "", false
		}
		for _, r := range plain {
			if r < 0x20 || r == 0x7f || r == '\uFFFD' {
				return "", false
			}
		}
		for segment := range strings.FieldsFuncSeq(plain, func(r rune) bool { return r == '/' || r == '\\' }) {
			if strings.Trim(segment, ".") == "" {
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

// mostDecoded is how many times a server may decode a path, by our guess.
const mostDecoded = 3

package api

import (
	"net/netip"
	"slices"
	"strings"
)

// Network is the kind of network that an address belongs to. Pictures come from
// public ones. For any other, a person has to allow the host.
type Network string

// The networks.
const (
	PublicNetwork   Network = ""
	ThisComputer    Network = "this computer"
	LocalNetwork    Network = "local network" // in a home or an office
	LinkLocal       Network = "link-local"    // this cable only; clouds keep secrets at 169.254.169.254
	SharedNetwork   Network = "shared"        // inside a provider's network, or a private tunnel
	TestNetwork     Network = "test"          // for benchmarks; tunnels use it internally
	WrappedNetwork  Network = "wrapped"       // holds an IPv4 address that is not public
	ReservedNetwork Network = "reserved"      // not usable for hosts
)

// PrivateHostError says that a picture's host is not on the public internet.
// Nothing was sent. It is an ErrRefused.
type PrivateHostError struct {
	Host      string       // as passed to Options.AllowHost
	Addresses []netip.Addr // refused addresses of the host
	Network   Network      // of the first address
}

func (e *PrivateHostError) Error() string {
	where := "in a private network"
	if e.Network == ThisComputer {
		where = "this computer"
	}
	if len(e.Addresses) == 0 {
		return "the picture's host " + shown(e.Host, maxFieldText) + " is " + where
	}
	return "the picture's host " + shown(e.Host, maxFieldText) + " leads to " + e.Where() + ", which is " + where
}

// Where lists the addresses, for people.
func (e *PrivateHostError) Where() string {
	const most = 4
	var words []string
	for _, a := range e.Addresses[:min(most, len(e.Addresses))] {
		words = append(words, a.String())
	}
	if len(e.Addresses) > most {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}

func (e *PrivateHostError) Is(target error) bool { return target == ErrRefused }

// hostName normalises a host for comparison: lower case, no dot at the end.
func hostName(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// special are the networks that are not public. Source: the IANA IPv4 and IPv6
// special-purpose address registries.
var special = []struct {
	prefix  netip.Prefix
	network Network
}{
	{netip.MustParsePrefix("0.0.0.0/8"), ThisComputer},
	{netip.MustParsePrefix("::/128"), ThisComputer},
	{netip.MustParsePrefix("127.0.0.0/8"), ThisComputer},
	{netip.MustParsePrefix("::1/128"), ThisComputer},
	{netip.MustParsePrefix("10.0.0.0/8"), LocalNetwork},
	{netip.MustParsePrefix("172.16.0.0/12"), LocalNetwork},
	{netip.MustParsePrefix("192.168.0.0/16"), LocalNetwork},
	{netip.MustParsePrefix("fc00::/7"), LocalNetwork},
	{netip.MustParsePrefix("fec0::/10"), LocalNetwork}, // site-local (deprecated, RFC 3879)
	{netip.MustParsePrefix("169.254.0.0/16"), LinkLocal},
	{netip.MustParsePrefix("fe80::/10"), LinkLocal},
	{netip.MustParsePrefix("100.64.0.0/10"), SharedNetwork},
	{netip.MustParsePrefix("198.18.0.0/15"), TestNetwork},
	{netip.MustParsePrefix("2002::/16"), WrappedNetwork},       // 6to4 (RFC 3056)
	{netip.MustParsePrefix("2001::/32"), WrappedNetwork},       // Teredo (RFC 4380)
	{netip.MustParsePrefix("::/96"), WrappedNetwork},           // IPv4-compatible (deprecated, RFC 4291)
	{netip.MustParsePrefix("::ffff:0:0:0/96"), WrappedNetwork}, // IPv4-translated (RFC 2765)
	{netip.MustParsePrefix("192.0.0.0/24"), ReservedNetwork},   // IETF protocol assignments
	{netip.MustParsePrefix("240.0.0.0/4"), ReservedNetwork},    // includes broadcast
}

// networkOf returns the network of an address.
func networkOf(ip netip.Addr) Network {
	ip = ip.Unmap().WithZone("")
	if wrapped := translated(ip); len(wrapped) > 0 {
		for _, inner := range wrapped {
			if networkOf(inner) != PublicNetwork {
				return WrappedNetwork
			}
		}
		return PublicNetwork
	}
	for _, s := range special {
		if s.prefix.Contains(ip) {
			return s.network
		}
	}
	if !ip.IsGlobalUnicast() {
		return ReservedNetwork
	}
	return PublicNetwork
}

// networkOfName returns the network of an address that a name was resolved to.
//
// A tunnel that carries all traffic of a computer answers every name with an
// address from a network that no home uses: 198.18.0.0/15 or 100.64.0.0/10. The
// public host is behind it, and its certificate proves that, so such an answer
// counts as public. The same address in a URL itself doesn't come from a
// tunnel.
func networkOfName(ip netip.Addr) Network {
	network := networkOf(ip)
	if network == TestNetwork || network == SharedNetwork {
		return PublicNetwork
	}
	return network
}

func isPublic(ip netip.Addr) bool { return networkOf(ip) == PublicNetwork }

var (
	wellKnown64 = netip.MustParsePrefix("64:ff9b::/96")   // RFC 6052
	local64     = netip.MustParsePrefix("64:ff9b:1::/48") // RFC 8215
)

// translated returns the IPv4 addresses that a NAT64 address may stand for;
// none when it isn't one. Within the local prefix each network chooses its own
// prefix length, and that decides where the IPv4 address is (RFC 6052, section
// 2.2). Zeros follow it. All possible readings have to be public.
func translated(ip netip.Addr) []netip.Addr {
	b := ip.As16()
	last := netip.AddrFrom4([4]byte(b[12:]))
	switch {
	case wellKnown64.Contains(ip):
		return []netip.Addr{last}
	case !local64.Contains(ip):
		return nil
	}
	var all []netip.Addr
	for _, at := range [][4]int{{6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}} {
		rest := b[at[3]+1:]
		if b[8] == 0 && !slices.ContainsFunc(rest, func(x byte) bool { return x != 0 }) {
			all = append(all, netip.AddrFrom4([4]byte{b[at[0]], b[at[1]], b[at[2]], b[at[3]]}))
		}
	}
	if len(all) == 0 || last != netip.IPv4Unspecified() {
		all = append(all, last)
	}
	return all
}

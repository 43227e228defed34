package api

import (
	"net/netip"
	"slices"
	"strings"
)

// Network is what kind of network an address belongs to. Pictures are fetched
// from public ones; into all others a host leads only when a person allowed it.
type Network string

// The networks.
const (
	PublicNetwork   Network = ""
	ThisComputer    Network = "this computer"
	LocalNetwork    Network = "local network" // a home's or an office's
	LinkLocal       Network = "link-local"    // the next cable; clouds keep secrets at 169.254.169.254
	SharedNetwork   Network = "shared"        // a provider's inside, or a private tunnel
	TestNetwork     Network = "test"          // for measuring; tunnels use it inside
	WrappedNetwork  Network = "wrapped"       // an IPv4 address in another, and not a public one
	ReservedNetwork Network = "reserved"      // nothing that pictures could come from
)

// PrivateHostError says that a picture's host leads somewhere else than to the
// public internet. Nothing was sent. It is an ErrRefused.
type PrivateHostError struct {
	Host      string       // as Options.AllowHost is asked for it
	Addresses []netip.Addr // that it leads to and that are refused
	Network   Network      // that the first of them belongs to
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

// Where are the addresses, for people.
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

// Is makes it an ErrRefused.
func (e *PrivateHostError) Is(target error) bool { return target == ErrRefused }

// hostName is a host in the form in which it is allowed and compared.
func hostName(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// special are the networks that are not public. Source: the IANA
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
	{netip.MustParsePrefix("fec0::/10"), LocalNetwork}, // old site-local
	{netip.MustParsePrefix("169.254.0.0/16"), LinkLocal},
	{netip.MustParsePrefix("fe80::/10"), LinkLocal},
	{netip.MustParsePrefix("100.64.0.0/10"), SharedNetwork},
	{netip.MustParsePrefix("198.18.0.0/15"), TestNetwork},
	{netip.MustParsePrefix("2002::/16"), WrappedNetwork},       // 6to4
	{netip.MustParsePrefix("2001::/32"), WrappedNetwork},       // Teredo
	{netip.MustParsePrefix("::/96"), WrappedNetwork},           // old IPv4-compatible
	{netip.MustParsePrefix("::ffff:0:0:0/96"), WrappedNetwork}, // old IPv4-translated
	{netip.MustParsePrefix("192.0.0.0/24"), ReservedNetwork},   // protocol assignments
	{netip.MustParsePrefix("240.0.0.0/4"), ReservedNetwork},    // and broadcast
}

// networkOf is the network that an address belongs to.
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

// networkOfName is the network of an address that a name was resolved to.
//
// Tunnels that carry a computer's whole traffic answer every name with an
// address of their own, from a network that no home uses: 198.18.0.0/15, or
// 100.64.0.0/10. Behind it is the public host, and who that is its certificate
// has to prove, so such an answer counts as public. The same address standing
// in a URL itself is no tunnel's answer.
func networkOfName(ip netip.Addr) Network {
	network := networkOf(ip)
	if network == TestNetwork || network == SharedNetwork {
		return PublicNetwork
	}
	return network
}

// isPublic reports whether ip belongs to the internet at large.
func isPublic(ip netip.Addr) bool { return networkOf(ip) == PublicNetwork }

var (
	wellKnown64 = netip.MustParsePrefix("64:ff9b::/96")   // RFC 6052
	local64     = netip.MustParsePrefix("64:ff9b:1::/48") // RFC 8215
)

// translated are the IPv4 addresses that an address of a NAT64 gateway may
// stand for; none: it is no such address. Within the local prefix each network
// chooses how long its own is, and with that where the IPv4 address stands
// (RFC 6052, section 2.2); what follows it is zero. Every reading that is
// possible has to be public.
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

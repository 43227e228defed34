package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"syscall"
)

// guardedTransport connects only to public addresses and to hosts that a person
// allowed.
func guardedTransport(rules imageRules) *http.Transport {
	t := ownTransport(nil, nil)
	dial := t.DialContext
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if rules.allows(host) {
			return dial(ctx, network, address)
		}
		g := newGuard(host)
		conn, err := g.dialer().DialContext(ctx, network, address)
		if err != nil {
			if refusal := g.refusal(); refusal != nil {
				return nil, refusal
			}
		}
		return conn, err
	}
	return t
}

// guard checks the addresses that one connection tries.
type guard struct {
	host     string
	network  func(netip.Addr) Network
	mu       sync.Mutex // the addresses of a name are tried in parallel
	refused  []netip.Addr
	belongTo Network // network of the first refused address
}

func newGuard(host string) *guard {
	g := &guard{host: hostName(host), network: networkOfName}
	if _, err := netip.ParseAddr(host); err == nil {
		g.network = networkOf
	}
	return g
}

// dialer refuses addresses that are not public.
func (g *guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Control: g.control}
}

// control checks the address that a name was resolved to, right before
// connecting. A check before that is not enough: a name can resolve to another
// address the next time.
func (g *guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &InsecureURLError{Fault: PictureNowhere}
	}
	ip := to.Addr().Unmap()
	network := g.network(ip)
	if network == PublicNetwork {
		return nil
	}
	g.mu.Lock()
	if len(g.refused) == 0 {
		g.belongTo = network
	}
	g.refused = append(g.refused, ip)
	g.mu.Unlock()
	return g.refusal()
}

// refusal returns an error that names the refused addresses; nil: none was
// refused.
func (g *guard) refusal() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.refused) == 0 {
		return nil
	}
	return &PrivateHostError{Host: g.host, Addresses: slices.Clone(g.refused), Network: g.belongTo}
}

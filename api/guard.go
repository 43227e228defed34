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

// guardedTransport connects to public addresses, and with hosts that a person
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

// guard watches where one connection leads.
type guard struct {
	host     string
	network  func(netip.Addr) Network
	mu       sync.Mutex // a name's addresses are tried side by side
	refused  []netip.Addr
	belongTo Network // the first of them
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

// control looks at the address that a name was resolved to, right before it is
// connected to: a name can lead anywhere, and elsewhere the second time it is
// asked.
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

// refusal says which addresses were refused; nil: none was.
func (g *guard) refusal() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.refused) == 0 {
		return nil
	}
	return &PrivateHostError{Host: g.host, Addresses: slices.Clone(g.refused), Network: g.belongTo}
}

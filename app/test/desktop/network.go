package desktop

import (
	"fmt"
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Network is a proxy between a program and a host.
type Network struct {
	t     testing.TB
	proxy *toxiproxy.Proxy
}

// NewNetwork makes a proxy to the host of an address, until the test ends.
func NewNetwork(t testing.TB, address string) *Network {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "network", "127.0.0.1:0", strings.TrimPrefix(address, "http://"))
	if err := proxy.Start(); err != nil {
		t.Fatalf("network: %v", err)
	}
	t.Cleanup(proxy.Stop)
	return &Network{t: t, proxy: proxy}
}

// URL returns the host's address through the proxy.
func (n *Network) URL() string { return "http://" + n.proxy.Listen }

// Poison applies a toxic of toxiproxy to all connections, present and future, and returns a
// function that removes it.
func (n *Network) Poison(toxic, stream, attributes string) (cure func()) {
	n.t.Helper()
	description := fmt.Sprintf(`{"name": "%[1]s_%[2]s", "type": %[1]q, "stream": %[2]q, "attributes": %[3]s}`, toxic, stream, attributes)
	if _, err := n.proxy.Toxics.AddToxicJson(strings.NewReader(description)); err != nil {
		n.t.Fatalf("network: %v", err)
	}
	return func() { n.proxy.Toxics.ResetToxics(n.t.Context()) }
}

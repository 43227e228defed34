package desktop

import (
	"fmt"
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Network stands between a program and a host, as a network does.
type Network struct {
	t     testing.TB
	proxy *toxiproxy.Proxy
}

// NewNetwork makes one to the host of an address, for as long as the test runs.
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

// URL is the host's address by way of the network.
func (n *Network) URL() string { return "http://" + n.proxy.Listen }

// Poison has a toxic of toxiproxy's work on all connections, old and new, and returns what ends all
// that work there.
func (n *Network) Poison(toxic, stream, attributes string) (cure func()) {
	n.t.Helper()
	description := fmt.Sprintf(`{"name": "%[1]s_%[2]s", "type": %[1]q, "stream": %[2]q, "attributes": %[3]s}`, toxic, stream, attributes)
	if _, err := n.proxy.Toxics.AddToxicJson(strings.NewReader(description)); err != nil {
		n.t.Fatalf("network: %v", err)
	}
	return func() { n.proxy.Toxics.ResetToxics(n.t.Context()) }
}

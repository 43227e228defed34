package api

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNetworks(t *testing.T) {
	for address, want := range map[string]struct{ literal, named Network }{
		"8.8.8.8":                {},
		"2606:4700::1111":        {},
		"::ffff:8.8.8.8":         {},
		"198.18.0.7":             {TestNetwork, ""}, // the address that a VPN's DNS answers for a name
		"198.19.255.255":         {TestNetwork, ""},
		"100.100.100.100":        {SharedNetwork, ""},
		"::ffff:198.18.0.7":      {TestNetwork, ""},
		"198.20.0.1":             {},
		"127.0.0.1":              {ThisComputer, ThisComputer},
		"0.0.0.0":                {ThisComputer, ThisComputer},
		"::":                     {ThisComputer, ThisComputer},
		"::1":                    {ThisComputer, ThisComputer},
		"10.0.0.1":               {LocalNetwork, LocalNetwork},
		"172.31.0.1":             {LocalNetwork, LocalNetwork},
		"192.168.1.1":            {LocalNetwork, LocalNetwork},
		"fd12::1":                {LocalNetwork, LocalNetwork},
		"169.254.169.254":        {LinkLocal, LinkLocal},
		"fe80::1%eth0":           {LinkLocal, LinkLocal},
		"224.0.0.1":              {ReservedNetwork, ReservedNetwork},
		"64:ff9b::808:808":       {},
		"64:ff9b::a00:1":         {WrappedNetwork, WrappedNetwork},
		"64:ff9b::a9fe:a9fe":     {WrappedNetwork, WrappedNetwork},
		"64:ff9b::c612:7":        {WrappedNetwork, WrappedNetwork},
		"64:ff9b:1::808:808":     {}, // a prefix of 96 bits
		"64:ff9b:1:fffe::5db8:1": {},
		"64:ff9b:1::a00:1":       {WrappedNetwork, WrappedNetwork},
		"64:ff9b:1:808:8:800::":  {}, // 48 bits
		"64:ff9b:1:c0a8:1:100::": {WrappedNetwork, WrappedNetwork},
		"2002:c0a8:101::":        {WrappedNetwork, WrappedNetwork},
		"::7f00:1":               {WrappedNetwork, WrappedNetwork},
	} {
		ip := netip.MustParseAddr(address)
		if literal, named := networkOf(ip), networkOfName(ip); literal != want.literal || named != want.named {
			t.Errorf("%s is %q, and %q for a name", address, literal, named)
		}
	}
}

// TestWhatIsTranslatedIsJudgedByWhatItStandsFor embeds private addresses in
// each form that a NAT64 gateway may use.
func TestWhatIsTranslatedIsJudgedByWhatItStandsFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		private := rapid.SampledFrom([]string{"10.0.0.0/8", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"}).Draw(t, "network")
		v4 := netip.MustParsePrefix(private).Addr().As4()
		v4[2], v4[3] = rapid.Byte().Draw(t, "c"), rapid.Byte().Draw(t, "d")
		at := rapid.SampledFrom([][4]int{{6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}, {12, 13, 14, 15}}).Draw(t, "form")
		wrapped := netip.MustParseAddr("64:ff9b:1::").As16()
		for i, place := range at {
			wrapped[place] = v4[i]
		}
		if ip := netip.AddrFrom16(wrapped); networkOfName(ip) == PublicNetwork {
			t.Fatalf("%v stands for %v and is public", ip, netip.AddrFrom4(v4))
		}
	})
}

func TestARefusalSaysWhereTheHostLeads(t *testing.T) {
	t.Setenv("NO_PROXY", "*")
	c := newClient(t, "https://api.example.com")
	for address, want := range map[string]PrivateHostError{
		"https://localhost/a.png?secret":   {Host: "localhost", Network: ThisComputer},
		"https://192.168.1.1/a.png":        {Host: "192.168.1.1", Network: LocalNetwork, Addresses: []netip.Addr{netip.MustParseAddr("192.168.1.1")}},
		"https://[64:ff9b::a00:1]/a.png":   {Host: "64:ff9b::a00:1", Network: WrappedNetwork, Addresses: []netip.Addr{netip.MustParseAddr("64:ff9b::a00:1")}},
		"https://100.64.0.9/a.png":         {Host: "100.64.0.9", Network: SharedNetwork, Addresses: []netip.Addr{netip.MustParseAddr("100.64.0.9")}},
		"https://198.18.0.9:8443/a.png":    {Host: "198.18.0.9", Network: TestNetwork, Addresses: []netip.Addr{netip.MustParseAddr("198.18.0.9")}},
		"https://LOCALHOST:1/a.png":        {Host: "localhost", Network: ThisComputer},
		"https://169.254.169.254/meta":     {Host: "169.254.169.254", Network: LinkLocal, Addresses: []netip.Addr{netip.MustParseAddr("169.254.169.254")}},
		"https://[::ffff:127.0.0.1]/a.png": {Host: "::ffff:127.0.0.1", Network: ThisComputer, Addresses: []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.1")}},
	} {
		for _, err := range []error{
			func() error { _, err := c.Images.Download(t.Context(), address, Resume{}); return err }(),
			c.Images.TryHost(t.Context(), address),
		} {
			var got *PrivateHostError
			if !errors.As(err, &got) || !errors.Is(err, ErrRefused) || errors.Is(err, ErrNoAnswer) {
				t.Errorf("%s: %v", address, err)
				continue
			}
			if got.Host != want.Host || got.Network != want.Network || got.Where() != want.Where() || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %#v", address, got)
			}
		}
	}
}

// TestANameThatLeadsInside uses the client's own route. "localhost." resolves
// to an address of this computer. A name is judged when the connection is made,
// not before.
func TestANameThatLeadsInside(t *testing.T) {
	t.Setenv("NO_PROXY", "*")
	host := record(t, says(200, "x"))
	address := strings.Replace(host.URL, "127.0.0.1", "localhost", 1)
	allowed := map[string]bool{}
	route := newRoutes(nil, false, imageRules{allowed: func(name string) bool { return allowed[name] }}, nil).images
	try := func() error {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := route.RoundTrip(req)
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	}
	var inside *PrivateHostError
	if err := try(); !errors.As(err, &inside) || inside.Host != "localhost" || inside.Network != ThisComputer || len(inside.Addresses) == 0 {
		t.Errorf("got %v", err)
	}
	if len(host.all()) != 0 {
		t.Error("it was asked")
	}
	allowed["elsewhere"] = true
	if err := try(); !errors.Is(err, ErrRefused) {
		t.Errorf("another host is allowed: %v", err)
	}
	allowed["localhost"] = true
	if err := try(); err != nil || len(host.all()) != 1 {
		t.Errorf("a host that a person allowed: %v", err)
	}
	delete(allowed, "localhost")
	route.(*imageRoute).CloseIdleConnections()
	if err := try(); !errors.Is(err, ErrRefused) {
		t.Errorf("a host that a person took back: %v", err)
	}
}

func TestTryHost(t *testing.T) {
	host := record(t, says(404, "no such thing"))
	c := newClient(t, host.URL)
	if err := c.Images.TryHost(t.Context(), host.URL+"/bucket/a.png?X-Goog-Signature=secret"); err != nil {
		t.Fatal(err)
	}
	calls := host.all()
	if len(calls) != 1 || calls[0].Method != http.MethodHead || calls[0].Path != "/" || calls[0].Query != "" || calls[0].Header.Get("Authorization") != "" {
		t.Errorf("sent %+v", calls)
	}
	host.Close()
	if err := c.Images.TryHost(t.Context(), host.URL); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("nothing answers: %v", err)
	}
	if err := c.Images.TryHost(t.Context(), "file:///etc/passwd"); !errors.Is(err, ErrRefused) {
		t.Errorf("no host at all: %v", err)
	}
}

package settings

import (
	"slices"
	"strings"

	"lookbook/app/cause"
)

// maxHosts bounds the text of ImageHosts, in bytes: sixty of the longest names.
const maxHosts = 16 << 10

// AllowedHosts are the hosts that pictures may come from although they lead
// into a private network, in the order in which they were allowed.
func (v Values) AllowedHosts() []string { return strings.Fields(v.ImageHosts) }

// AllowsHost reports whether a host is one of them.
func (v Values) AllowsHost(host string) bool { return slices.Contains(v.AllowedHosts(), host) }

// AllowHost allows a host, or takes it back.
func (v *Values) AllowHost(host string, on bool) {
	hosts := slices.DeleteFunc(v.AllowedHosts(), func(h string) bool { return h == host })
	if on && len(strings.Fields(host)) == 1 {
		hosts = append(hosts, strings.TrimSpace(host))
	}
	v.ImageHosts = strings.Join(hosts, " ")
}

// noFault finds nothing wrong with a text.
func noFault(string) cause.Code { return "" }

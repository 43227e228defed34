package settings

import (
	"slices"
	"strings"

	"lookbook/app/cause"
)

// maxHosts bounds the text of ImageHosts, in bytes: sixty of the longest names.
const maxHosts = 16 << 10

// AllowedHosts are the hosts in private networks that a person allowed for
// pictures, in the order in which they were allowed.
func (v Values) AllowedHosts() []string { return strings.Fields(v.ImageHosts) }

func (v Values) AllowsHost(host string) bool { return slices.Contains(v.AllowedHosts(), host) }

// AllowHost allows a host, or revokes it.
func (v *Values) AllowHost(host string, on bool) {
	hosts := slices.DeleteFunc(v.AllowedHosts(), func(h string) bool { return h == host })
	if on && len(strings.Fields(host)) == 1 {
		hosts = append(hosts, strings.TrimSpace(host))
	}
	v.ImageHosts = strings.Join(hosts, " ")
}

// noFault accepts every text.
func noFault(string) cause.Code { return "" }

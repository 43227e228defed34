// Package version knows which version of the program this is. The number stands once, in
// FyneApp.toml, which main builds in; the linker overrides it with the git tag's (see .ci/version).
//
// Pure, for any goroutine.
package version

import "strings"

// Of returns the version that the linker put in, or else that of FyneApp.toml's text. Without
// either it is "unknown".
func Of(linked, details string) string {
	if linked != "" {
		return linked
	}
	for line := range strings.Lines(details) {
		name, value, _ := strings.Cut(line, "=")
		if value = strings.Trim(strings.TrimSpace(value), `"`); strings.TrimSpace(name) == "Version" && value != "" {
			return value
		}
	}
	return "unknown"
}

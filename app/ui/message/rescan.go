package message

import (
	"strings"

	saved "lookbook/app/files"
)

// Rescanned describes the result of a search, one sentence for each part.
func Rescanned(r saved.RescanResult) string {
	var found []string
	for _, count := range []struct {
		key string
		n   int
	}{
		{"rescan.moved", r.Moved},
		{"rescan.back", r.Back},
		{"rescan.added", r.Added},
		{"rescan.missing", r.Missing},
		{"rescan.damaged", r.Skipped},
		{"rescan.unread", r.Unread},
		{"rescan.marked", r.Marked},
		{"rescan.clashed", r.Clashed},
	} {
		if count.n > 0 {
			found = append(found, N(count.key, count.n))
		}
	}
	if r.Cut {
		found = append(found, T("rescan.cut"))
	}
	if len(found) == 0 {
		return T("rescan.nothing")
	}
	return strings.Join(found, " ")
}

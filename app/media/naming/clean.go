package naming

import (
	"path"
	"strings"
)

// Clean is a name for a file that PlaceIn takes and that every system and disk
// has room for, as near to name as can be. A name that a Template made stays
// what it is.
func Clean(name string) string {
	end := extension(path.Ext(name))
	stem := strings.TrimSuffix(name, path.Ext(name))
	stem = shorten(tidy(clip(stem)), MaxName-numberRoom-len(end))
	if stem == "" || reserved(stem) {
		stem = strings.TrimSpace("picture " + stem)
	}
	return stem + end
}

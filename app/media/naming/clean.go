package naming

import (
	"path"
	"strings"
)

// Clean returns the nearest name that PlaceIn accepts and that every system and
// disk allows. A name made by a Template is unchanged.
func Clean(name string) string {
	end := extension(path.Ext(name))
	stem := strings.TrimSuffix(name, path.Ext(name))
	stem = shorten(tidy(clip(stem)), MaxName-numberRoom-len(end))
	if stem == "" || reserved(stem) {
		stem = strings.TrimSpace("picture " + stem)
	}
	return stem + end
}

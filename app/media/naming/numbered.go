package naming

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Numbered returns name n, from 1, that PlaceIn tries for a path.
func Numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	extension := filepath.Ext(path)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(path, extension), n, extension)
}

package naming

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Numbered is the n-th name that PlaceIn tries for a path, from 1.
func Numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	extension := filepath.Ext(path)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(path, extension), n, extension)
}

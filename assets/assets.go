// Package assets holds the files that are built into the program: the icon, in the sizes that
// desktops ask for.
//
// The bytes are compiled in, so nothing here can fail or block, and every function may be called on
// any goroutine. The package imports neither a part of Lookbook nor Fyne: the window makes what it
// needs of the bytes, as in
//
//	fyne.NewStaticResource(assets.IconName, assets.Icon())
//
// The PNG files are drawn from the SVG files beside them by `make icons`. Those of 48 px and less
// come from a separate drawing with fewer and thicker parts.
package assets

import (
	_ "embed"
	"slices"
)

// IconName is the file name for Icon's bytes.
const IconName = "lookbook.png"

//go:embed icon/icon-512.png
var icon []byte

// Icon returns the program's icon as a PNG file of 512×512 pixels. The caller may keep and change
// the slice.
func Icon() []byte { return slices.Clone(icon) }

//go:embed icon/icon-64.png
var small []byte

// Small returns the program's icon as a PNG file of 64×64 pixels, for trays. The caller may keep
// and change the slice.
func Small() []byte { return slices.Clone(small) }

// Package assets holds the files that are built into the program: the icon, in the sizes that
// desktops ask for.
//
// The bytes are compiled in, so nothing here can fail or block, and every function may be called
// on any goroutine. The package imports no part of Lookbook and not fyne: what a window needs is
// made of these bytes by the window, as in
//
//	fyne.NewStaticResource(assets.IconName, assets.Icon())
//
// The PNG files are drawn from the SVG files beside them by `make icons`; those of 48 px and less
// come from a drawing of their own, with fewer and thicker parts.
package assets

import (
	_ "embed"
	"slices"
)

// IconName is the file name that belongs to Icon's bytes.
const IconName = "lookbook.png"

//go:embed icon/icon-512.png
var icon []byte

// Icon returns the program's icon as a PNG file of 512×512 pixels. The caller may keep and change
// the slice.
func Icon() []byte { return slices.Clone(icon) }

// Package icons holds the icons that Fyne's theme lacks, drawn on a 24-unit grid
// like Fyne's. Any goroutine may use it.
package icons

import (
	"embed"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

//go:embed *.svg
var files embed.FS

// Icon is an icon in the colour of the theme, by the name of its file. There is
// a test that every name asked for has one.
func Icon(name string) fyne.Resource {
	svg, err := files.ReadFile(name + ".svg")
	if err != nil {
		panic(err) // a name that is written wrongly
	}
	return theme.NewThemedResource(fyne.NewStaticResource(name+".svg", svg))
}

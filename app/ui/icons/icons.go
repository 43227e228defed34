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

// Icon returns an icon in the theme's colour, by the name of its file. A test
// checks that every used name has one.
func Icon(name string) fyne.Resource {
	svg, err := files.ReadFile(name + ".svg")
	if err != nil {
		panic(err) // a wrong name
	}
	return theme.NewThemedResource(fyne.NewStaticResource(name+".svg", svg))
}

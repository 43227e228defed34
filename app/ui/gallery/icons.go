package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The pane's own icons, drawn on a 24-unit grid like Fyne's.
const (
	svgHead = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`

	// A heading above tiles, twice.
	sectionsSVG = svgHead + `<path d="M3 4h9v2H3zM3 8h5v4H3zM10 8h5v4h-5zM17 8h4v4h-4zM3 15h7v2H3zM3 19h5v2H3zM10 19h5v2h-5z"/></svg>`
	// A label with its hole.
	tagSVG = svgHead + `<path fill-rule="evenodd" d="M3 3h8.200l9.800 9.800-8.200 8.200L3 11.200V3zm2 2v5.400l7.800 7.800 5.400-5.400L10.400 5H5z` +
		`M7.500 6.200a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3z"/></svg>`
	// An arrow out of a tray.
	exportSVG = svgHead + `<path d="M12 3l5 5-1.400 1.400L13 6.800V15h-2V6.800L8.400 9.400 7 8zM4 13h2v6h12v-6h2v8H4z"/></svg>`
)

func icon(name, svg string) fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource(name, []byte(svg)))
}

func sectionsIcon() fyne.Resource { return icon("sections.svg", sectionsSVG) }

func tagIcon() fyne.Resource { return icon("tag.svg", tagSVG) }

func exportIcon() fyne.Resource { return icon("export.svg", exportSVG) }

package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The pane's own icons, drawn on a 24-unit grid like Fyne's.
const (
	swapSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
		`<path d="M7 4 3 8l4 4V9h11V7H7V4zm10 8v3H6v2h11v3l4-4-4-4z"/></svg>`
	lockSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
		`<path fill-rule="evenodd" d="M12 2a5 5 0 0 0-5 5v3H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8a2 2 0 0 0-2-2h-1V7a5 5 0 0 0-5-5zm-3 5a3 3 0 0 1 6 0v3H9V7zm-3 5h12v8H6v-8z"/></svg>`
	rollSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
		`<path fill-rule="evenodd" d="M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm0 2a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1H6z` +
		`M8.5 7a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm7 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm-7 7a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm7 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z"/></svg>`
	shuffleSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
		`<path d="M17 3.5 21.5 8 17 12.5V9h-1.6L7.4 18H2.5v-2H6.500l8-9H17V3.500zM2.5 6h4.900l2.800 3.150-1.350 1.500L6.500 8h-4V6zm10.800 6.650L15.400 15H17v-3.500l4.500 4.500L17 20.500V17h-2.500l-2.550-2.850 1.350-1.500z"/></svg>`
)

func icon(name, svg string) fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource(name, []byte(svg)))
}

package searchbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// filterIcon is a funnel in lines.
func filterIcon() fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("filter.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<path fill="#000000" d="M3 6h18v2H3zM6 11h12v2H6zM10 16h4v2h-4z"/></svg>`)))
}

// keptIcon is a bookmark.
func keptIcon() fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("kept.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<path fill="#000000" d="M17 3H7a2 2 0 0 0-2 2v16l7-3 7 3V5a2 2 0 0 0-2-2zm0 15-5-2.2L7 18V5h10z"/></svg>`)))
}

package ui

import "fyne.io/fyne/v2"

// look is the theme, and whether it is the light or the dark one.
type look struct {
	theme   fyne.Theme
	variant fyne.ThemeVariant
}

func lookOf(app fyne.App) look { return look{app.Settings().Theme(), app.Settings().ThemeVariant()} }

// renew gives what is shown for the first time the present look. Fyne tells a new one only to what is in a window, and
// the page waits outside of it until the key is known; the desktop says meanwhile whether it is light or dark.
func (l *look) renew(app fyne.App) {
	if now := lookOf(app); now != *l {
		*l = now
		app.Settings().SetTheme(now.theme)
	}
}

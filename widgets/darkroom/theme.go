// Package darkroom is Lookbook's theme: neutral surfaces, one safelight orange, and nothing that tints a picture.
package darkroom

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says where light or dark comes from.
type Mode int

// The modes a user can choose between.
const (
	System Mode = iota // follow the desktop
	Light
	Dark
)

// Colour names beyond Fyne's own.
const (
	ColorNameWindow   fyne.ThemeColorName = theme.ColorNameBackground
	ColorNamePane     fyne.ThemeColorName = "lookbookPane"
	ColorNameRaised   fyne.ThemeColorName = "lookbookRaised"
	ColorNameHairline fyne.ThemeColorName = theme.ColorNameSeparator
	ColorNameText     fyne.ThemeColorName = theme.ColorNameForeground
	ColorNameQuiet    fyne.ThemeColorName = "lookbookQuiet"
	ColorNameAccent   fyne.ThemeColorName = theme.ColorNamePrimary
	ColorNameOnAccent fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	ColorNameDone     fyne.ThemeColorName = theme.ColorNameSuccess
	ColorNameWarning  fyne.ThemeColorName = theme.ColorNameWarning
	ColorNameFailed   fyne.ThemeColorName = theme.ColorNameError
)

// Size names beyond Fyne's own.
const (
	SizeNameQuietText   fyne.ThemeSizeName = theme.SizeNameCaptionText    // 12
	SizeNameTitleText   fyne.ThemeSizeName = theme.SizeNameSubHeadingText // 17
	SizeNameThumbRadius fyne.ThemeSizeName = "lookbookThumbRadius"        // 4
)

// Steps of the 4-px grid, in Fyne's device-independent pixels.
const (
	Space4  float32 = 4
	Space8  float32 = 8
	Space12 float32 = 12
	Space16 float32 = 16
	Space24 float32 = 24
)

// Theme implements fyne.Theme. It is immutable: to change the mode, set a new one.
type Theme struct {
	fyne.Theme
	mode Mode
}

// New returns the theme in the given mode.
func New(mode Mode) *Theme { return &Theme{Theme: theme.DefaultTheme(), mode: mode} }

// Color answers every colour name of Fyne and of this package.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	return t.Theme.Color(name, variant)
}

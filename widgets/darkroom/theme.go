// Package darkroom is Lookbook's theme: neutral surfaces without a tint, pictures as the only strong colour, and one
// safelight orange for what can be acted on now.
//
// A Theme is immutable and safe for concurrent use. Set a new one to change between light, dark and the desktop's choice.
package darkroom

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says who decides between light and dark.
type Mode int

// The modes.
const (
	System Mode = iota // the desktop decides
	Light
	Dark
)

// Colours by role. Some are Fyne's own names, so that stock widgets have them without being told.
const (
	ColorNameWindow      = theme.ColorNameBackground                  // behind everything; pictures lie on it
	ColorNamePane        = fyne.ThemeColorName("lookbookPane")        // panels beside the pictures
	ColorNameRaised      = fyne.ThemeColorName("lookbookRaised")      // menus, dialogs, buttons
	ColorNameHairline    = theme.ColorNameSeparator                   // decoration only
	ColorNameOutline     = fyne.ThemeColorName("lookbookOutline")     // around controls
	ColorNameText        = theme.ColorNameForeground                  // body text
	ColorNameQuiet       = fyne.ThemeColorName("lookbookQuiet")       // labels, times, hints
	ColorNameAccent      = theme.ColorNamePrimary                     // what can be acted on now
	ColorNameOnAccent    = theme.ColorNameForegroundOnPrimary         // text on the accent
	ColorNameDone        = theme.ColorNameSuccess                     // finished, saved
	ColorNameWarning     = theme.ColorNameWarning                     // needs the eye
	ColorNameFailed      = theme.ColorNameError                       // failed, invalid
	ColorNamePlaceholder = fyne.ThemeColorName("lookbookPlaceholder") // a picture that is not there yet
	ColorNameShimmer     = fyne.ThemeColorName("lookbookShimmer")     // added to the placeholder at the shimmer's height
	ColorNameOnPicture   = fyne.ThemeColorName("lookbookOnPicture")   // words on a darkened picture, in both modes
)

// Sizes beyond Fyne's own, in device-independent pixels.
const (
	SizeNameQuietText   = theme.SizeNameCaptionText                 // 12
	SizeNameTitleText   = theme.SizeNameSubHeadingText              // 17
	SizeNameThumbRadius = fyne.ThemeSizeName("lookbookThumbRadius") // 4
	SizeNameRadius      = theme.SizeNameInputRadius                 // 6, controls
)

// Steps of the 4-px grid, in device-independent pixels.
const (
	Space4  float32 = 4
	Space8  float32 = 8
	Space12 float32 = 12
	Space16 float32 = 16
	Space24 float32 = 24
)

// Theme is a fyne.Theme. Fonts and icons are Fyne's.
type Theme struct {
	fyne.Theme
	mode        Mode
	dark, light palette
}

// New returns the theme; with System it follows the variant that Fyne asks for.
func New(mode Mode) *Theme {
	return &Theme{Theme: theme.DefaultTheme(), mode: mode, dark: darkPalette(), light: lightPalette()}
}

// Mode is what New was given.
func (t *Theme) Mode() Mode { return t.mode }

// Color answers every colour name of Fyne and of this package. Names from elsewhere get Fyne's own colour.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	variant = t.variant(variant)
	p := t.dark
	if variant == theme.VariantLight {
		p = t.light
	}
	if c, ok := p.color(name); ok {
		return c
	}
	return t.Theme.Color(name, variant)
}

func (t *Theme) variant(asked fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.mode {
	case Light:
		return theme.VariantLight
	case Dark:
		return theme.VariantDark
	}
	return asked
}

// Size answers every size name of Fyne and of this package, in device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 14
	case SizeNameQuietText:
		return 12
	case SizeNameTitleText, theme.SizeNameHeadingText:
		return 17
	case theme.SizeNamePadding:
		return Space4
	case theme.SizeNameInnerPadding:
		return 6 // entries 31 high: a mouse's density, not a thumb's
	case theme.SizeNameLineSpacing:
		return Space4
	case theme.SizeNameInlineIcon:
		return 16
	case SizeNameRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius, theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return 6
	case theme.SizeNameDialogRadius, theme.SizeNameInnerWindowRadius:
		return 8
	case SizeNameThumbRadius, theme.SizeNameSelectionRadius, theme.SizeNameScrollBarRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameModalBlurRadius:
		return 0 // a blurred picture behind a question is a picture one can't judge
	}
	return t.Theme.Size(name)
}

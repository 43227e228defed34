// Package darkroom is Lookbook's theme: neutral greys, so that pictures are the only strong colours, and one orange
// accent for what can be acted on.
//
// A Theme is immutable and safe for concurrent use. Set a new one to change between light, dark and the desktop's
// choice.
package darkroom

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is the choice between light and dark.
type Mode int

const (
	System Mode = iota // the desktop decides
	Light
	Dark
)

// Trait is a wish of a person's eyes.
type Trait int

const (
	HighContrast Trait = iota // 7:1 for all words, strong outlines
	Still                     // nothing of this program's moves
)

// Colours by role. Some have Fyne's own names, so that Fyne's widgets use them too.
const (
	ColorNameWindow      = theme.ColorNameBackground                  // background; pictures are on it
	ColorNamePane        = fyne.ThemeColorName("lookbookPane")        // panels beside the pictures
	ColorNameRaised      = fyne.ThemeColorName("lookbookRaised")      // menus, dialogs, buttons
	ColorNameHairline    = theme.ColorNameSeparator                   // decoration only
	ColorNameOutline     = fyne.ThemeColorName("lookbookOutline")     // around controls
	ColorNameText        = theme.ColorNameForeground                  // body text
	ColorNameQuiet       = fyne.ThemeColorName("lookbookQuiet")       // labels, times, hints
	ColorNameAccent      = theme.ColorNamePrimary                     // what can be acted on
	ColorNameOnAccent    = theme.ColorNameForegroundOnPrimary         // text on the accent
	ColorNameDone        = theme.ColorNameSuccess                     // finished, saved
	ColorNameWarning     = theme.ColorNameWarning                     // needs attention
	ColorNameFailed      = theme.ColorNameError                       // failed, invalid
	ColorNamePlaceholder = fyne.ThemeColorName("lookbookPlaceholder") // a missing picture
	ColorNameShimmer     = fyne.ThemeColorName("lookbookShimmer")     // added to the placeholder at the brightest moment of the shimmer
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

// Theme is a fyne.Theme. Fonts and all icons but one are Fyne's.
type Theme struct {
	fyne.Theme
	mode        Mode
	dark, light palette
	still       bool
}

// New returns the theme; with System it follows Fyne's variant.
func New(mode Mode, traits ...Trait) *Theme {
	t := &Theme{Theme: theme.DefaultTheme(), mode: mode, dark: darkPalette(), light: lightPalette()}
	if slices.Contains(traits, HighContrast) {
		t.dark, t.light = strongDarkPalette(), strongLightPalette()
	}
	t.still = slices.Contains(traits, Still)
	return t
}

// Still reports whether nothing should move.
func (t *Theme) Still() bool { return t.still }

// Mode returns the argument of New.
func (t *Theme) Mode() Mode { return t.mode }

// Color returns the colour of every name of Fyne and of this package. Other names get Fyne's own colour.
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

// boxStroke is the grey of uncheckedBox: at least 3:1 on every surface of both modes.
var boxStroke = rgb(0x7A7A80)

// uncheckedBox is the box of a check that is off. Fyne draws it as faintly as the border of an entry, and it has nothing
// else to be seen by.
var uncheckedBox = fyne.NewStaticResource("unchecked.svg", fmt.Appendf(nil,
	`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
		`<rect x="3.75" y="3.75" width="16.5" height="16.5" rx="2" fill="none" stroke="#%02X%02X%02X" stroke-width="1.5"/></svg>`,
	boxStroke.R, boxStroke.G, boxStroke.B))

// Icon answers with Fyne's icons, and the box of a check that is off.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	if name == theme.IconNameCheckButton {
		return uncheckedBox
	}
	return t.Theme.Icon(name)
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

// Size returns the size of every name of Fyne and of this package, in device-independent pixels.
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
		return 6 // entries are 31 high, for a mouse rather than a thumb
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
		return 0 // a blurred picture behind a question can't be judged
	}
	return t.Theme.Size(name)
}

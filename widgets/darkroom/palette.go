package darkroom

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// palette holds the colours that were chosen by eye and measured. All others are derived from them by role.
type palette struct {
	window, pane, raised, hairline color.NRGBA
	text, quiet                    color.NRGBA
	accent, onAccent               color.NRGBA
	done, warning, failed          color.NRGBA

	control       color.NRGBA // fill of a standard button, between raised and hairline, visible on every surface
	controlBorder color.NRGBA // outline of a control, at least 3:1 on every surface
	input         color.NRGBA
	faded         color.NRGBA // disabled text
	wash          color.NRGBA // white or black, for hover and pressed; alpha is added
	bar           uint8       // alpha of the wash that is a scroll bar
	shadowAlpha   uint8
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

func withAlpha(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

func darkPalette() palette {
	return palette{
		window: rgb(0x1A1A1C), pane: rgb(0x222225), raised: rgb(0x2D2D31), hairline: rgb(0x3A3A3F),
		text: rgb(0xECECEE), quiet: rgb(0xA6A6AE),
		accent: rgb(0xFF7A4D), onAccent: rgb(0x1A1A1C),
		done: rgb(0x62C98F), warning: rgb(0xEDBB55), failed: rgb(0xFF7B7B),
		control: rgb(0x35353A), controlBorder: rgb(0x77777E), input: rgb(0x131315), faded: rgb(0x98989F),
		wash: rgb(0xFFFFFF), bar: 0x60, shadowAlpha: 0x80,
	}
}

func lightPalette() palette {
	return palette{
		window: rgb(0xEFEFEC), pane: rgb(0xF8F8F6), raised: rgb(0xFFFFFF), hairline: rgb(0xDADAD5),
		text: rgb(0x1C1C1E), quiet: rgb(0x5C5C63),
		accent: rgb(0xB83C14), onAccent: rgb(0xFFFFFF),
		done: rgb(0x1B7A46), warning: rgb(0x8A5A00), failed: rgb(0xB3261E),
		control: rgb(0xE8E8E4), controlBorder: rgb(0x888883), input: rgb(0xFFFFFF), faded: rgb(0x68686E),
		wash: rgb(0x000000), bar: 0x78, shadowAlpha: 0x33,
	}
}

// strongDarkPalette is for eyes that need more contrast than a picture's surroundings should have.
func strongDarkPalette() palette {
	return palette{
		window: rgb(0x000000), pane: rgb(0x000000), raised: rgb(0x141416), hairline: rgb(0x8E8E96),
		text: rgb(0xFFFFFF), quiet: rgb(0xDCDCE2),
		accent: rgb(0xFFA37F), onAccent: rgb(0x000000),
		done: rgb(0x7BE8AC), warning: rgb(0xFFD878), failed: rgb(0xFFA3A3),
		control: rgb(0x1C1C1F), controlBorder: rgb(0xA8A8B0), input: rgb(0x000000), faded: rgb(0x93939B),
		wash: rgb(0xFFFFFF), bar: 0x90, shadowAlpha: 0xB0,
	}
}

func strongLightPalette() palette {
	return palette{
		window: rgb(0xFFFFFF), pane: rgb(0xFFFFFF), raised: rgb(0xFFFFFF), hairline: rgb(0x6E6E73),
		text: rgb(0x000000), quiet: rgb(0x36363B),
		accent: rgb(0x8A2600), onAccent: rgb(0xFFFFFF),
		done: rgb(0x0B5A30), warning: rgb(0x5E3E00), failed: rgb(0x8C1510),
		control: rgb(0xF1F1EE), controlBorder: rgb(0x55555A), input: rgb(0xFFFFFF), faded: rgb(0x6B6B70),
		wash: rgb(0x000000), bar: 0x90, shadowAlpha: 0x60,
	}
}

// color returns the colour of a name; ok is false for names that are neither
// Fyne's nor ours.
func (p palette) color(name fyne.ThemeColorName) (c color.NRGBA, ok bool) {
	if c, ok = p.surface(name); ok {
		return c, true
	}
	if c, ok = p.ink(name); ok {
		return c, true
	}
	return p.controls(name)
}

func (p palette) surface(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case ColorNameWindow, theme.ColorNameScrollBarBackground:
		return p.window, true
	case ColorNamePane, theme.ColorNameHeaderBackground:
		return p.pane, true
	case ColorNameRaised, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameInnerWindowBorder:
		return p.raised, true
	case theme.ColorNameInnerWindowBorderInactive:
		return p.pane, true
	case ColorNameHairline:
		return p.hairline, true
	case theme.ColorNameShadow:
		return withAlpha(rgb(0), p.shadowAlpha), true
	}
	return color.NRGBA{}, false
}

func (p palette) ink(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case ColorNameText:
		return p.text, true
	case ColorNameQuiet, theme.ColorNamePlaceHolder:
		return p.quiet, true
	case theme.ColorNameDisabled:
		return p.faded, true
	case ColorNameAccent, theme.ColorNameHyperlink:
		return p.accent, true
	case ColorNameOnAccent, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return p.onAccent, true
	case ColorNameOnPicture:
		return rgb(0xFFFFFF), true
	case ColorNameDone:
		return p.done, true
	case ColorNameWarning:
		return p.warning, true
	case ColorNameFailed:
		return p.failed, true
	}
	return color.NRGBA{}, false
}

func (p palette) controls(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case theme.ColorNameButton:
		return p.control, true
	case theme.ColorNameDisabledButton:
		return withAlpha(p.control, 0x80), true
	case theme.ColorNameInputBackground:
		return p.input, true
	case theme.ColorNameInputBorder, ColorNameOutline:
		return p.controlBorder, true
	case theme.ColorNameFocus:
		return withAlpha(p.accent, 0x59), true
	case theme.ColorNameSelection:
		return withAlpha(p.accent, 0x3D), true
	case theme.ColorNameHover:
		return withAlpha(p.wash, 0x12), true
	case theme.ColorNamePressed:
		return withAlpha(p.wash, 0x24), true
	case theme.ColorNameScrollBar:
		return withAlpha(p.wash, p.bar), true
	case ColorNamePlaceholder:
		return p.placeholder(), true
	case ColorNameShimmer:
		return withAlpha(p.wash, 0x10), true
	}
	return color.NRGBA{}, false
}

// placeholder is the colour of a missing picture, slightly different from the window's.
func (p palette) placeholder() color.NRGBA {
	if p.wash.R == 0 {
		return rgb(0xE2E2DE)
	}
	return p.raised
}

package darkroom

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// luminance is WCAG 2's relative luminance.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func contrast(a, b color.Color) float64 {
	l, m := luminance(a), luminance(b)
	if l < m {
		l, m = m, l
	}
	return (l + 0.05) / (m + 0.05)
}

func TestContrastMeasure(t *testing.T) {
	if got := contrast(color.White, color.Black); math.Abs(got-21) > 0.001 {
		t.Fatalf("black on white = %.3f, want 21", got)
	}
	// #777 on white is the well-known near miss of 4.5.
	if got := contrast(color.White, color.NRGBA{0x77, 0x77, 0x77, 0xFF}); math.Abs(got-4.478) > 0.001 {
		t.Fatalf("#777 on white = %.3f, want 4.478", got)
	}
}

func TestContrastOnEverySurface(t *testing.T) {
	inks := []struct {
		name fyne.ThemeColorName
		min  float64
	}{
		{ColorNameText, 11.6},
		{ColorNameQuiet, 5.6},
		{theme.ColorNamePlaceHolder, 5.6},
		{ColorNameAccent, 4.9},
		{ColorNameDone, 4.6},
		{ColorNameWarning, 4.6},
		{ColorNameFailed, 4.6},
	}
	surfaces := []fyne.ThemeColorName{ColorNameWindow, ColorNamePane, ColorNameRaised}
	for _, mode := range []Mode{Dark, Light} {
		th := New(mode)
		for _, ink := range inks {
			for _, surface := range surfaces {
				got := contrast(th.Color(ink.name, 0), th.Color(surface, 0))
				if got < ink.min {
					t.Errorf("mode %d: %s on %s = %.2f, want at least %.1f", mode, ink.name, surface, got, ink.min)
				}
			}
		}
		for _, ink := range inks { // fields are a shade beside the surfaces
			if got := contrast(th.Color(ink.name, 0), th.Color(theme.ColorNameInputBackground, 0)); got < 4.5 {
				t.Errorf("mode %d: %s in a field = %.2f, want at least 4.5", mode, ink.name, got)
			}
		}
		if got := contrast(th.Color(ColorNameOnAccent, 0), th.Color(ColorNameAccent, 0)); got < 5.6 {
			t.Errorf("mode %d: text on the accent = %.2f, want at least 5.6", mode, got)
		}
		for _, surface := range append(surfaces, theme.ColorNameInputBackground) {
			for name, line := range map[string]color.Color{
				"box of a check": boxStroke, "outline": th.Color(ColorNameOutline, 0), "border of an entry": th.Color(theme.ColorNameInputBorder, 0),
				"focus ring": th.Color(ColorNameAccent, 0), "scroll bar": over(th.Color(theme.ColorNameScrollBar, 0), th.Color(surface, 0)),
			} {
				if got := contrast(line, th.Color(surface, 0)); got < 3 {
					t.Errorf("mode %d: the %s on %s = %.2f, want at least 3", mode, name, surface, got)
				}
			}
			off := over(th.Color(theme.ColorNameDisabledButton, 0), th.Color(surface, 0))
			for _, under := range []color.Color{th.Color(surface, 0), off} {
				if got := contrast(th.Color(theme.ColorNameDisabled, 0), under); got < 4.5 {
					t.Errorf("mode %d: disabled words on %s = %.2f, want at least 4.5", mode, surface, got)
				}
			}
		}
		if got := contrast(th.Color(ColorNameText, 0), th.Color(theme.ColorNameButton, 0)); got < 7 {
			t.Errorf("mode %d: text on a stock button = %.2f, want at least 7", mode, got)
		}
	}
}

// Text must stay legible on what hover and selection make of a surface.
func TestContrastUnderWashes(t *testing.T) {
	for _, mode := range []Mode{Dark, Light} {
		th := New(mode)
		for _, wash := range []fyne.ThemeColorName{theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameSelection, theme.ColorNameFocus} {
			under := over(th.Color(wash, 0), th.Color(ColorNamePane, 0))
			if got := contrast(th.Color(ColorNameText, 0), under); got < 4.5 {
				t.Errorf("mode %d: text on %s = %.2f, want at least 4.5", mode, wash, got)
			}
		}
	}
}

func over(top, bottom color.Color) color.Color {
	a, b := color.NRGBAModel.Convert(top).(color.NRGBA), color.NRGBAModel.Convert(bottom).(color.NRGBA)
	mix := func(x, y uint8) uint8 { return uint8((int(x)*int(a.A) + int(y)*(255-int(a.A))) / 255) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xFF}
}

func TestColoursOfTheLook(t *testing.T) {
	want := map[fyne.ThemeColorName][2]string{
		ColorNameWindow: {"#1A1A1C", "#EFEFEC"}, ColorNamePane: {"#222225", "#F8F8F6"}, ColorNameRaised: {"#2D2D31", "#FFFFFF"},
		ColorNameHairline: {"#3A3A3F", "#DADAD5"}, ColorNameText: {"#ECECEE", "#1C1C1E"}, ColorNameQuiet: {"#A6A6AE", "#5C5C63"},
		ColorNameAccent: {"#FF7A4D", "#B83C14"}, ColorNameOnAccent: {"#1A1A1C", "#FFFFFF"}, ColorNameDone: {"#62C98F", "#1B7A46"},
		ColorNameWarning: {"#EDBB55", "#8A5A00"}, ColorNameFailed: {"#FF7B7B", "#B3261E"},
	}
	for name, colours := range want {
		for i, mode := range []Mode{Dark, Light} {
			c := color.NRGBAModel.Convert(New(mode).Color(name, 0)).(color.NRGBA)
			if got := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B); got != colours[i] {
				t.Errorf("%s in mode %d = %s, want %s", name, mode, got, colours[i])
			}
		}
	}
}

func TestModeDecidesAgainstTheDesktop(t *testing.T) {
	for _, c := range []struct {
		mode  Mode
		asked fyne.ThemeVariant
		want  fyne.ThemeVariant
	}{
		{System, theme.VariantDark, theme.VariantDark},
		{System, theme.VariantLight, theme.VariantLight},
		{Light, theme.VariantDark, theme.VariantLight},
		{Dark, theme.VariantLight, theme.VariantDark},
	} {
		got := New(c.mode).Color(ColorNameWindow, c.asked)
		if want := New(System).Color(ColorNameWindow, c.want); got != want {
			t.Errorf("mode %d asked for variant %d: window is %v, want %v", c.mode, c.asked, got, want)
		}
	}
}

func TestEveryNameOfFyneIsAnswered(t *testing.T) {
	for _, mode := range []Mode{System, Light, Dark} {
		test.AssertAllColorNamesDefined(t, New(mode), "darkroom")
	}
}

// No surface may tint the pictures that lie on it: its channels stay within a hair of each other.
func TestSurfacesAreNeutral(t *testing.T) {
	for _, mode := range []Mode{Dark, Light} {
		for _, name := range []fyne.ThemeColorName{ColorNameWindow, ColorNamePane, ColorNameRaised, ColorNamePlaceholder, ColorNameHairline} {
			c := color.NRGBAModel.Convert(New(mode).Color(name, 0)).(color.NRGBA)
			if spread := max(c.R, c.G, c.B) - min(c.R, c.G, c.B); spread > 5 {
				t.Errorf("%s in mode %d has a tint: channels %d apart", name, mode, spread)
			}
		}
	}
}

func TestThreeTextSizes(t *testing.T) {
	th := New(System)
	allowed := map[float32]bool{12: true, 14: true, 17: true}
	for _, name := range []fyne.ThemeSizeName{
		theme.SizeNameText, theme.SizeNameCaptionText, theme.SizeNameHeadingText, theme.SizeNameSubHeadingText, SizeNameQuietText, SizeNameTitleText,
	} {
		if size := th.Size(name); !allowed[size] {
			t.Errorf("%s is %v, not one of the three sizes", name, size)
		}
	}
}

// With high contrast all words, disabled ones aside, have 7:1, and what shows where a control is 3:1.
func TestHighContrast(t *testing.T) {
	for _, mode := range []Mode{Dark, Light} {
		th := New(mode, HighContrast)
		for _, surface := range []fyne.ThemeColorName{ColorNameWindow, ColorNamePane, ColorNameRaised, theme.ColorNameInputBackground, theme.ColorNameButton} {
			at := func(ink fyne.ThemeColorName, least float64) {
				if got := contrast(th.Color(ink, 0), th.Color(surface, 0)); got < least {
					t.Errorf("mode %d: %s on %s = %.2f, want at least %.1f", mode, ink, surface, got, least)
				}
			}
			for _, ink := range []fyne.ThemeColorName{ColorNameText, ColorNameQuiet, theme.ColorNamePlaceHolder, ColorNameAccent, ColorNameDone, ColorNameWarning, ColorNameFailed} {
				at(ink, 7)
			}
			for _, line := range []fyne.ThemeColorName{ColorNameOutline, theme.ColorNameInputBorder, ColorNameHairline} {
				at(line, 3)
			}
		}
		if got := contrast(th.Color(ColorNameOnAccent, 0), th.Color(ColorNameAccent, 0)); got < 7 {
			t.Errorf("mode %d: text on the accent = %.2f, want at least 7", mode, got)
		}
	}
}

package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

// NewTrack shows a slider with a visible track: Fyne paints it in the colour of
// input fields, which is that of the panes here.
func NewTrack(slider *Slider) fyne.CanvasObject {
	return container.NewThemeOverride(slider, trackTheme{})
}

// trackTheme is the app's theme with another colour for the track.
type trackTheme struct{}

func (trackTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground {
		name = darkroom.ColorNameOutline
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, variant)
}

func (trackTheme) Font(style fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

func (trackTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

func (trackTheme) Size(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}

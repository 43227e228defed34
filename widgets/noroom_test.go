package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/widgets/darkroom"
)

// A widget without room is painted without a fault: Fyne's software painter can't draw a box of a negative size.
func TestWidgetsWithoutRoom(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	nothing := func() {}
	for _, w := range []fyne.Widget{
		NewEntry(), NewPasswordEntry(), NewPromptEntry(2, 5), NewNameEntry("a name"), NewLineEntry(nothing), NewSearchField("Find"),
		NewNumberEntry(NumberSpec{Min: 1, Max: 9}), NewComboEntry("Words", []string{"one"}), NewQuietButton("Send", nothing),
		NewPrimaryButton("Send", "Ctrl+Enter", nothing), NewLinkButton("Send", nothing), NewCheck("Words", func(bool) {}),
		NewSlider(0, 1), NewChip("Words"), NewFilterChip("Words", "12"), NewLabel("Words"), NewSelectText("Words"), NewProgress(),
		NewBanner(BannerFailed, "Words"), NewEmptyState("Words", &Action{Text: "Send", Run: nothing}), NewSection("Words", NewLabel("more"), true),
		NewStars(3, func(int) {}), NewThumb(NewShimmer()), NewPlate(NewLabel("Words")), NewZoomImage(),
	} {
		t.Run(fmt.Sprintf("%T", w), func(t *testing.T) {
			window := test.NewTempWindow(t, container.NewWithoutLayout(w))
			window.Resize(fyne.NewSize(100, 100))
			if f, ok := w.(fyne.Focusable); ok {
				window.Canvas().Focus(f)
			}
			for _, size := range []fyne.Size{fyne.NewSize(0, 31), fyne.NewSize(2, 31), fyne.NewSize(31, 0), fyne.NewSize(1, 1)} {
				w.Resize(size)
				window.Canvas().Capture()
			}
		})
	}
}

package actions_test

import (
	"image"
	"image/color"
	"math"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/uitest"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	os.Exit(m.Run())
}

// contrast is the highest one with a background in a part of a picture.
func contrast(picture image.Image, part image.Rectangle, background color.Color) float64 {
	best := 1.0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			best = max(best, uitest.Contrast(picture.At(x, y), background))
		}
	}
	return best
}

// The keys in a menu can be read, in main and context menus, and stand below each
// other. The toolkit's own way of drawing them has a contrast of 1.2:1.
func TestKeysInMenusCanBeRead(t *testing.T) {
	var done []string
	for _, mode := range []darkroom.Mode{darkroom.Dark, darkroom.Light} {
		test.NewTempApp(t).Settings().SetTheme(darkroom.New(mode))
		table := actions.New("linux", rows(&done))
		menus := map[string]*fyne.Menu{
			"main": table.MainMenu("menu.edit").Items[0],
			"context": table.ContextMenu([]actions.Offer{
				{ID: "menu.find", Words: "Find", Run: func() {}}, {ID: "menu.sync", Words: "Ask the service for everything now", Run: func() {}},
			}),
		}
		for name, menu := range menus {
			m := widget.NewMenu(menu)
			w := test.NewTempWindow(t, m)
			w.SetPadded(false)
			w.Resize(m.MinSize())
			picture := w.Canvas().Capture()
			background := darkroom.New(mode).Color(theme.ColorNameMenuBackground, 0)
			widest := float32(0)
			for _, item := range menu.Items {
				widest = max(widest, fyne.MeasureText(actions.Words(item), 14, fyne.TextStyle{}).Width)
			}
			scale := float32(picture.Bounds().Dx()) / m.MinSize().Width
			column := int((widest + 14) * scale)
			height := picture.Bounds().Dy() / len(menu.Items)
			var lefts []int
			for i, item := range menu.Items {
				row := image.Rect(column, i*height, picture.Bounds().Dx(), (i+1)*height)
				if got := contrast(picture, row, background); got < 4.5 {
					t.Errorf("mode %d, %s menu: the keys of %q have a contrast of %.1f:1", mode, name, item.Label, got)
				}
				lefts = append(lefts, leftmost(picture, row, background))
			}
			for _, left := range lefts {
				if d := left - lefts[0]; d > 3 || d < -3 { // letters have different bearings
					t.Errorf("mode %d, %s menu: the keys begin at %v", mode, name, lefts)
					break
				}
			}
		}
	}
}

// Words that need more than one font have no tab behind them, which the toolkit could not draw; their keys are
// in the column of the others all the same.
func TestKeysBehindLettersOfSeveralFonts(t *testing.T) {
	test.NewTempApp(t)
	var done []string
	table := actions.New("linux", rows(&done))
	for _, words := range []string{"粘贴 API 请求…", "API リクエストを貼り付け…", "API 요청 붙여넣기…", "Найти"} {
		menu := table.ContextMenu([]actions.Offer{
			{ID: "menu.find", Words: words, Run: func() {}}, {ID: "menu.sync", Words: "Sync", Run: func() {}},
		})
		item := menu.Items[0]
		if strings.Contains(item.Label, "\t") || actions.Words(item) != words {
			t.Errorf("%q has the label %q", words, item.Label)
		}
		start := item.Label[:strings.LastIndex(item.Label, "\u00a0")]
		left := fyne.MeasureText(start+"\u00a0", 14, fyne.TextStyle{}).Width
		if off := math.Mod(float64(left)+20, 40) - 20; math.Abs(off) > 3 {
			t.Errorf("%q: its keys begin %.1f off the column", words, off)
		}
	}
}

// leftmost is the first column of a part in which something is drawn.
func leftmost(picture image.Image, part image.Rectangle, background color.Color) int {
	for x := part.Min.X; x < part.Max.X; x++ {
		if contrast(picture, image.Rect(x, part.Min.Y+2, x+1, part.Max.Y-2), background) > 2 {
			return x
		}
	}
	return -1
}

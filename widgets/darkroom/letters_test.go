package darkroom_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// brought are words in letters that the program brings: Fyne's Noto Sans (Latin, Greek, Cyrillic; four
// cuts of 0.5 MB), EmojiOne (4.2 MB), DejaVu Sans Mono (0.3 MB) and some signs of Inter.
var brought = []string{"Größe café ñandú São Łódź", "Φωτογραφία", "Фотография", "😀🌊📷", "★“”…▾·−"}

// foreign are words whose letters come from the system's fonts. Windows and macOS have them; on
// Linux the packages recommend fonts for them.
var foreign = map[string]string{
	"Japanese": "日本語カメラひらがな", "Chinese": "简体中文照片", "Korean": "한국어사진", "Arabic": "صورة", "Hebrew": "תמונה", "Devanagari": "तसवरन",
}

// Letters that the program brings are drawn on every system, and those of other scripts wherever any
// font of the system has them: never as the sign for a missing letter.
func TestLettersOfManyScriptsAreDrawn(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	missing := drawn(t, canvas.NewText("\U000F1234", color.White))
	if blank(missing) {
		t.Fatal("a missing letter is invisible")
	}
	for _, words := range brought {
		check(t, "brought", words, missing)
	}
	fonts := fontscan.NewFontMap(quiet{})
	if err := fonts.UseSystemFonts(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	for script, words := range foreign {
		has := true
		for _, r := range words {
			fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
			fonts.SetScript(language.LookupScript(r))
			face := fonts.ResolveFace(r)
			_, there := face.NominalGlyph(r)
			has = has && there
		}
		if t.Logf("%s: the system has letters: %v", script, has); has {
			check(t, script, words, missing)
		}
	}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}

// check draws words letter by letter, and in the labels of names and lists.
func check(t *testing.T, script, words string, missing image.Image) {
	t.Helper()
	for _, r := range words {
		for _, bold := range []bool{false, true} {
			text := canvas.NewText(string(r), color.White)
			text.TextStyle.Bold = bold
			if got := drawn(t, text); r != ' ' && (equal(got, missing) || blank(got)) {
				t.Errorf("%s: %q (U+%04X, bold %v) is drawn as a missing letter", script, r, r, bold)
			}
		}
	}
	for _, o := range []fyne.CanvasObject{widgets.NewLabel(words), widgets.NewTitle(words), widgets.NewQuietLabel(words)} {
		if blank(drawn(t, o)) {
			t.Errorf("%s: a label is empty", script)
		}
	}
}

func drawn(t *testing.T, o fyne.CanvasObject) image.Image {
	t.Helper()
	w := test.NewWindow(o)
	defer w.Close()
	w.Resize(fyne.NewSize(200, 40))
	return w.Canvas().Capture()
}

func equal(a, b image.Image) bool {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func blank(picture image.Image) bool {
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if picture.At(x, y) != picture.At(0, 0) {
				return false
			}
		}
	}
	return true
}

package imageview

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/actions"
	"lookbook/widgets"
)

// views returns the views, each with its bench.
func views(t *testing.T) map[string]*view {
	return map[string]*view{
		"viewer": &newViewerBench(t).view, "compare": &newCompareBench(t, 3).view, "slideshow": &newSlideshowBench(t, 3).view,
		"duel":   &newDuelBench(t, 3).Duel.view,
		"review": &newReviewBench(t, 3).view,
	}
}

func TestAKeyMeansOneThingInAView(t *testing.T) {
	for name, v := range views(t) {
		seen := map[string]bool{}
		for _, c := range v.keys.commands {
			var presses []string
			for _, key := range c.keys {
				presses = append(presses, string(key))
			}
			for _, r := range c.chars {
				presses = append(presses, "character "+string(r))
			}
			if c.ctrl != "" {
				presses = append(presses, "Ctrl+"+string(c.ctrl))
			}
			if len(presses) > 0 && c.run == nil {
				t.Errorf("%s: %q do nothing", name, presses)
			}
			for _, press := range presses {
				if seen[press] {
					t.Errorf("%s: %s means two things", name, press)
				}
				seen[press] = true
			}
		}
	}
}

// hears reports whether a view, or the image in it, handles the key with this displayed name.
func (v *view) hears(name string) bool {
	if name == "+" || name == "−" {
		_, image := v.stage.keyboard().(*widgets.ZoomImage)
		return image || slices.ContainsFunc(v.keys.commands, func(c bound) bool { return strings.Contains(c.chars, name) })
	}
	key := fyne.KeyName(name)
	switch name {
	case "Esc":
		key = fyne.KeyEscape
	case "Page Up":
		key = fyne.KeyPageUp
	}
	return slices.ContainsFunc(v.keys.commands, func(c bound) bool {
		return slices.Contains(c.keys, key) || strings.ContainsRune(c.chars, []rune(name)[0])
	})
}

func TestEveryKeyThatATipNamesIsHeard(t *testing.T) {
	inBrackets := regexp.MustCompile(`\((.+)\)$`)
	tips := 0
	for name, v := range views(t) {
		for _, o := range v.bar.tools.Objects {
			words := ""
			switch o := o.(type) {
			case *widgets.IconButton:
				words = o.Tip()
			case *widgets.QuietButton:
				words = o.Text()
			}
			if key := inBrackets.FindStringSubmatch(words); key != nil {
				if tips++; !v.hears(key[1]) {
					t.Errorf("%s: nothing hears the key of %q", name, words)
				}
			}
		}
	}
	if tips < 20 {
		t.Errorf("only %d tips name a key", tips)
	}
}

func TestEveryKeyThatTheListOfShortcutsNamesIsHeard(t *testing.T) {
	v := views(t)["viewer"]
	for _, s := range Shortcuts() {
		for _, chord := range s.Fixed.For("linux") {
			key := chord.Shown("linux")
			ctrl := slices.ContainsFunc(v.keys.commands, func(c bound) bool {
				return c.ctrl != "" && (actions.Chord{Mod: fyne.KeyModifierControl, Key: c.ctrl}) == chord
			})
			if !ctrl && !v.hears(key) {
				t.Errorf("nothing hears %s, %q", key, s.Words())
			}
		}
	}
}

func TestASlideshowIgnoresAMarkThatIsHeldDown(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.start(0)
	key := &fyne.KeyEvent{Name: fyne.KeyF}
	b.input.KeyDown(key)
	for range 30 {
		b.input.TypedKey(key)
	}
	b.input.KeyUp(key)
	if want := []string{"favourite 1"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
}

// If a picture can't be shown, the reason stays on the screen while the picture does.
func TestTheNoteOfAComparedPictureStays(t *testing.T) {
	b := newCompareBench(t, 5)
	b.broken[1] = errDamaged
	b.open(1, 2)
	b.press(fyne.KeyRight, fyne.KeyN)
	if got := b.cells[0].photo.note.Words(); got != "This picture can’t be shown: the png is damaged: the file ends early." {
		t.Errorf("%q", got)
	}
	gone := b.bench.images[1]
	gone.State = library.ImageGone
	b.swap(-1)
	b.ImageChanged(gone)
	if got := b.cells[1].photo.note.Words(); got != "The file was moved or deleted." {
		t.Errorf("%q", got)
	}
}

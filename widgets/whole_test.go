package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// traceback is an error text of the service: 4 kB in sixty lines.
func traceback() string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "  File \"/srv/worker/pipeline.py\", line %d, in step_%d\n", 100+i, i)
	}
	return b.String() + "RuntimeError: CUDA out of memory"
}

func TestBannerFoldsWhatIsLong(t *testing.T) {
	prepare(t)
	for _, c := range []struct {
		name    string
		text    string
		actions int
		folded  bool
	}{
		{"short", "Saved.", 1, false},
		{"four lines", "one\ntwo\nthree\nfour", 2, false},
		{"five lines", "one\ntwo\nthree\nfour\nfive", 0, true},
		{"a traceback", traceback(), 3, true},
		{"20 MB of words", strings.Repeat("no room on the card ", 1<<20), 1, true},
		{"20 MB without a blank", strings.Repeat("x", 20<<20), 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var actions []Action
			for i := range c.actions {
				actions = append(actions, Action{Text: fmt.Sprintf("Do %d", i)})
			}
			b := NewBanner(BannerFailed, c.text, actions...)
			below := NewPrimaryButton("Generate", "", nil)
			stage(t, container.NewVBox(b, below), 420, 600)
			b.Refresh()
			if got := b.MinSize().Height; got > 180 {
				t.Errorf("%v high", got)
			}
			links := 0
			for _, o := range test.WidgetRenderer(b).Objects() {
				if link, ok := o.(*LinkButton); ok && strings.HasPrefix(link.Text(), "Show all") {
					links++
					if sized := link.Text() != "Show all"; sized != (len(c.text) >= tellSize) {
						t.Errorf("%q for %d bytes", link.Text(), len(c.text))
					}
				}
			}
			if folded := links == 1; folded != c.folded {
				t.Errorf("folded: %v, want %v", folded, c.folded)
			}
			if b.Text() != c.text {
				t.Error("the banner forgot a part of its words")
			}
		})
	}
}

func TestWholeTextIsShownAndCopied(t *testing.T) {
	prepare(t)
	b := NewBanner(BannerFailed, traceback())
	w := stage(t, container.NewVBox(b), 420, 600)
	b.Resize(fyne.NewSize(420, 200))
	test.Tap(b.whole.link)
	cover, ok := w.Overlays().Top().(*popoverCover)
	if !ok {
		t.Fatal("nothing opened")
	}
	var words *SelectText
	var copyAll *QuietButton
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *SelectText:
			words = o
		case *QuietButton:
			copyAll = o
		case *fyne.Container:
			for _, part := range o.Objects {
				walk(part)
			}
		case *container.Scroll:
			walk(o.Content)
		}
	}
	walk(cover.p.content)
	if words == nil || words.Text() != traceback() {
		t.Fatal("not all of it is there")
	}
	if got := cover.panel.Size().Height; got > 600 {
		t.Errorf("%v high in a window of 600", got)
	}
	test.Tap(copyAll)
	if got := fyne.CurrentApp().Clipboard().Content(); got != traceback() {
		t.Errorf("copied %d bytes of %d", len(got), len(traceback()))
	}
}

// Layout takes time in proportion to the visible text, not to all of it, whatever the text is. A word of 40,000 letters
// once took 17 seconds.
func TestLayingOutIsBounded(t *testing.T) {
	prepare(t)
	for name, unit := range map[string]string{
		"words": "long words that wrap ", "one word": "x", "lines": "a\n", "marks": "e\u0301\u0302", "family": "👩‍👩‍👧‍👦", "cjk": "字",
	} {
		t.Run(name, func(t *testing.T) {
			measured := 0
			count := func(text string) float32 {
				measured += len(text)
				return 7 * float32(len([]rune(text)))
			}
			work := func(size, most int) int {
				measured = 0
				breaker{width: 400, max: most, measure: count}.lines(strings.Repeat(unit, size/len(unit)+1))
				return measured
			}
			if small, large := work(20_000, 4), work(20<<20, 4); large > 2*small {
				t.Errorf("four lines of 20 MB measure %d bytes, of 20 kB %d", large, small)
			}
			if small, large := work(20_000, 0), work(40_000, 0); large > 3*small {
				t.Errorf("all of 40 kB measures %d bytes, of 20 kB %d", large, small)
			}
			if most := work(20<<20, 0); most > 1<<28 {
				t.Errorf("all of 20 MB measures %d bytes", most)
			}
		})
	}
}

func TestSelectTextSaysWhatItLeavesOut(t *testing.T) {
	prepare(t)
	text := strings.Repeat("a wide prompt ", 1<<20)
	s := NewSelectText(text)
	stage(t, container.NewVScroll(s), 400, 300)
	s.Resize(fyne.NewSize(400, 300))
	last := s.laid().all[len(s.laid().all)-1]
	if !strings.Contains(last.text, "more are not shown") {
		t.Errorf("the end is %q", last.text)
	}
	s.SelectAll()
	if got := s.SelectedText(); got != text {
		t.Errorf("%d bytes of %d can be copied", len(got), len(text))
	}
	s.choose(s.laid().offset(fyne.NewPos(5, s.laid().height()*float32(len(s.laid().all)-1)+1)), 0)
	if got := s.SelectedText(); !strings.HasPrefix(text, got) {
		t.Error("a click on the note selects something else")
	}
}

func TestCutRunesKeepsGraphemes(t *testing.T) {
	for _, text := range []string{strings.Repeat("👩‍👩‍👧‍👦", 50), strings.Repeat("e\u0301", 50), strings.Repeat("🇯🇵", 50), strings.Repeat("日本", 50)} {
		whole := map[int]bool{0: true}
		for _, end := range graphemeEnds(text) {
			whole[end] = true
		}
		for n := range len([]rune(text)) {
			if head := cutRunes(text, n); !whole[len(head)] && n >= len([]rune(text))/50 {
				t.Errorf("%q is cut at byte %d", text[:12], len(head))
			}
		}
	}
}

package widgets

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// typist types on a grid with times that the test chooses.
type typist struct {
	s    *gridStage
	now  time.Time
	told []string
}

func newTypist(t *testing.T) *typist {
	p := &typist{s: newGridStage(t, 100), now: time.Unix(0, 0)}
	p.s.Now = func() time.Time { return p.now }
	p.s.OnTyped = func(typed string) { p.told = append(p.told, typed) }
	return p
}

func (p *typist) after(pause time.Duration, text string) {
	p.now = p.now.Add(pause)
	test.Type(p.s.Grid, text)
}

func TestLettersAreGathered(t *testing.T) {
	p := newTypist(t)
	p.after(0, "a")
	p.after(900*time.Millisecond, "é")
	p.after(900*time.Millisecond, "ر")
	if string(p.s.typed.text) != "aéر" {
		t.Errorf("typed %q", string(p.s.typed.text))
	}
	p.after(time.Second, "b")
	p.now = p.now.Add(time.Second)
	p.s.typed.expire()
	want := []string{"a", "aé", "aéر", "", "b", ""}
	if !slices.Equal(p.told, want) || string(p.s.typed.text) != "" {
		t.Errorf("told %q, want %q", p.told, want)
	}
}

func TestKeysWhileTyping(t *testing.T) {
	for _, c := range []struct {
		what string
		do   func(p *typist)
		want string
		at   int
	}{
		{"space is a character", func(p *typist) {
			press1(p.s, fyne.KeySpace)
			test.Type(p.s.Grid, " c")
		}, "ab c", 5},
		{"Backspace takes one back", func(p *typist) { press1(p.s, fyne.KeyBackspace) }, "a", 5},
		{"Escape ends it and no more", func(p *typist) { press1(p.s, fyne.KeyEscape) }, "", 5},
		{"an arrow ends it and moves", func(p *typist) { press1(p.s, fyne.KeyRight) }, "", 6},
		{"the key of a letter does not", func(p *typist) { press1(p.s, fyne.KeyC) }, "ab", 5},
		{"nor does Shift", func(p *typist) { press1(p.s, desktop.KeyShiftLeft) }, "ab", 5},
		{"a click ends it", func(p *typist) { (&hand{s: p.s}).press(50, 50) }, "", 0},
		{"so does losing the focus", func(p *typist) { p.s.FocusLost() }, "", 5},
	} {
		p := newTypist(t)
		p.s.SetCurrent(5)
		p.s.Select(1005, 1006)
		test.Type(p.s.Grid, "ab")
		c.do(p)
		if string(p.s.typed.text) != c.want || p.s.Current() != c.at {
			t.Errorf("%s: %q at %d, want %q at %d", c.what, string(p.s.typed.text), p.s.Current(), c.want, c.at)
		}
		if c.at == 5 && p.s.SelectionLen() != 2 {
			t.Errorf("%s: %d selected", c.what, p.s.SelectionLen())
		}
		if c.want == "" && p.told[len(p.told)-1] != "" {
			t.Errorf("%s: not told", c.what)
		}
	}
}

func TestDigitsGoToTheCallerFirst(t *testing.T) {
	p := newTypist(t)
	var asked []rune
	use := true
	p.s.OnRune = func(r rune) bool {
		asked = append(asked, r)
		return use
	}
	test.Type(p.s.Grid, "5. a")
	if !slices.Equal(asked, []rune("5.")) || string(p.s.typed.text) != "a" {
		t.Errorf("asked about %q, typed %q", string(asked), string(p.s.typed.text))
	}
	use = false
	test.Type(p.s.Grid, "5")
	if string(p.s.typed.text) != "a5" {
		t.Errorf("a digit that nobody has a use for: typed %q", string(p.s.typed.text))
	}
	p.s.OnTyped = nil
	p.s.typed.end()
	test.Type(p.s.Grid, "b")
	if string(p.s.typed.text) != "" {
		t.Error("gathers for nobody")
	}
}

func TestTypedIsShown(t *testing.T) {
	p := newTypist(t)
	shown := func() bool { return slices.Contains(p.s.objects, fyne.CanvasObject(p.s.typed.plate)) }
	test.Type(p.s.Grid, "port")
	if !shown() || p.s.typed.plate.words.text != "port" {
		t.Fatal("is not shown")
	}
	if end := p.s.typed.plate.Position().Y + p.s.typed.plate.Size().Height; end > p.s.Size().Height {
		t.Errorf("ends at %v", end)
	}
	p.s.scrollTo(500)
	if !shown() {
		t.Error("scrolled, it is no longer shown")
	}
	press1(p.s, fyne.KeyEscape)
	if shown() {
		t.Error("is still shown")
	}
}

package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// reported is what Fyne tells an entry: names of keys, and characters that arrive.
type reported struct {
	keys  []fyne.KeyName
	runes string
}

func report(w fyne.Focusable, what ...reported) {
	for _, t := range what {
		press1(w, t.keys...)
		test.Type(w, t.runes)
	}
}

func keys(names ...fyne.KeyName) reported { return reported{keys: names} }

func runes(text string) reported { return reported{runes: text} }

func TestKeysOfAnInputMethodDontEdit(t *testing.T) {
	const back, enter, space = fyne.KeyBackspace, fyne.KeyReturn, fyne.KeySpace
	for name, c := range map[string]struct {
		events []reported
		want   string
	}{
		"accepted with Enter":       {[]reported{keys("N", "I", "H", "O", "N", "G", "O", space, enter), runes("日本語")}, "cat日本語"},
		"Enter after that":          {[]reported{keys("N", "I", enter), runes("に"), keys(enter)}, "catに\n"},
		"accepted as it was typed":  {[]reported{keys("N", "I", fyne.KeyF10, enter), runes("ni")}, "catni"},
		"shortened":                 {[]reported{keys("N", "I", back, "N", "O", enter), runes("の")}, "catの"},
		"given up letter by letter": {[]reported{keys("A", "O", back, back, back)}, "ca"},
		"given up with Escape":      {[]reported{keys("N", "I", fyne.KeyEscape, back)}, "ca"},
		"other words chosen":        {[]reported{keys("N", "I", space, fyne.KeyDown, fyne.KeyLeft, fyne.KeyHome, fyne.KeyDelete, enter), runes("荷")}, "cat荷"},
		"accepted by the next word": {[]reported{keys("N", "I", space, "N"), runes("荷"), keys(enter), runes("ん")}, "cat荷\nん"},
		"a dead key":                {[]reported{keys("'", "E"), runes("é"), keys(enter)}, "caté\n"},
		"nothing composed":          {[]reported{keys("A"), runes("a"), keys(back, "B"), runes("b"), keys(enter)}, "catb\n"},
		"nothing composed, late":    {[]reported{keys("A", enter), runes("a"), keys("B", back), runes("b")}, "cata\n"},
		"late, and left":            {[]reported{keys("A", fyne.KeyTab), runes("a")}, "cata"},
		"Hangul goes on":            {[]reported{keys("G", "K", "S", "R"), runes("한"), keys("M", "F", enter), runes("글")}, "cat한글\n"},
		"keypad without digits":     {[]reported{keys("7", ".", back)}, "ca"},
		"a digit of a word":         {[]reported{keys("N", "1", back, back, back, "A", enter), runes("あ")}, "caあ"},
		"Hangul corrected":          {[]reported{keys("G", "K", "F", back, "S", space), runes("한 ")}, "cat한 "},
	} {
		t.Run(name, func(t *testing.T) {
			prepare(t)
			p := NewPromptEntry(1, 4)
			stage(t, container.NewVBox(p), 300, 200).Focus(p)
			p.SetText("cat")
			press1(p, fyne.KeyEnd)
			report(p, c.events...)
			if p.Text != c.want {
				t.Errorf("text is %q, want %q", p.Text, c.want)
			}
		})
	}
}

// Every kind of entry does more with keys than edit: none of that happens while a text is being composed.
func TestNoEntryActsOnKeysOfAnInputMethod(t *testing.T) {
	prepare(t)
	acted := ""
	act := func(what string) func() { return func() { acted += what + " " } }
	text := func(string) { acted += "submitted " }
	line, name, plain := NewLineEntry(act("done")), NewNameEntry(""), NewEntry()
	name.OnSubmitted, name.OnCancelled, plain.OnSubmitted = text, act("cancelled"), text
	search := NewSearchField("Search")
	search.OnEscape, search.OnLeft = act("escape"), act("left")
	search.OnKey = func(key *fyne.KeyEvent) bool { acted += string(key.Name) + " "; return len(key.Name) > 1 }
	number := NewNumberEntry(NumberSpec{Min: 1, Max: 9, Step: 1})
	number.OnSubmitted = func(Number) { acted += "number " }
	combo := NewComboEntry("Model", []string{"one", "two"})
	for kind, w := range map[string]fyne.Focusable{
		"plain": plain, "line": line, "name": name, "search": search.entry, "number": number.entry, "combo": combo.entry, "prompt": NewPromptEntry(1, 2),
	} {
		c := stage(t, container.NewVBox(w.(fyne.CanvasObject)), 300, 200)
		c.SetOnTypedKey(func(key *fyne.KeyEvent) { acted += "window:" + string(key.Name) + " " })
		c.Focus(w)
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown, fyne.KeyF7, fyne.KeyBackspace} {
			press1(w, "N", "I")
			acted = ""
			if tab, ok := w.(fyne.Tabbable); !ok || !tab.AcceptsTab() {
				t.Errorf("%s: Tab would move the focus", kind)
			}
			press1(w, key)
			if acted != "" || len(c.Overlays().List()) > 0 || c.Focused() != w {
				t.Errorf("%s: %s while composing did %q", kind, key, acted)
			}
			c.Unfocus() // ends the composing
			c.Focus(w)
			acted = ""
		}
		if tab := w.(fyne.Tabbable); tab.AcceptsTab() {
			t.Errorf("%s: Tab would be text", kind)
		}
	}
}

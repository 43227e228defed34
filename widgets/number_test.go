package widgets

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func set(v float64) Number { return Number{Value: v, Set: true} }

// same compares values, not their formatting.
func same(a, b Number) bool { return a.Value == b.Value && a.Set == b.Set }

func TestNumberKeepsWhatWasWritten(t *testing.T) {
	for text, want := range map[string]string{"9007199254740993": "9007199254740993", " 1 234 567 ": "1234567", "+7": "7", "7,5": "7.5", "": ""} {
		if n, _ := (NumberSpec{Soft: true, Optional: true}).parse(text); n.Text != want {
			t.Errorf("%q was kept as %q, want %q", text, n.Text, want)
		}
	}
}

func TestNumberParse(t *testing.T) {
	whole := NumberSpec{Min: 1, Max: 5000}
	half := NumberSpec{Min: -10, Max: 5000, Decimals: 2, Optional: true}
	cases := []struct {
		spec NumberSpec
		text string
		want Number
		why  NumberProblem
	}{
		{whole, "16", set(16), NumberFine},
		{whole, "  16\n", set(16), NumberFine},
		{whole, "1,024", set(1024), NumberFine},
		{whole, "1 024", set(1024), NumberFine},
		{whole, "1\u202F024", set(1024), NumberFine},
		{whole, "+7", set(7), NumberFine},
		{whole, "16.0", set(16), NumberFine},
		{whole, "16.", set(16), NumberFine},
		{whole, "", Number{}, NumberMissing},
		{whole, " ", Number{}, NumberMissing},
		{whole, "0", set(0), NumberOutside},
		{whole, "5001", set(5001), NumberOutside},
		{whole, "16.5", set(16.5), NumberTooExact},
		{whole, "abc", Number{}, NumberNone},
		{whole, "16px", Number{}, NumberNone},
		{whole, "1e3", Number{}, NumberNone},
		{whole, "0x10", Number{}, NumberNone},
		{whole, "NaN", Number{}, NumberNone},
		{whole, "Inf", Number{}, NumberNone},
		{whole, "--3", Number{}, NumberNone},
		{whole, "1.2.3", Number{}, NumberNone},
		{whole, "-", Number{}, NumberNone},
		{whole, ".", Number{}, NumberNone},
		{whole, "16 🎨", Number{}, NumberNone},
		{whole, strings.Repeat("9", 400), Number{}, NumberNone},
		{half, "", Number{}, NumberFine},
		{half, "7,5", set(7.5), NumberFine},
		{half, "7.5", set(7.5), NumberFine},
		{half, ".5", set(0.5), NumberFine},
		{half, "−2.25", set(-2.25), NumberFine},
		{half, "1,234.5", set(1234.5), NumberFine},
		{half, "7.125", set(7.125), NumberTooExact},
		{half, "7.120", set(7.12), NumberFine},
		{NumberSpec{}, "9007199254740993", set(9007199254740992), NumberFine},
		{NumberSpec{}, "99999999999999999", set(99999999999999999), NumberOutside},
		{NumberSpec{Soft: true}, "99999999999999999", set(99999999999999999), NumberFine},
		{NumberSpec{Soft: true}, "9999999999999999999999999", set(9999999999999999999999999), NumberOutside},
	}
	for _, c := range cases {
		if got, why := c.spec.parse(c.text); !same(got, c.want) || why != c.why {
			t.Errorf("%q with %d decimals: %v, problem %d; want %v, problem %d", c.text, c.spec.Decimals, got, why, c.want, c.why)
		}
	}
}

func TestNumberSurvivesFormatting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decimals := rapid.IntRange(0, 4).Draw(t, "decimals")
		spec := NumberSpec{Decimals: decimals}
		scale := math.Pow(10, float64(decimals))
		value := float64(rapid.Int64Range(-1e9, 1e9).Draw(t, "value")) / scale
		got, why := spec.parse(spec.format(set(value)))
		if why != NumberFine || math.Abs(got.Value-value) > 1e-9*math.Max(1, math.Abs(value)) {
			t.Fatalf("%v became %q became %v, problem %d", value, spec.format(set(value)), got, why)
		}
	})
}

func FuzzNumberParse(f *testing.F) {
	for _, seed := range []string{"1", "1,024", "−7.5", "", "9e9", "\x00", "1\n2"} {
		f.Add(seed, 2)
	}
	f.Fuzz(func(t *testing.T, text string, decimals int) {
		spec := NumberSpec{Min: 0, Max: 100, Decimals: min(max(decimals, 0), 6)}
		n, why := spec.parse(text)
		if why == NumberFine && (!n.Set || math.IsNaN(n.Value) || n.Value < 0 || n.Value > 100) {
			t.Errorf("%q was taken for %v", text, n)
		}
	})
}

func TestNumberSteps(t *testing.T) {
	size := NumberSpec{Min: 256, Max: 2048, Step: 64}
	fine := NumberSpec{Min: 0, Max: 1, Step: 0.05, Decimals: 2}
	cases := []struct {
		spec NumberSpec
		from Number
		by   float64
		want string
	}{
		{size, set(768), 1, "832"},
		{size, set(768), -1, "704"},
		{size, set(770), 1, "832"},
		{size, set(770), -1, "768"},
		{size, set(768), 10, "896"}, // the next of 256, 896, 1536
		{size, set(2048), 1, "2048"},
		{size, set(256), -10, "256"},
		{size, Number{}, 1, "256"},
		{size, set(9999), -1, "2048"},
		{fine, set(0.3), 1, "0.35"},
		{fine, set(0.35), -1, "0.3"},
		{NumberSpec{}, Number{}, 1, "0"},
		{NumberSpec{}, set(-1), 1, "0"},
	}
	for _, c := range cases {
		if got := c.spec.format(c.spec.stepped(c.from, c.by)); got != c.want {
			t.Errorf("from %v by %v steps of %v: %s, want %s", c.from, c.by, c.spec.Step, got, c.want)
		}
	}
}

func newImages(t *testing.T) (e *NumberEntry, told *[]Number, fine *[]bool) {
	prepare(t)
	e = NewNumberEntry(NumberSpec{Label: "Images", Min: 1, Max: 16})
	stage(t, NewScrollPane(e, e), 200, 100)
	told, fine = new([]Number), new([]bool)
	e.OnChanged = func(n Number, ok bool) { *told, *fine = append(*told, n), append(*fine, ok) }
	return e, told, fine
}

func TestNumberEntryTellsWhatIsTyped(t *testing.T) {
	e, told, fine := newImages(t)
	test.Type(e.FocusTarget(), "40")
	if len(*told) != 2 || !same((*told)[0], set(4)) || !(*fine)[0] || !same((*told)[1], set(40)) || (*fine)[1] {
		t.Errorf("told %v, fine %v", *told, *fine)
	}
	if e.Error() != "" {
		t.Errorf("complains while one is typing: %q", e.Error())
	}
	e.FocusTarget().FocusLost()
	if e.Error() != "From 1 to 16" {
		t.Errorf("when left it says %q", e.Error())
	}
	e.FocusTarget().FocusGained()
	press1(e.FocusTarget(), fyne.KeyEnd, fyne.KeyBackspace)
	if e.Error() != "" {
		t.Errorf("the complaint stays when the number is right: %q", e.Error())
	}
	if n, ok := e.Value(); !same(n, set(4)) || !ok {
		t.Errorf("value %v, %v", n, ok)
	}
}

func TestNumberEntryIsWrittenQuietly(t *testing.T) {
	e, told, _ := newImages(t)
	e.SetValue(set(8))
	e.SetText("99")
	if len(*told) != 0 {
		t.Errorf("told %v of what the program wrote", *told)
	}
	if e.Error() == "" {
		t.Error("does not say what is wrong with 99")
	}
	e.SetValue(Number{})
	if e.Text() != "" {
		t.Errorf("nothing is written as %q", e.Text())
	}
}

func TestNumberEntryStepsWithKeysAndWheel(t *testing.T) {
	e, told, _ := newImages(t)
	e.SetValue(set(15))
	press1(e.FocusTarget(), fyne.KeyUp, fyne.KeyUp, fyne.KeyDown)
	if e.Text() != "15" || len(*told) != 2 {
		t.Errorf("text %q, told %v", e.Text(), *told)
	}
	wheel := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)}
	if e.TakeWheel(wheel) {
		t.Error("takes the wheel without the focus")
	}
	e.FocusTarget().FocusGained()
	if !e.TakeWheel(wheel) || e.Text() != "14" {
		t.Errorf("wheel with the focus: %q", e.Text())
	}
	e.Disable()
	press1(e.FocusTarget(), fyne.KeyUp)
	e.TakeWheel(wheel)
	if e.Text() != "14" {
		t.Errorf("a disabled field became %q", e.Text())
	}
}

func TestNumberEntryCleansWhatIsPasted(t *testing.T) {
	e, _, _ := newImages(t)
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("\n  12 \r\n")
	e.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if n, ok := e.Value(); !same(n, set(12)) || !ok {
		t.Errorf("pasted %q: %v, %v", e.Text(), n, ok)
	}
	e.SetText("")
	clipboard.SetContent(strings.Repeat("many words ", 1000))
	e.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if got := len([]rune(e.Text())); got > numberRunes {
		t.Errorf("%d characters were pasted", got)
	}
	if e.Error() == "" {
		t.Error("words were taken for a number")
	}
	test.Type(e.FocusTarget(), strings.Repeat("1", 100))
	if got := len([]rune(e.Text())); got > numberRunes {
		t.Errorf("%d characters were typed", got)
	}
}

func TestNumberEntryShowsItsRange(t *testing.T) {
	prepare(t)
	for _, c := range []struct {
		spec NumberSpec
		want string
	}{
		{NumberSpec{Min: 1, Max: 16}, "1 – 16"},
		{NumberSpec{Min: 0, Max: 1, Decimals: 2}, "0 – 1"},
		{NumberSpec{}, ""},
		{NumberSpec{Min: 1, Max: 2, Hint: "random"}, "random"},
	} {
		if got := NewNumberEntry(c.spec).entry.PlaceHolder; got != c.want {
			t.Errorf("%+v: %q, want %q", c.spec, got, c.want)
		}
	}
}

func TestNumberEntrySubmits(t *testing.T) {
	e, _, _ := newImages(t)
	var got []Number
	e.OnSubmitted = func(n Number) { got = append(got, n) }
	e.SetText("7")
	press1(e.FocusTarget(), fyne.KeyReturn)
	e.SetText("70")
	press1(e.FocusTarget(), fyne.KeyReturn)
	if len(got) != 1 || !same(got[0], set(7)) || e.Error() == "" {
		t.Errorf("submitted %v, says %q", got, e.Error())
	}
}

// TestNumberEntryKeepsWhatOthersSay: an error set by other code stays when the field loses the focus.
func TestNumberEntryKeepsWhatOthersSay(t *testing.T) {
	e, _, _ := newImages(t)
	e.SetValue(set(7))
	e.SetError("An even number")
	e.entry.FocusGained()
	e.entry.FocusLost()
	e.SetValue(set(7))
	if got := e.Error(); got != "An even number" {
		t.Errorf("the field says %q", got)
	}
	e.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if got := e.Error(); got != "" {
		t.Errorf("of another number it says %q", got)
	}
}

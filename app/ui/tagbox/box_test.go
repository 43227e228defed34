package tagbox

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a box in a window, and what it asked for.
type bench struct {
	*Box
	asked  []string
	closed int
}

func newBench(t *testing.T, of int, have map[string]int, known ...string) *bench {
	t.Helper()
	uitest.App(t)
	b := &bench{}
	b.Box = New(Params{
		Title: "Tags", Of: of, Have: have, Known: known,
		Add:    func(tag string) { b.asked = append(b.asked, "+"+tag) },
		Remove: func(tag string) { b.asked = append(b.asked, "-"+tag) },
		Close:  func() { b.closed++ },
	})
	window := test.NewTempWindow(t, b.Object())
	window.Canvas().Focus(b.Entry())
	return b
}

func chips(box *fyne.Container) (list []string) {
	for _, o := range box.Objects {
		chip := o.(*widgets.FilterChip)
		list = append(list, chip.Text()+chip.Count())
	}
	return list
}

func (b *bench) write(text string) {
	b.entry.SetText(text)
	b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestTagsAreListedWithHowManyHaveThem(t *testing.T) {
	b := newBench(t, 12, map[string]int{"sea": 12, "Draft": 3}, "sea", "Draft", "portrait")
	if got := chips(b.chips); !slices.Equal(got, []string{"Draft3", "sea"}) {
		t.Errorf("had: %q", got)
	}
	if got := chips(b.offered); !slices.Equal(got, []string{"portrait"}) {
		t.Errorf("offered: %q", got)
	}
	test.Tap(b.chips.Objects[0].(*widgets.FilterChip)) // to all
	b.chips.Objects[1].(*widgets.FilterChip).OnRemoved()
	if !slices.Equal(b.asked, []string{"+Draft", "-sea"}) || !slices.Equal(chips(b.chips), []string{"Draft"}) {
		t.Errorf("asked for %q, has %q", b.asked, chips(b.chips))
	}
}

func TestWrittenTagsAreCleanedAndKnownOnesKeepTheirWriting(t *testing.T) {
	b := newBench(t, 2, map[string]int{"Cover": 1}, "For The Wall")
	for _, text := range []string{"  new   one ", "cover", "for the wall", "NEW ONE"} {
		b.write(text)
	}
	if want := []string{"+new one", "+Cover", "+For The Wall"}; !slices.Equal(b.asked, want) {
		t.Errorf("asked for %q, want %q", b.asked, want)
	}
	if b.entry.Text != "" || b.closed != 0 {
		t.Errorf("entry %q, closed %d times", b.entry.Text, b.closed)
	}
	b.write("  ")
	b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.closed != 2 || len(b.asked) != 3 {
		t.Errorf("Enter on nothing and Escape closed it %d times, asked for %q", b.closed, b.asked)
	}
}

func TestOffersFitWhatIsWritten(t *testing.T) {
	known := []string{"Sea", "seagull", "mountain"}
	for i := range 40 {
		known = append(known, fmt.Sprintf("tag %d", i))
	}
	b := newBench(t, 1, nil, known...)
	if got := len(b.offered.Objects); got != mostOffered {
		t.Errorf("%d are offered at first", got)
	}
	b.entry.SetText("SEA")
	if got := chips(b.offered); !slices.Equal(got, []string{"Sea", "seagull"}) {
		t.Errorf("offered: %q", got)
	}
	test.Tap(b.offered.Objects[1].(*widgets.FilterChip))
	if !slices.Equal(b.asked, []string{"+seagull"}) || b.entry.Text != "" {
		t.Errorf("asked for %q, entry %q", b.asked, b.entry.Text)
	}
	if b.none.Visible() {
		t.Error("says that there are no tags")
	}
}

func TestChipsGoOnInTheNextRow(t *testing.T) {
	have := map[string]int{}
	for i := range 12 {
		have[fmt.Sprintf("a rather long tag, number %d", i)] = 1
	}
	b := newBench(t, 1, have)
	var bottom float32
	for _, o := range b.chips.Objects {
		if o.Position().X+o.Size().Width > width+1 {
			t.Errorf("a chip ends at %g", o.Position().X+o.Size().Width)
		}
		bottom = max(bottom, o.Position().Y+o.Size().Height)
	}
	if bottom > b.chips.Size().Height || bottom < 5*24 {
		t.Errorf("the chips end at %g in a box of %g", bottom, b.chips.Size().Height)
	}
}

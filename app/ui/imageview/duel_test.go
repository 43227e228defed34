package imageview

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/duel"
	"lookbook/app/library"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

// duelBench is the views over a gallery of which the pictures with the higher ids are the better ones.
type duelBench struct {
	*Views
	*bench
	configs map[int64]api.Config // by entry
	kept    []byte
}

func newDuelBench(t testing.TB, pictures int) *duelBench {
	t.Helper()
	c := newCompareBench(t, pictures)
	b := &duelBench{bench: c.bench, configs: c.configs}
	b.connect()
	return b
}

// connect makes the views, as a start of the program does.
func (b *duelBench) connect() {
	p := b.bench.p
	p.Images = func(_ context.Context, ids []int64) ([]library.Image, error) {
		var list []library.Image
		for _, id := range ids {
			if i := b.bench.IndexOf(id); i >= 0 {
				list = append(list, b.bench.images[i])
			}
		}
		return list, nil
	}
	p.Duels = func(context.Context) ([]byte, error) { return b.kept, nil }
	p.KeepDuels = func(duels []byte) { b.kept = bytes.Clone(duels) }
	p.FullScreen, p.SetFullScreen, p.Covered = func() bool { return false }, func(bool) {}, func(bool) {}
	b.Views = New(p)
	b.window = test.NewTempWindow(b.t, b.Views.Object())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(1024, 640))
}

func (b *duelBench) begin(ids ...int64) {
	b.selected = nil
	for _, id := range ids {
		b.selected = append(b.selected, b.bench.images[b.bench.IndexOf(id)])
	}
	b.DuelSelected()
	b.drain()
}

func (b *duelBench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.Duel.keyboard().TypedKey(&fyne.KeyEvent{Name: name})
		b.drain()
	}
}

// better is the key that chooses the better picture.
func (b *duelBench) better() fyne.KeyName {
	if b.Duel.shown.Left > b.Duel.shown.Right {
		return fyne.KeyLeft
	}
	return fyne.KeyRight
}

func (b *duelBench) play() {
	for i := 0; b.Duel.open(); i++ {
		if i > duel.Most(MostInDuel) {
			b.t.Fatal("the duel doesn't end")
		}
		b.press(b.better())
	}
}

// says returns all words of an object that is in sight.
func says(o fyne.CanvasObject) string {
	var all []string
	uitest.Walk(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Label:
			all = append(all, o.Text())
		case *widgets.QuietButton:
			all = append(all, o.Text())
		}
	})
	return strings.Join(all, "\n")
}

func TestADuelEndsByItselfAndTellsWhichSettingsWon(t *testing.T) {
	b := newDuelBench(t, 8)
	for id, c := range b.configs {
		c.NumInferenceSteps = 20 + 10*int((id-1)/4)
		c.Prompt = []string{"a red cat", "a blue cat"}[id%2]
		b.configs[id] = c
	}
	b.begin(1, 2, 3, 4, 5, 6, 7, 8)
	if !b.Duel.Opened() || !b.Duel.open() || b.window.Canvas().Focused() != b.Duel.keyboard() {
		t.Fatal("the duel did not begin")
	}
	for _, word := range []string{"Steps", "20", "30", "cat", "Prompt"} {
		if words := says(b.Duel); strings.Contains(words, word) {
			t.Errorf("not blind: %q", words)
		}
	}
	if words := says(b.Duel.foot); !strings.Contains(words, fmt.Sprintf("About %d pairs left", b.Duel.state.Left())) {
		t.Errorf("%q", words)
	}
	b.play()
	if !slices.Equal(b.Duel.order, []int64{8, 7, 6, 5, 4, 3, 2, 1}) || b.Duel.photos[0].img.ID != 8 {
		t.Fatalf("the order is %v", b.Duel.order)
	}
	words := says(b.Duel)
	for _, want := range []string{"The order is clear", "Steps", "Prompt", "red", "blue", "Place 1 of 8"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	scores := b.Duel.scored()
	if first := scores[slices.IndexFunc(scores, func(s scored) bool { return s.name == "Steps" })].scores[0]; first.Value != "30" || first.Wins != first.Games || !strings.Contains(words, fmt.Sprintf("won %d of %d", first.Wins, first.Games)) {
		t.Errorf("of the steps won %+v", first)
	}
	b.press(fyne.KeyRight, fyne.KeyP, fyne.KeyLeft, fyne.KeyU)
	if want := []string{"preset 7", "use all 8"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	b.press(fyne.KeyReturn)
	if b.Duel.Opened() || b.Viewer.Shown().ID != 8 {
		t.Error("Enter does not open the winner")
	}
}

func TestADuelByKeysStopsAndGoesOn(t *testing.T) {
	b := newDuelBench(t, 6)
	b.begin(1, 2, 3, 4, 5, 6)
	first := b.Duel.shown
	b.press(fyne.KeyBackspace) // nothing to take back
	b.press(fyne.KeyLeft, fyne.KeyBackspace)
	if b.Duel.shown != first || len(b.Duel.state.Games) != 0 {
		t.Fatal("a choice is not taken back")
	}
	b.press(fyne.KeyDown)
	if g := b.Duel.state.Games; len(g) != 1 || g[0].Winner != 0 {
		t.Fatalf("Down is not a draw: %v", g)
	}
	b.Duel.keyboard().(*widgets.ZoomImage).TypedShortcut(&fyne.ShortcutUndo{})
	b.drain()
	key := &fyne.KeyEvent{Name: b.better()}
	image := b.Duel.photos[0].image
	image.KeyDown(key)
	for range 9 { // held down
		image.TypedKey(key)
		b.drain()
	}
	image.KeyUp(key)
	if len(b.Duel.state.Games) != 1 {
		t.Fatalf("a key that is held chooses %d times", len(b.Duel.state.Games))
	}
	next := b.Duel.shown
	b.press(fyne.KeyEscape)
	if b.Duel.Opened() || !slices.ContainsFunc(b.acts, func(s string) bool { return strings.Contains(s, "waits after 1 pair") }) {
		t.Fatalf("%q", b.acts)
	}
	b.connect() // the program is started again
	b.selected = nil
	b.ResumeDuel()
	b.drain()
	if b.Duel.shown != next || len(b.Duel.state.Games) != 1 {
		t.Fatalf("it goes on with %v, want %v", b.Duel.shown, next)
	}
	b.Duel.Close()
	b.begin(6, 5, 4, 3, 2, 1) // the same pictures
	if b.Duel.shown != next {
		t.Error("a duel between the same pictures begins anew")
	}
	b.play()
	b.Duel.restart()
	if !b.Duel.open() || len(b.Duel.state.Games) != 0 {
		t.Error("it does not start over")
	}
}

func TestAPictureThatIsLostInMidDuelIsLeftOut(t *testing.T) {
	b := newDuelBench(t, 6)
	b.begin(1, 2, 3, 4, 5, 6)
	lost := b.Duel.shown.Left
	b.press(b.better())
	gone := b.bench.images[lost-1]
	gone.State = library.ImageTrashed
	b.ImageChanged(gone)
	b.drain()
	for _, id := range []int64{1, 2, 3, 4, 5, 6} {
		if id != lost && id != b.Duel.shown.Left && id != b.Duel.shown.Right && b.loads[id] == 0 {
			b.broken[id] = fmt.Errorf("open: %w", fs.ErrNotExist) // deleted outside
			break
		}
	}
	b.play()
	if n := len(b.Duel.state.Gone); n != 2 || len(b.Duel.order) != 4 || slices.Contains(b.Duel.order, lost) {
		t.Errorf("%d left out, ordered %v", n, b.Duel.order)
	}
	for _, id := range slices.Clone(b.Duel.order) {
		img := b.bench.images[id-1]
		img.State = library.ImageGone
		b.ImageChanged(img)
	}
	if words := says(b.Duel); len(b.Duel.order) != 0 || !strings.Contains(words, "None of the pictures") {
		t.Errorf("all gone: %v, %q", b.Duel.order, words)
	}
	b.press(fyne.KeyRight, fyne.KeyReturn, fyne.KeyP, fyne.KeyEscape)
	if b.Duel.Opened() {
		t.Error("an empty duel does not close")
	}
}

func TestAPictureThatIsBackIsInTheDuelAgain(t *testing.T) {
	b := newDuelBench(t, 4)
	b.begin(1, 2, 3, 4)
	lost := b.bench.images[b.Duel.shown.Right-1]
	b.press(fyne.KeyDown)
	lost.State = library.ImageGone
	b.ImageChanged(lost)
	b.press(fyne.KeyEscape)
	b.connect()
	b.ResumeDuel()
	b.drain()
	b.play()
	if len(b.Duel.order) != 4 {
		t.Errorf("the order is %v", b.Duel.order)
	}
}

func TestWhatADuelIsBetween(t *testing.T) {
	b := newDuelBench(t, MostInDuel+6)
	for _, c := range []struct {
		selected int
		want     string
	}{
		{0, "Select up to 64 pictures for a duel, or show the pictures of a sweep."},
		{1, "Select up to 64 pictures for a duel, or show the pictures of a sweep."},
		{MostInDuel + 1, "No more than 64 pictures can be in a duel; 65 are selected."},
	} {
		b.acts = nil
		b.selected = b.bench.images[:c.selected]
		b.DuelSelected()
		b.drain()
		if b.Duel.Opened() || !slices.Equal(b.acts, []string{c.want}) {
			t.Errorf("%d selected: %q", c.selected, b.acts)
		}
	}
	b.ResumeDuel()
	b.drain()
	if b.Duel.Opened() || b.acts[len(b.acts)-1] != "There is no duel to go on with." {
		t.Errorf("%q", b.acts)
	}
	b.bench.images = b.bench.images[:5]
	b.selected = nil
	b.DuelSelected()
	b.drain()
	if len(b.Duel.state.IDs) != 5 {
		t.Errorf("nothing selected, %d shown: between %v", 5, b.Duel.state.IDs)
	}
	b.Duel.Close()
	for i := range b.bench.images[:4] {
		b.bench.images[i].State = library.ImageDownloading
	}
	b.acts = nil
	b.begin(1, 2, 3, 5)
	if b.Duel.Opened() || !slices.Equal(b.acts, []string{"Too few of these pictures are saved for a duel."}) {
		t.Errorf("one is saved: %q", b.acts)
	}
}

func TestADuelCannotChooseWhatIsNotInSight(t *testing.T) {
	b := newDuelBench(t, 4)
	b.selected = b.bench.images
	b.DuelSelected()
	for len(b.work) > 0 && !b.Duel.Opened() {
		work := b.work[0]
		b.work = b.work[1:]
		if paint := work(context.Background()); paint != nil {
			paint()
		}
	}
	b.Duel.keyboard().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if len(b.Duel.state.Games) != 0 {
		t.Error("a picture that was not shown is chosen")
	}
	if b.drain(); !b.Duel.open() {
		t.Fatal("it is over")
	}
	b.press(fyne.KeyLeft)
	if len(b.Duel.state.Games) != 1 {
		t.Error("a picture in sight is not chosen")
	}
}

package viewer

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	os.Exit(m.Run())
}

// bench is a viewer over a gallery in memory.
type bench struct {
	*Viewer
	t      testing.TB
	window fyne.Window
	clock  *clockwork.FakeClock

	images []library.Image
	held   map[int64]bool // nil: all
	entry  library.Entry
	err    error // of reading entries

	work   []func(context.Context) func()
	loads  map[int64]int
	broken map[int64]error
	thumbs map[int64]func(*image.RGBA, error)

	opened int
	closed []int64
	acts   []string
}

func newBench(t testing.TB, images ...library.Image) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{
		t: t, images: images, clock: clockwork.NewFakeClock(),
		loads: map[int64]int{}, broken: map[int64]error{}, thumbs: map[int64]func(*image.RGBA, error){},
	}
	b.entry = library.Entry{Job: api.Job{Config: api.Config{
		Prompt: "wild west photo", NegativePrompt: "blurry", CheckpointID: "ckp_15f9112b", NumInferenceSteps: 20, SchedulerType: "euler_a",
		GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.5),
	}}}
	note := func(what string) func(library.Image) {
		return func(img library.Image) { b.acts = append(b.acts, fmt.Sprintf("%s %d", what, img.ID)) }
	}
	b.Viewer = New(Params{
		Source: b,
		Run:    func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Load: func(_ context.Context, img library.Image) (*widgets.Pyramid, error) {
			b.loads[img.ID]++
			if err := b.broken[img.ID]; err != nil {
				return nil, err
			}
			return widgets.NewPyramid(image.NewRGBA(image.Rect(0, 0, int(img.ID), 10))), nil
		},
		Entry: func(_ context.Context, id int64) (library.Entry, error) {
			e := b.entry
			e.ID = id
			return e, b.err
		},
		Thumbs: func(img library.Image, _ int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
			b.thumbs[img.ID] = done
			return nil, func() {}
		},
		Actions: Actions{
			ShowInFolder: note("folder"), CopyPrompt: note("prompt"), CopySeed: note("seed"), UseSeed: note("use seed"), UseAll: note("use all"),
		},
		Canvas: func() fyne.Canvas { return b.window.Canvas() },
		Now:    b.clock.Now,
		Opened: func() { b.opened++ },
		Closed: func(img library.Image) { b.closed = append(b.closed, img.ID) },
	})
	b.window = test.NewTempWindow(t, b.Viewer)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(900, 600))
	return b
}

func (b *bench) Len() int { return len(b.images) }

func (b *bench) At(i int) (library.Image, bool) {
	if i < 0 || i >= len(b.images) || b.held != nil && !b.held[b.images[i].ID] {
		return library.Image{}, false
	}
	return b.images[i], true
}

func (b *bench) IndexOf(id int64) int {
	return slices.IndexFunc(b.images, func(i library.Image) bool { return i.ID == id })
}

// step does the oldest work that was handed out.
func (b *bench) step() {
	work := b.work[0]
	b.work = b.work[1:]
	if paint := work(context.Background()); paint != nil {
		paint()
	}
}

func (b *bench) drain() {
	for len(b.work) > 0 {
		b.step()
	}
}

func (b *bench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.image.TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.drain()
}

// width is the width of what is on screen, which is the picture's id; 0 when
// nothing is.
func (b *bench) width() int64 {
	if p := b.ready[b.shown.ID]; p != nil {
		w, _ := p.Size()
		return int64(w)
	}
	return 0
}

// note is what lies on the picture, empty when nothing does.
func (b *bench) noted() string {
	if !b.note.box.Visible() {
		return ""
	}
	return b.note.words.Text()
}

func saved(id int64) library.Image {
	return library.Image{
		ID: id, EntryID: 1, JobID: "ig_1", State: library.ImageSaved, Path: fmt.Sprintf("/pictures/%d.png", id), Bytes: 1_200_000,
		Width: int(id), Height: 10, Generated: api.GeneratedImage{Seed: new(2811570194 + id)},
	}
}

func pictures(n int) []library.Image {
	var list []library.Image
	for i := range n {
		list = append(list, saved(int64(i+1)))
	}
	return list
}

func TestOpenShowsThePictureAndDecodesItsNeighbours(t *testing.T) {
	b := newBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	if !b.Opened() || b.Shown().ID != 5 || b.width() != 5 || b.opened != 1 {
		t.Fatalf("shows %d, decoded %d, told %d times", b.Shown().ID, b.width(), b.opened)
	}
	if b.window.Canvas().Focused() != b.image {
		t.Error("the picture has not got the keyboard")
	}
	if want := map[int64]int{4: 1, 5: 1, 6: 1}; fmt.Sprint(b.loads) != fmt.Sprint(want) {
		t.Errorf("decoded %v", b.loads)
	}
	if b.place.Text() != "5 of 9" {
		t.Errorf("%q", b.place.Text())
	}
}

func TestSteppingShowsTheNeighbourAtOnceAndLetsFarOnesGo(t *testing.T) {
	b := newBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	b.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if b.width() != 6 {
		t.Fatal("the neighbour was decoded and is not shown")
	}
	b.drain()
	b.press(fyne.KeyRight)
	if len(b.ready) != 3 || b.ready[4] != nil || b.ready[5] != nil {
		t.Errorf("holds %d pictures", len(b.ready))
	}
	if b.loads[5] != 1 || b.loads[8] != 1 {
		t.Errorf("decoded %v", b.loads)
	}
}

func TestKeys(t *testing.T) {
	b := newBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	for _, c := range []struct {
		key  fyne.KeyName
		want int64
	}{
		{fyne.KeyLeft, 4},
		{fyne.KeyUp, 3},
		{fyne.KeyPageUp, 2},
		{fyne.KeyRight, 3},
		{fyne.KeyDown, 4},
		{fyne.KeyPageDown, 5},
		{fyne.KeySpace, 6},
		{fyne.KeyEnd, 9},
		{fyne.KeyRight, 9},
		{fyne.KeyHome, 1},
		{fyne.KeyLeft, 1},
	} {
		if b.press(c.key); b.Shown().ID != c.want || b.width() != c.want {
			t.Fatalf("%s leads to %d, decoded %d, want %d", c.key, b.Shown().ID, b.width(), c.want)
		}
	}
	side := b.side.Visible()
	if b.press(fyne.KeyI); b.side.Visible() == side {
		t.Error("I does not show and hide the parameters")
	}
	b.press(fyne.KeyEscape)
	if b.Opened() || b.Visible() || !slices.Equal(b.closed, []int64{1}) {
		t.Fatalf("after Escape: opened %v, closed %v", b.Opened(), b.closed)
	}
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("takes keys while it is closed")
	}
	b.Open(2)
	if !b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) || !slices.Equal(b.closed, []int64{1, 3}) {
		t.Error("a key that a button left goes nowhere")
	}
}

func TestALateDecodeIsDropped(t *testing.T) {
	b := newBench(t, pictures(9)...)
	b.Open(0)
	late := b.work
	b.work = nil
	b.press(fyne.KeyEnd)
	for _, work := range late {
		work(context.Background())()
	}
	if b.Shown().ID != 9 || b.width() != 9 || b.ready[1] != nil {
		t.Fatalf("shows %d, decoded %d, holds %d", b.Shown().ID, b.width(), len(b.ready))
	}
	b.Open(4)
	late = b.work
	b.work = nil
	b.Close()
	for _, work := range late {
		work(context.Background())()
	}
	if len(b.ready) != 0 {
		t.Error("a closed viewer holds pictures")
	}
}

func TestLateWordsAboutAnotherJobAreDropped(t *testing.T) {
	second := saved(2)
	second.EntryID = 2
	b := newBench(t, saved(1), second)
	b.Open(0)
	late := b.work
	b.work = nil
	b.entry.Job.Config.Prompt = "the second prompt"
	b.press(fyne.KeyRight)
	b.entry.Job.Config.Prompt = "the first prompt"
	for _, work := range late {
		work(context.Background())()
	}
	if got := b.side.shown[0].value; got != "the second prompt" {
		t.Fatalf("beside picture 2 stands %q", got)
	}
}

func TestThePreviewStaysUntilThePictureIsDecoded(t *testing.T) {
	b := newBench(t, pictures(3)...)
	b.Open(1)
	small := image.NewRGBA(image.Rect(0, 0, 4, 4))
	first := b.thumbs[2]
	first(small, nil)
	b.drain()
	before := b.ready[2]
	first(small, nil) // late
	if b.width() != 2 || b.ready[2] != before {
		t.Fatal("a late preview took the picture's place")
	}
	b.press(fyne.KeyRight)
	b.thumbs[2](nil, errors.New("no"))
	if b.width() != 3 || b.noted() != "" {
		t.Fatalf("trouble with a preview that nobody needs: %q", b.noted())
	}
}

func TestAPictureThatIsGoneSaysSo(t *testing.T) {
	b := newBench(t, pictures(3)...)
	b.broken[2] = fmt.Errorf("open: %w", fs.ErrNotExist)
	b.Open(1)
	b.drain()
	if b.noted() != "The file was moved or deleted." {
		t.Errorf("says %q", b.noted())
	}
	b.press(fyne.KeyRight)
	if b.noted() != "" || b.width() != 3 {
		t.Errorf("the next picture has the words of the last: %q", b.noted())
	}
	b.broken[2] = errors.New("not a PNG")
	b.press(fyne.KeyLeft)
	if !strings.Contains(b.noted(), "not a PNG") {
		t.Errorf("says %q", b.noted())
	}
	delete(b.broken, 2)
	b.press(fyne.KeyRight, fyne.KeyLeft)
	if b.width() != 2 || b.noted() != "" {
		t.Errorf("it is back, and it says %q", b.noted())
	}
}

func TestAPictureThatIsNotSavedYet(t *testing.T) {
	waiting := library.Image{ID: 2, EntryID: 1, State: library.ImageDownloading}
	b := newBench(t, saved(1), waiting)
	b.Open(1)
	b.drain()
	if b.noted() != "This picture is being saved." || b.loads[2] != 0 {
		t.Fatalf("says %q", b.noted())
	}
	if !b.side.folder.Disabled() || !b.side.seed.Disabled() || !b.side.copySeed.Disabled() {
		t.Error("offers a file and a seed that there are none of")
	}
	failed := waiting
	failed.State, failed.Problem = library.ImageFailed, &library.Problem{Message: "the disk is full."}
	b.images[1] = failed
	b.ImageChanged(failed)
	if b.noted() != "This picture is not saved yet: the disk is full." {
		t.Fatalf("says %q", b.noted())
	}
	b.images[1] = saved(2)
	b.ImageChanged(saved(2))
	b.drain()
	if b.noted() != "" || b.width() != 2 || b.side.folder.Disabled() {
		t.Fatalf("saved at last: %q, decoded %d", b.noted(), b.width())
	}
	withPreview := waiting
	withPreview.ThumbnailURL = "https://x/2.jpg"
	b.Close()
	b.images[1] = withPreview
	b.Open(1)
	b.drain()
	if b.noted() != "" {
		t.Errorf("words lie on a preview: %q", b.noted())
	}
}

func TestTheKeyboardStaysWithItsPictureWhenOthersComeIn(t *testing.T) {
	b := newBench(t, pictures(5)...)
	b.Open(1)
	b.drain()
	b.images = append([]library.Image{saved(20), saved(21)}, b.images...)
	b.Changed()
	if b.Shown().ID != 2 || b.place.Text() != "4 of 7" {
		t.Fatalf("%d at %q", b.Shown().ID, b.place.Text())
	}
	b.press(fyne.KeyRight)
	if b.Shown().ID != 3 {
		t.Fatalf("Right leads to %d", b.Shown().ID)
	}
	b.images = nil
	b.Changed()
	b.press(fyne.KeyRight, fyne.KeyLeft, fyne.KeyEnd)
	if b.place.Text() != "" || b.Shown().ID != 3 {
		t.Fatalf("the gallery is empty: %d at %q", b.Shown().ID, b.place.Text())
	}
}

func TestAPictureThatIsNotHeldIsShownWhenItComes(t *testing.T) {
	b := newBench(t, pictures(5)...)
	b.held = map[int64]bool{1: true, 2: true}
	b.Open(0)
	b.drain()
	b.press(fyne.KeyEnd)
	if b.Shown().ID != 1 {
		t.Fatalf("shows %d before it came", b.Shown().ID)
	}
	b.held = nil
	b.Changed()
	b.drain()
	if b.Shown().ID != 5 || b.width() != 5 {
		t.Fatalf("shows %d after it came", b.Shown().ID)
	}
	b.Close()
	b.held = map[int64]bool{}
	b.Open(2)
	if !b.Opened() || b.Shown().ID != 0 {
		t.Fatalf("shows %d, the picture of last time", b.Shown().ID)
	}
	b.held = nil
	b.Changed()
	if b.Shown().ID != 3 {
		t.Fatalf("shows %d", b.Shown().ID)
	}
}

func TestOpeningNothingDoesNothing(t *testing.T) {
	b := newBench(t)
	b.Open(0)
	b.Open(-1)
	if b.Opened() || b.Visible() || b.opened != 0 {
		t.Fatal("an empty gallery opened the viewer")
	}
}

func TestTheBarGoesWhenThePointerRests(t *testing.T) {
	b := newBench(t, pictures(3)...)
	b.Open(0)
	b.drain()
	if !b.bar.Visible() {
		t.Fatal("no controls at first")
	}
	b.clock.Advance(rest)
	b.Tick(b.clock.Now())
	if !b.bar.Visible() {
		t.Fatal("went too soon")
	}
	b.clock.Advance(time.Second)
	b.Tick(b.clock.Now())
	if b.bar.Visible() {
		t.Fatal("still there")
	}
	b.image.MouseMoved(nil)
	if !b.bar.Visible() {
		t.Fatal("did not come back")
	}
	b.bar.MouseIn(nil)
	b.bar.MouseOut() // onto one of its buttons
	b.clock.Advance(time.Minute)
	b.Tick(b.clock.Now())
	if !b.bar.Visible() {
		t.Fatal("went from under the pointer")
	}
	b.image.MouseMoved(nil)
	b.clock.Advance(time.Minute)
	b.Tick(b.clock.Now())
	if b.bar.Visible() {
		t.Fatal("stays after the pointer has left it")
	}
}

func TestActionsAreAboutThePictureShown(t *testing.T) {
	b := newBench(t, pictures(3)...)
	b.Open(0)
	b.press(fyne.KeyRight)
	b.window.Canvas().Unfocus()
	for _, o := range []fyne.Tappable{b.side.seed, b.side.copySeed, b.side.folder} {
		test.Tap(o)
	}
	if want := []string{"use seed 2", "seed 2", "folder 2"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if b.window.Canvas().Focused() != b.image {
		t.Error("the keyboard did not go back to the picture")
	}
}

func TestTheParametersAreSaid(t *testing.T) {
	b := newBench(t, pictures(1)...)
	b.Open(0)
	b.drain()
	var got []string
	for _, f := range b.side.shown {
		got = append(got, f.name+" = "+f.value)
	}
	want := []string{
		"Prompt = wild west photo", "Not in the image = blurry", "Model = ckp_15f9112b", "Seed = 2811570195", "Size = 1 × 10", "Steps = 20",
		"Scheduler = euler_a", "Guidance = 7.5", "High-res fix = on, denoising 0.5", "Job = ig_1", "File size = 1.2 MB", "File = 1.png",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	b.err = errors.New("the disk is gone")
	b.Close()
	b.Open(0)
	b.drain()
	if got := b.side.shown[0].name; got != "Seed" {
		t.Errorf("without the job it begins with %q", got)
	}
}

func TestALongPromptIsFoldedAndCanBeUnfolded(t *testing.T) {
	b := newBench(t, pictures(2)...)
	long := strings.Repeat("👩‍👩‍👧‍👦 שלום ", 4000)
	b.entry.Job.Config.Prompt = long
	b.Open(0)
	b.drain()
	folded := b.side.facts.MinSize().Height
	if folded > 800 {
		t.Fatalf("folded it is %g high", folded)
	}
	b.press(fyne.KeyRight) // another picture of the job
	test.Tap(find[*widgets.LinkButton](t, b.side.facts))
	if whole := b.side.facts.MinSize().Height; whole < 5*folded {
		t.Fatalf("unfolded it is %g high, folded %g", whole, folded)
	}
}

// find is the only object of a type among objects.
func find[T fyne.CanvasObject](t *testing.T, among fyne.CanvasObject) T {
	t.Helper()
	var found []T
	var look func(fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if o, ok := o.(T); ok {
			found = append(found, o)
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, child := range c.Objects {
				look(child)
			}
		}
	}
	look(among)
	if len(found) != 1 {
		t.Fatalf("%d objects of this type", len(found))
	}
	return found[0]
}

func TestFoldCutsBetweenGraphemes(t *testing.T) {
	for _, c := range []struct {
		text, want string
		n          int
		cut        bool
	}{
		{"abc", "abc", 3, false},
		{"abc", "ab…", 2, true},
		{"", "", 1, false},
		{"👩‍👩‍👧‍👦🦊x", "👩‍👩‍👧‍👦…", 1, true},
		{"e\u0301e\u0301", "e\u0301…", 1, true},
	} {
		if got, cut := fold(c.text, c.n); got != c.want || cut != c.cut {
			t.Errorf("fold(%q, %d) = %q, %v", c.text, c.n, got, cut)
		}
	}
}

func TestSight(t *testing.T) {
	b := newBench(t, pictures(3)...)
	b.Open(1)
	b.drain()
	test.AssertRendersToMarkup(t, "viewer.xml", b.window.Canvas())
}

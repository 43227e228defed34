package viewer

import (
	"context"
	"fmt"
	"image"
	"os"
	"slices"
	"testing"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
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
	reads  []int64

	work   []func(context.Context) func()
	loads  map[int64]int
	lost   map[int64]int // thumbnails that were given up
	broken map[int64]error
	thumbs map[int64]func(*image.RGBA, error)

	full   bool
	opened int
	closed []int64
	acts   []string
}

func newBench(t testing.TB, images ...library.Image) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{
		t: t, images: images, clock: clockwork.NewFakeClock(),
		loads: map[int64]int{}, broken: map[int64]error{}, thumbs: map[int64]func(*image.RGBA, error){}, lost: map[int64]int{},
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
			b.reads = append(b.reads, id)
			return e, b.err
		},
		Thumbs: func(img library.Image, _ int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
			b.thumbs[img.ID] = done
			return nil, func() { b.lost[img.ID]++ }
		},
		Actions: Actions{
			ShowInFolder: note("folder"), CopyPrompt: note("prompt"), CopySeed: note("seed"), CopyAll: note("everything"), CopyImage: note("copy"),
			UseSeed: note("use seed"), UseAll: note("use all"), Tag: note("tag"), Compare: note("compare"), Slideshow: note("slideshow"),
			Mark: func(images []library.Image, m library.Marking) {
				b.acts = append(b.acts, markWords(m)+fmt.Sprintf(" %d", images[0].ID))
			},
			Trash: func(images []library.Image) { note("trash")(images[0]) },
			Menu:  func([]library.Image) *fyne.Menu { return fyne.NewMenu("", fyne.NewMenuItem("Of the picture", nil)) },
		},
		SetFullScreen: func(on bool) {
			b.full = on
			b.SetFull(on)
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

func markWords(m library.Marking) string {
	switch {
	case m.Favourite != nil && *m.Favourite:
		return "favourite"
	case m.Favourite != nil:
		return "no favourite"
	case m.Rating != nil:
		return fmt.Sprintf("rate %d", *m.Rating)
	}
	return fmt.Sprintf("tags +%v -%v", m.AddTags, m.RemoveTags)
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
	w, _ := b.cache.Picture(b.shown).Size()
	return int64(w)
}

// typed types characters on the picture.
func (b *bench) typed(text string) {
	for _, r := range text {
		b.image.TypedRune(r)
	}
	b.drain()
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

package imageview

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a gallery in memory, with a window for a view of it. Its work waits until the test runs
// it.
type bench struct {
	t      testing.TB
	p      Params
	window fyne.Window
	clock  *clockwork.FakeClock

	images, selected []library.Image
	held             map[int64]bool // pictures that are loaded; nil: all
	work             []func(context.Context) func()
	loads            map[int64]int
	broken           map[int64]error
	thumbs           map[int64]func(*image.RGBA, error)
	lost             map[int64]int // thumbnails that were cancelled

	full   bool
	opened int
	acts   []string
}

// newBench makes a bench whose decoded pictures have the given size.
func newBench(t testing.TB, size func(img library.Image) image.Point, images ...library.Image) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{
		t: t, images: images, clock: clockwork.NewFakeClock(),
		loads: map[int64]int{}, broken: map[int64]error{}, thumbs: map[int64]func(*image.RGBA, error){}, lost: map[int64]int{},
	}
	note := func(what string) func(library.Image) {
		return func(img library.Image) { b.acts = append(b.acts, fmt.Sprintf("%s %d", what, img.ID)) }
	}
	b.p = Params{
		Gallery: b,
		Run:     func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Load: func(_ context.Context, img library.Image) (*widgets.Pyramid, error) {
			b.loads[img.ID]++
			if err := b.broken[img.ID]; err != nil {
				return nil, err
			}
			return widgets.NewPyramid(image.NewRGBA(image.Rectangle{Max: size(img)})), nil
		},
		Thumbs: func(img library.Image, _ int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
			b.thumbs[img.ID] = done
			return nil, func() { b.lost[img.ID]++ }
		},
		Actions: Actions{
			ShowInFolder: note("folder"), CopyPrompt: note("prompt"), CopySeed: note("seed"), CopyAll: note("everything"), CopyImage: note("copy"),
			UseSeed: note("use seed"), UseAll: note("use all"), Tag: note("tag"), SavePreset: note("preset"),
			Mark:  func(images []library.Image, m library.Marking) { note(markWords(m))(images[0]) },
			Trash: func(images []library.Image) { note("trash")(images[0]) },
			Menu:  func([]library.Image) *fyne.Menu { return fyne.NewMenu("", fyne.NewMenuItem("Of the picture", nil)) },
		},
		Shuffled: func(n int) []int { // reversed
			order := make([]int, n)
			for i := range order {
				order[i] = n - 1 - i
			}
			return order
		},
		Canvas:  func() fyne.Canvas { return b.window.Canvas() },
		Say:     func(words string) { b.acts = append(b.acts, words) },
		compare: note("compare"), slideshow: note("slideshow"),
		Now: b.clock.Now,
	}
	return b
}

// show shows a view in the window.
func (b *bench) show(v *view, width, height float32) {
	b.p.SetFullScreen = func(on bool) {
		b.full = on
		v.SetFull(on)
	}
	b.window = test.NewTempWindow(b.t, v.stage)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(width, height))
}

func (b *bench) wasOpened() { b.opened++ }

func markWords(m library.Marking) string {
	switch {
	case m.Verdict != "":
		return string(m.Verdict)
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

func (b *bench) ID(i int) int64 { return b.images[i].ID }

func (b *bench) At(i int) (library.Image, bool) {
	if i < 0 || i >= len(b.images) || b.held != nil && !b.held[b.images[i].ID] {
		return library.Image{}, false
	}
	return b.images[i], true
}

func (b *bench) IndexOf(id int64) int {
	return slices.IndexFunc(b.images, func(i library.Image) bool { return i.ID == id })
}

// The gallery's keys: nothing has the focus, and the chosen pictures are
// selected.

func (b *bench) Current() (library.Image, bool) { return library.Image{}, false }

func (b *bench) Reveal(id int64)            { b.acts = append(b.acts, fmt.Sprintf("reveal %d", id)) }
func (b *bench) SelectionLen() int          { return len(b.selected) }
func (b *bench) Selection() []library.Image { return b.selected }

func (b *bench) SelectedIDs() []int64 {
	var ids []int64
	for _, img := range b.selected {
		ids = append(ids, img.ID)
	}
	return ids
}

// drain runs the queued work, oldest first.
func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		if paint := work(context.Background()); paint != nil {
			paint()
		}
	}
}

// viewerBench is a viewer of a gallery in memory.
type viewerBench struct {
	*Viewer
	*bench
	entry  library.Entry
	err    error // the error of reading entries
	reads  []int64
	closed []int64
}

func newViewerBench(t testing.TB, images ...library.Image) *viewerBench {
	t.Helper()
	b := &viewerBench{bench: newBench(t, func(img library.Image) image.Point { return image.Pt(int(img.ID), 10) }, images...)}
	b.entry = library.Entry{Job: api.Job{Config: base()}}
	b.entry.Job.Config.CheckpointID = "ckp_15f9112b"
	b.bench.p.Entry = func(_ context.Context, id int64) (library.Entry, error) {
		e := b.entry
		e.ID = id
		b.reads = append(b.reads, id)
		return e, b.err
	}
	b.Viewer = newViewer(&b.bench.p, b.bench.wasOpened, func(img library.Image) { b.closed = append(b.closed, img.ID) })
	b.bench.show(&b.view, 900, 600)
	return b
}

func (b *viewerBench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.photo.image.TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.drain()
}

// width returns the width of the picture on the screen, which is its id; 0:
// none.
func (b *viewerBench) width() int64 {
	w, _ := b.cache.Picture(b.photo.img).Size()
	return int64(w)
}

// typed types characters on the picture.
func (b *viewerBench) typed(text string) {
	for _, r := range text {
		b.photo.image.TypedRune(r)
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

func base() api.Config {
	return api.Config{
		Prompt: "wild west photo", NegativePrompt: "blurry", CheckpointID: "ckp_1", NumInferenceSteps: 20, SchedulerType: "euler_a",
		GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.5), NumSamples: 4,
	}
}

// compareBench is a comparison of pictures of a gallery in memory.
type compareBench struct {
	*Compare
	*bench
	configs map[int64]api.Config // by entry
	err     error                // the error of reading entries
	closed  []int64              // the pictures chosen at the end; 0: none
}

func newCompareBench(t testing.TB, pictures int) *compareBench {
	t.Helper()
	b := &compareBench{configs: map[int64]api.Config{}}
	b.bench = newBench(t, func(library.Image) image.Point { return image.Pt(76, 102) })
	for i := range pictures {
		id := int64(i + 1)
		b.bench.images = append(b.bench.images, library.Image{
			ID: id, EntryID: id, State: library.ImageSaved, Path: fmt.Sprintf("/%d.png", id), Width: 768, Height: 1024,
			Generated: api.GeneratedImage{Seed: new(id)},
		})
		b.configs[id] = base()
	}
	b.bench.p.Entry = func(_ context.Context, id int64) (library.Entry, error) {
		return library.Entry{ID: id, Job: api.Job{Config: b.configs[id]}}, b.err
	}
	b.bench.p.Actions.Menu = nil
	b.Compare = newCompare(&b.bench.p, b.bench.wasOpened, func(chosen *library.Image) {
		id := int64(0)
		if chosen != nil {
			id = chosen.ID
		}
		b.closed = append(b.closed, id)
	})
	b.bench.show(&b.view, 1024, 640)
	return b
}

// open compares pictures by id.
func (b *compareBench) open(ids ...int64) {
	var images []library.Image
	for _, id := range ids {
		images = append(images, b.bench.images[b.IndexOf(id)])
	}
	b.Open(images)
	b.drain()
}

func (b *compareBench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.cells[b.active].photo.image.TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.drain()
}

// ids returns the compared pictures; those not decoded yet are negative.
func (b *compareBench) ids() []int64 {
	var list []int64
	for i, img := range b.Images() {
		id := img.ID
		if p := b.cells[i].photo; !p.decoded || p.onScreen != id || !b.cells[i].Visible() {
			id = -id
		}
		list = append(list, id)
	}
	return list
}

package compare

import (
	"context"
	"fmt"
	"image"
	"os"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// bench is a comparison over a gallery in memory.
type bench struct {
	*Pane
	t      testing.TB
	window fyne.Window
	clock  *clockwork.FakeClock

	gallery []library.Image
	configs map[int64]api.Config // by entry
	err     error                // of reading entries
	work    []func(context.Context) func()
	loads   map[int64]int
	broken  map[int64]error
	acts    []string
	full    bool
	opened  int
	closed  []int64 // the pictures that were chosen, 0: none
}

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	os.Exit(m.Run())
}

func base() api.Config {
	return api.Config{
		Prompt: "wild west photo", NegativePrompt: "blurry", CheckpointID: "ckp_1", NumInferenceSteps: 20, SchedulerType: "euler_a",
		GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.5), NumSamples: 4,
	}
}

func newBench(t testing.TB, pictures int) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{t: t, clock: clockwork.NewFakeClock(), configs: map[int64]api.Config{}, loads: map[int64]int{}, broken: map[int64]error{}}
	for i := range pictures {
		id := int64(i + 1)
		b.gallery = append(b.gallery, library.Image{
			ID: id, EntryID: id, State: library.ImageSaved, Path: fmt.Sprintf("/%d.png", id), Width: 768, Height: 1024,
			Generated: api.GeneratedImage{Seed: new(id)},
		})
		b.configs[id] = base()
	}
	b.Pane = New(Params{
		Source: b,
		Run:    func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Load: func(_ context.Context, img library.Image) (*widgets.Pyramid, error) {
			b.loads[img.ID]++
			return widgets.NewPyramid(image.NewRGBA(image.Rect(0, 0, 76, 102))), b.broken[img.ID]
		},
		Entry: func(_ context.Context, id int64) (library.Entry, error) {
			return library.Entry{ID: id, Job: api.Job{Config: b.configs[id]}}, b.err
		},
		Thumbs: func(library.Image, int, func(*image.RGBA, error)) (*image.RGBA, func()) { return nil, func() {} },
		Actions: Actions{
			Mark: func(images []library.Image, m library.Marking) {
				if m.Rating != nil {
					b.acts = append(b.acts, fmt.Sprintf("rate %d %d", *m.Rating, images[0].ID))
				} else {
					b.acts = append(b.acts, fmt.Sprintf("favourite %v %d", *m.Favourite, images[0].ID))
				}
			},
			Trash: func(images []library.Image) { b.acts = append(b.acts, fmt.Sprintf("trash %d", images[0].ID)) },
			Tag:   func(img library.Image) { b.acts = append(b.acts, fmt.Sprintf("tag %d", img.ID)) },
		},
		Canvas: func() fyne.Canvas { return b.window.Canvas() },
		Now:    b.clock.Now,
		SetFullScreen: func(on bool) {
			b.full = on
			b.SetFull(on)
		},
		Opened: func() { b.opened++ },
		Closed: func(chosen *library.Image) {
			id := int64(0)
			if chosen != nil {
				id = chosen.ID
			}
			b.closed = append(b.closed, id)
		},
	})
	b.window = test.NewTempWindow(t, b.Pane)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(1024, 640))
	return b
}

func (b *bench) Len() int { return len(b.gallery) }

func (b *bench) At(i int) (library.Image, bool) {
	if i < 0 || i >= len(b.gallery) {
		return library.Image{}, false
	}
	return b.gallery[i], true
}

func (b *bench) IndexOf(id int64) int {
	return slices.IndexFunc(b.gallery, func(i library.Image) bool { return i.ID == id })
}

func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		if paint := work(context.Background()); paint != nil {
			paint()
		}
	}
}

// open compares pictures by their ids.
func (b *bench) open(ids ...int64) {
	var images []library.Image
	for _, id := range ids {
		images = append(images, b.gallery[b.IndexOf(id)])
	}
	b.Open(images)
	b.drain()
}

func (b *bench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.Pane.image().TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.drain()
}

// ids are the pictures compared, those without a decoded picture negative.
func (b *bench) ids() []int64 {
	var list []int64
	for i, img := range b.Images() {
		id := img.ID
		if !b.cells[i].decoded || b.cells[i].onScreen != id || !b.cells[i].Visible() {
			id = -id
		}
		list = append(list, id)
	}
	return list
}

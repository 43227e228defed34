package gallery

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/library/index"
	"lookbook/app/ui/culling"
	"lookbook/app/ui/picture"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a gallery in a window over a library in memory, newest first.
type bench struct {
	*Pane
	t       testing.TB
	window  fyne.Window
	images  []library.Image
	indexed map[int64]library.Image // the same by id, where there are very many
	err     error

	work   uitest.Queue
	thumbs uitest.Thumbs
	opened []int64

	thumbSource picture.Source // replaces thumbs if not nil
	menus       [][]library.Image
	done        []string // actions that were asked for with the selection
	now         time.Time
	places      []string // the chosen sections
	ordered     []string // the chosen orders, of all and of a job
	orders      []library.Order
	advance     culling.Advance
	asked       int // for all pictures
	failed      []error
	painted     []int64
	resized     []float32
	changes     int

	listings, cancelled int
	ahead               []string // texts of searches typed ahead
	started             int
}

// noon is when the tests run.
var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

const (
	benchWidth  = 640
	benchHeight = 480
)

func newBench(t testing.TB, images ...library.Image) *bench {
	t.Helper()
	uitest.App(t)
	b := &bench{t: t, images: images, now: noon}
	b.Pane = New(Params{
		Queries: b,
		Run:     b.work.Run,
		Thumbs: func(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
			if b.thumbSource != nil {
				return b.thumbSource(img, pixels, done)
			}
			return b.thumbs.Source(img, pixels, done)
		},
		Opened: func(i int, img library.Image) {
			if got, _ := b.Pictures.At(i); got.ID != img.ID {
				t.Errorf("index %d is not the place of picture %d", i, img.ID)
			}
			b.opened = append(b.opened, img.ID)
		},
		Menu: func() *fyne.Menu {
			b.menus = append(b.menus, b.Pictures.Selection())
			return fyne.NewMenu("", fyne.NewMenuItem("Open", func() {}))
		},
		Actions: Actions{
			Favourite:    func(on bool) { b.did(fmt.Sprintf("favourite %v", on)) },
			Rate:         func(rating int) { b.did(fmt.Sprintf("rate %d", rating)) },
			Reject:       func() { b.did("reject") },
			Judge:        func(v library.Verdict) { b.did(string(v)) },
			Tag:          func() { b.did("tag") },
			Export:       func() { b.did("export") },
			Copy:         func() { b.did("copy") },
			Trash:        func() { b.did("trash") },
			ShowInFolder: func() { b.did("show") },
		},
		All: func() {
			b.asked++
			b.ShowAll()
		},
		Now:       func() time.Time { return b.now },
		Advance:   &b.advance,
		Ordered:   func(all, job library.Order) { b.ordered = append(b.ordered, string(all.By)+"/"+string(job.By)) },
		Seed:      func() uint64 { return 7 },
		Sections:  NoSections,
		Sectioned: func(kind Sections) { b.places = append(b.places, string(kind)) },
		CellSize:  160,
		Resized:   func(edge float32) { b.resized = append(b.resized, edge) },
		Changed:   func() { b.changes++ },
		Painted:   func(img library.Image) { b.painted = append(b.painted, img.ID) },
		Failed:    func(err error) { b.failed = append(b.failed, err) },
		Canvas:    func() fyne.Canvas { return b.window.Canvas() },
		Start:     widgets.Action{Text: "Write a prompt", Run: func() { b.started++ }},
	}, widgets.NewLabel("the card"))
	b.window = uitest.Window(t, b.Pane, benchWidth, benchHeight)
	return b
}

func (b *bench) did(what string) { b.done = append(b.done, what) }

// ListImages finds images whose job id contains the first word of a query, or
// which have the wanted rating.
func (b *bench) ListImages(ctx context.Context, filter library.ImageFilter, opts library.ListOptions) (library.Listing, error) {
	var l library.Listing
	if err := ctx.Err(); err != nil {
		b.cancelled++
		return l, err
	}
	b.listings++
	b.orders = append(b.orders, opts.Order)
	if opts.Order.By == index.ByRating {
		return b.byRating(filter), b.err
	}
	for _, img := range b.images {
		if !found(img, filter) {
			continue
		}
		if opts.Limit > 0 && len(l.IDs) == opts.Limit {
			break
		}
		if n := len(l.Runs); n == 0 || l.Runs[n-1].EntryID != img.EntryID {
			run := library.Run{First: len(l.IDs), EntryID: img.EntryID, Created: b.created(img.EntryID)}
			if opts.Prompts {
				run.Prompt = fmt.Sprintf("prompt\nof  job %d", img.EntryID)
			}
			l.Runs = append(l.Runs, run)
		}
		l.IDs = append(l.IDs, img.ID)
	}
	return l, b.err
}

// created returns when a job of the bench was made: two per day, the last one
// today.
func (b *bench) created(entry int64) time.Time {
	newest := int64(0)
	if len(b.images) > 0 {
		newest = b.images[0].EntryID
	}
	return noon.Add(-12 * time.Hour * time.Duration(newest-entry))
}

func found(img library.Image, filter library.ImageFilter) bool {
	if filter.EntryID != 0 && filter.EntryID != img.EntryID {
		return false
	}
	for _, term := range filter.Query.Terms {
		if !strings.Contains(img.JobID, term.Text) {
			return false
		}
	}
	lowest, highest, _ := filter.Query.Ratings()
	return img.Marks.Rating >= lowest && img.Marks.Rating <= highest && img.State != library.ImageTrashed
}

func (b *bench) CountImages(_ context.Context, filter library.ImageFilter) (n int, err error) {
	for _, img := range b.images {
		if found(img, filter) {
			n++
		}
	}
	return n, b.err
}

func (b *bench) FindAhead(ctx context.Context, filter library.ImageFilter, prefix string, after int64) (int64, bool, error) {
	if err := ctx.Err(); err != nil {
		b.cancelled++
		return 0, false, err
	}
	b.ahead = append(b.ahead, fmt.Sprintf("%s after %d", prefix, after))
	at := slices.IndexFunc(b.images, func(i library.Image) bool { return i.ID == after }) + 1
	for n := range b.images {
		img := b.images[(at+n)%len(b.images)]
		if found(img, filter) && strings.HasPrefix(img.JobID, prefix) {
			return img.ID, true, nil
		}
	}
	return 0, false, nil
}

func (b *bench) ImagesByID(_ context.Context, ids []int64) ([]library.Image, error) {
	var images []library.Image
	if b.indexed != nil {
		for _, id := range ids {
			images = append(images, b.indexed[id])
		}
		return images, b.err
	}
	for _, img := range b.images {
		if slices.Contains(ids, img.ID) {
			images = append(images, img)
		}
	}
	return images, b.err
}

// drain runs the queued work and shows its results.
func (b *bench) drain() { b.work.Drain() }

// come announces a new or changed picture.
func (b *bench) come(img library.Image) {
	if i := slices.IndexFunc(b.images, func(o library.Image) bool { return o.ID == img.ID }); i >= 0 {
		b.images[i] = img
	} else {
		b.images = append(b.images, img)
	}
	b.ImageChanged(library.ImageChanged{Image: img})
	b.drain()
}

// picture answers the request for a thumbnail.
func (b *bench) picture(id int64) *image.RGBA {
	b.t.Helper()
	return b.thumbs.Answer(b.t, id)
}

// states returns what the visible cells show, in order.
func (b *bench) states() []widgets.ThumbState {
	var list []widgets.ThumbState
	first, last := b.grid.VisibleRange()
	for i := first; i >= 0 && i <= last; i++ {
		list = append(list, b.cell(i).slot.Thumb.State())
	}
	return list
}

func (b *bench) cell(i int) *cell {
	b.t.Helper()
	o, ok := b.grid.Cell(b.Pictures.scope.ID(i))
	if !ok {
		b.t.Fatalf("picture %d is not in sight", i)
	}
	return o.(*cell)
}

func (b *bench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.grid.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func saved(id, entry int64) library.Image {
	return library.Image{
		ID: id, EntryID: entry, State: library.ImageSaved, Path: fmt.Sprintf("/pictures/%d.png", id), Width: 768, Height: 1024,
		Generated: api.GeneratedImage{Seed: new(2811570194 + id)},
	}
}

func known(id, entry int64) library.Image {
	return library.Image{ID: id, EntryID: entry, State: library.ImageKnown}
}

// job is an entry that asked for this many pictures of 768 × 1024.
func job(id int64, pictures int) library.Entry {
	return library.Entry{
		ID: id, State: library.EntryRunning,
		Job: api.Job{State: api.Running, Config: api.Config{Prompt: "a lighthouse", NumSamples: pictures, Width: 768, Height: 1024}},
	}
}

func many(n int) []library.Image {
	var images []library.Image
	for i := n; i > 0; i-- {
		images = append(images, saved(int64(i), int64(i/16+1)))
	}
	return images
}

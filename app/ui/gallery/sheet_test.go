package gallery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
)

// group is a group in memory: its entries have the ids 1, 2, … and the images
// of entry n the ids n00, n01, …
type group struct {
	b       *bench
	entries []library.Entry
	images  []library.Image
	err     error
}

func (g *group) GroupEntryIDs(context.Context, string) ([]int64, error) {
	var ids []int64
	for _, e := range g.entries {
		ids = append(ids, e.ID)
	}
	return ids, g.err
}

func (g *group) EntriesByID(context.Context, []int64) ([]library.Entry, error) {
	return slices.Clone(g.entries), nil
}

func (g *group) GroupImages(_ context.Context, _ string, order int) ([]library.Image, error) {
	var list []library.Image
	for _, img := range g.images {
		if img.Order == order {
			list = append(list, img)
		}
	}
	return list, nil
}

// newGroup shows a group of colours × steps, with this many images per job.
func newGroup(t *testing.T, colours, steps []string, images int) *group {
	t.Helper()
	g := &group{b: newBench(t)}
	g.b.p.Groups = g
	size := len(colours) * len(steps)
	for i := range size {
		labels := []library.Label{{Name: "Prompt", Value: colours[i/len(steps)]}, {Name: "Steps", Value: steps[i%len(steps)]}}
		if len(colours) == 1 {
			labels = labels[1:]
		}
		g.entries = append(g.entries, library.Entry{
			ID:  int64(i + 1),
			Job: api.Job{State: api.Running, Config: api.Config{Width: 512, Height: 768, NumSamples: images}},
			Submission: &library.Submission{Group: &library.Group{
				ID: "g", Position: i, Size: size, Labels: labels,
			}},
		})
	}
	return g
}

// come announces images of an entry, by their order.
func (g *group) come(entry int64, orders ...int) {
	for _, order := range orders {
		img := library.Image{ID: entry*100 + int64(order), EntryID: entry, Order: order, Width: 512, Height: 768, State: library.ImageSaved}
		g.images = append(g.images, img)
		g.b.images = append(g.b.images, img)
		g.b.ImageChanged(library.ImageChanged{Image: img})
	}
	g.b.drain()
}

func (g *group) places() []int64 {
	var ids []int64
	for i := range g.b.Pictures.scope.Len() {
		ids = append(ids, g.b.Pictures.scope.ID(i))
	}
	return ids
}

func TestVariationsStandInRowsAndColumns(t *testing.T) {
	g := newGroup(t, []string{"red", "blue"}, []string{"20", "30", "40"}, 4)
	g.b.ShowGroup("g")
	g.b.drain()
	g.come(5, 0, 1)
	g.come(2, 0)
	if diff := cmp.Diff([]int64{-1, 200, -3, -4, 500, -6}, g.places()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if g.b.grid.Columns() != 3 {
		t.Errorf("%d columns", g.b.grid.Columns())
	}
	want := []widgets.ItemSection{{First: 0, Title: "red"}, {First: 3, Title: "blue"}}
	if diff := cmp.Diff(want, g.b.Pictures.scope.Sections()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var columns []string
	for _, o := range g.b.sheetHead.headings.Objects {
		columns = append(columns, o.(*widgets.Label).Text())
	}
	if diff := cmp.Diff([]string{"Steps 20", "Steps 30", "Steps 40"}, columns); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := g.b.foot.words; got != "2 of 6" {
		t.Errorf("counted %q", got)
	}
	g.b.grid.OnOpened(4)
	g.b.grid.OnOpened(3) // nothing there yet
	if !slices.Equal(g.b.opened, []int64{500}) {
		t.Errorf("opened %v", g.b.opened)
	}
	if img, ok := g.b.Pictures.At(1); !ok || img.ID != 500 {
		t.Errorf("the picture after is %d", img.ID)
	}
}

func TestEveryJobsNextPicture(t *testing.T) {
	g := newGroup(t, []string{"red"}, []string{"20", "30"}, 2)
	g.b.ShowGroup("g")
	g.b.drain()
	g.come(1, 0, 1)
	if got := g.b.sheetHead.which.Text(); got != "Picture 1 of 2" || !g.b.sheetHead.before.Disabled() {
		t.Errorf("it says %q", got)
	}
	test.Tap(g.b.sheetHead.after)
	g.b.drain()
	if diff := cmp.Diff([]int64{101, -2}, g.places()); diff != "" || !g.b.sheetHead.after.Disabled() {
		t.Errorf("-want +got:\n%s", diff)
	}
	if g.b.grid.Columns() != 2 || g.b.Pictures.scope.Sections()[0].Title != "" {
		t.Errorf("%d columns under %q", g.b.grid.Columns(), g.b.Pictures.scope.Sections()[0].Title)
	}
	g.come(2, 0) // on another page of the table
	if diff := cmp.Diff([]int64{101, -2}, g.places()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAResentJobTakesItsPlaceAgain(t *testing.T) {
	g := newGroup(t, []string{"red"}, []string{"20", "30", "40"}, 1)
	refused := g.entries[1]
	g.entries = slices.Delete(slices.Clone(g.entries), 1, 2)
	g.b.ShowGroup("g")
	g.b.drain()
	if g.b.Pictures.scope.Len() != 3 || g.b.Pictures.scope.waiting(1) || !g.b.Pictures.scope.waiting(0) {
		t.Fatalf("%d places, the missing one waits: %v", g.b.Pictures.scope.Len(), g.b.Pictures.scope.waiting(1))
	}
	refused.ID = 9
	g.entries = append(g.entries, refused)
	g.b.EntryChanged(refused)
	g.b.drain()
	g.come(9, 0)
	if diff := cmp.Diff([]int64{-1, 900, -3}, g.places()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestATableWithTooManyColumnsIsLabelled(t *testing.T) {
	var steps []string
	for i := range 40 {
		steps = append(steps, fmt.Sprint(i))
	}
	g := newGroup(t, []string{"red", "blue"}, steps, 1)
	g.b.ShowGroup("g")
	g.b.drain()
	if g.b.sheetHead.fits || g.b.sheetHead.headings.Visible() || g.b.painter.badge(43) != "Steps 3" {
		t.Errorf("headings %v, place 43 is labelled %q", g.b.sheetHead.headings.Visible(), g.b.painter.badge(43))
	}
}

func TestTheTableEnds(t *testing.T) {
	g := newGroup(t, []string{"red"}, []string{"20", "30"}, 1)
	g.b.ShowGroup("g")
	g.b.drain()
	g.b.grid.OnKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if g.b.asked != 1 {
		t.Error("Escape does not lead back")
	}
	g.b.ShowAll()
	g.b.drain()
	if g.b.Pictures.scope.Sections() != nil || g.b.header.about.Visible() || g.b.header.title.Text() != "All pictures" {
		t.Errorf("afterwards: %q, card %v", g.b.header.title.Text(), g.b.header.about.Visible())
	}
	g.err = errors.New("the disk is gone")
	g.b.ShowGroup("g")
	g.b.drain()
	if len(g.b.failed) != 1 {
		t.Errorf("trouble is told %d times", len(g.b.failed))
	}
}

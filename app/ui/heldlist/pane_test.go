package heldlist

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// rows is a table of held requests.
type rows []library.Held

func (r *rows) IDs(context.Context) (ids []int64, err error) {
	for _, h := range *r {
		ids = append(ids, h.ID)
	}
	return ids, nil
}

func (r *rows) ByID(_ context.Context, ids []int64) (held []library.Held, err error) {
	for _, h := range *r {
		if slices.Contains(ids, h.ID) {
			held = append(held, h)
		}
	}
	return held, nil
}

// bench is a pane in a window.
type bench struct {
	pane    *Pane
	rows    *rows
	queue   *uitest.Queue
	window  fyne.Window
	opened  []int64
	removed []int64
	counted int
	column  *fyne.Container
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.Local)

func newBench(t *testing.T, prompts ...string) *bench {
	t.Helper()
	uitest.App(t)
	b := &bench{rows: &rows{}, queue: &uitest.Queue{}}
	for i, prompt := range prompts {
		*b.rows = append(*b.rows, library.Held{ID: int64(i + 1), Config: api.Config{Prompt: prompt, NumSamples: 4}})
	}
	b.pane = New(Params{
		Table: b.rows, Run: b.queue.Run, Now: func() time.Time { return noon }, Account: func(int64) string { return "" },
		Opened: func(h library.Held) { b.opened = append(b.opened, h.ID) }, Removed: func(h library.Held) { b.removed = append(b.removed, h.ID) },
		Menu: func() *fyne.Menu { return fyne.NewMenu("") }, All: func() *fyne.Menu { return fyne.NewMenu("") },
		Counted: func(n int) { b.counted = n }, Failed: func(err error) { t.Error(err) }, Canvas: func() fyne.Canvas { return b.window.Canvas() }, Resized: func() { b.column.Refresh() },
	})
	column := container.NewBorder(b.pane, nil, nil, nil)
	b.column = column
	b.window = uitest.Window(t, column, 360, 600)
	b.pane.Reload()
	b.queue.Drain()
	return b
}

// said are the lines of the rows in sight.
func (b *bench) said() (lines []string) {
	for _, h := range *b.rows {
		if o, ok := b.pane.list.Row(h.ID); ok {
			lines = append(lines, o.(*row).prompt.Text()+" / "+o.(*row).detail.Text())
		}
	}
	return lines
}

func TestRowsSayWhatWaitsAndWhen(t *testing.T) {
	b := newBench(t, "a red\n coat", "a hat", "a dog")
	(*b.rows)[1].Due = noon.Add(time.Hour)
	(*b.rows)[2].Due = noon.Add(-time.Minute)
	b.pane.Reload()
	b.queue.Drain()
	want := []string{"a red coat / 4 images", "a hat / 4 images · at 13:00", "a dog / 4 images · is due, and waits for the service"}
	if got := b.said(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if b.counted != 3 || !b.pane.Visible() || b.pane.list.Size().Height != 3*RowHeight {
		t.Errorf("%d counted, visible %v, %v high", b.counted, b.pane.Visible(), b.pane.list.Size().Height)
	}
	o, _ := b.pane.list.Row(1)
	if face := test.WidgetRenderer(o.(*row)).Objects()[0]; face.MinSize().Height > RowHeight || o.(*row).prompt.Size().Width < 200 {
		t.Errorf("what is in a row needs %v, its prompt has %v", face.MinSize(), o.(*row).prompt.Size())
	}
}

func TestAnEmptyOutboxIsHiddenUnlessAsked(t *testing.T) {
	b := newBench(t)
	if b.pane.Visible() {
		t.Error("an empty outbox is shown")
	}
	b.pane.Focus(b.window.Canvas())
	if !b.pane.Visible() || !b.pane.empty.Visible() || !strings.Contains(b.pane.empty.Sentence(), "Add to outbox") {
		t.Error("nothing says how it is filled")
	}
}

func TestTheKeysOfTheOutbox(t *testing.T) {
	var prompts []string
	for i := range 30 {
		prompts = append(prompts, fmt.Sprint("prompt ", i))
	}
	b := newBench(t, prompts...)
	if height := b.pane.list.Size().Height; height != mostRows*RowHeight {
		t.Errorf("30 requests are %v high", height)
	}
	b.pane.Focus(b.window.Canvas())
	key := func(name fyne.KeyName) { b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyDown)
	key(fyne.KeyReturn)
	key(fyne.KeyDelete)
	if !slices.Equal(b.opened, []int64{2}) || !slices.Equal(b.removed, []int64{2}) {
		t.Errorf("opened %v, removed %v", b.opened, b.removed)
	}
	*b.rows = slices.Delete(*b.rows, 1, 2)
	b.pane.Reload()
	b.queue.Drain()
	if _, ok := b.pane.Selected(); ok || b.counted != 29 {
		t.Error("a request that is gone is selected")
	}
	b.pane.Select(29)
	if h, ok := b.pane.Selected(); !ok || h.ID != 29 {
		t.Errorf("%v, %v", h.ID, ok)
	}
}

func TestTimesThatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"18:30": "2026-03-01 18:30", " 9:05 ": "2026-03-02 09:05", "12:00": "2026-03-02 12:00", "2026-12-24  18:30": "2026-12-24 18:30",
		"": "", "25:00": "", "18.30": "", "2026-02-28 10:00": "", "tomorrow": "", "2026-03-01": "",
	} {
		at, ok := When(text, noon)
		if got := at.Format("2006-01-02 15:04"); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s, %v", text, got, ok)
		}
	}
}

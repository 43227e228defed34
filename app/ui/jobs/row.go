package jobs

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// RowHeight is the height of every row in any state, in Fyne's pixels: four
	// thumbnails and margins.
	RowHeight float32 = 84
	// mosaic is the side of the square of four thumbnails, in Fyne's pixels.
	mosaic float32 = 64
)

// row shows one entry: thumbnails, two lines of prompt, one line of status.
type row struct {
	widget.BaseWidget
	widgets.RowMarks
	slots    [4]*picture.Slot
	prompt   *widgets.Label
	place    *widgets.Label      // position in the job's group
	fold     *widgets.LinkButton // number of jobs that were sent with it; folds them
	dot      *widgets.Dot
	detail   *widgets.Label
	progress *widgets.Progress
	figures  *widgets.Label
	title    *fyne.Container
	line     *fyne.Container
	bar      *fyne.Container

	pictures *fyne.Container
	tiles    int // parts of the square of pictures

	entry  library.Entry
	folded *folded // nil: it stands for itself only
	status jobStatus
	pace   pace
}

func newRow(shimmer *widgets.Shimmer, thumbs picture.Source, fold func(id int64)) *row {
	r := &row{
		prompt:   widgets.NewLabel(""),
		place:    widgets.NewQuietLabel(""),
		dot:      widgets.NewDot(widgets.ToneQuiet, ""),
		detail:   widgets.NewQuietLabel(""),
		progress: widgets.NewProgress(),
		figures:  widgets.NewFigures("", "100 %  00:00"),
	}
	r.fold = widgets.NewQuietLink("", func() { fold(r.entry.ID) })
	r.prompt.SetLines(2)
	r.detail.SetMinWidth(0)
	r.figures.SetTone(widgets.ToneQuiet)
	r.figures.SetAlign(fyne.TextAlignTrailing)
	for i := range r.slots {
		r.slots[i] = picture.NewSlot(widgets.NewThumb(shimmer), thumbs)
	}
	r.tile(1)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer puts the parts together.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	tiles := make([]fyne.CanvasObject, len(r.slots))
	for i, slot := range r.slots {
		tiles[i] = slot.Thumb
	}
	r.pictures = container.New(mosaicLayout{}, tiles...)
	r.bar = container.New(layout.NewCustomPaddedLayout(6, 6, 0, 0), r.progress)
	r.line = container.New(lineLayout{r}, r.dot, r.detail, r.bar, r.figures)
	r.title = container.New(titleLayout{}, r.prompt, r.place, r.fold)
	words := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4), r.title, r.line)
	body := container.NewBorder(nil, nil, container.NewCenter(r.pictures), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space12, 0), container.NewVBox(layout.NewSpacer(), words, layout.NewSpacer())))
	r.show()
	return widget.NewSimpleRenderer(r.Face(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12), body)))
}

// HoverParts are the texts that are shown completely on hover if they are cut.
func (r *row) HoverParts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.prompt, r.place, r.detail}
}

// MinSize makes the height independent of the state.
func (r *row) MinSize() fyne.Size { return fyne.NewSize(200, RowHeight) }

// bind shows an entry, which may stand for those that were sent with it.
func (r *row) bind(e library.Entry, of *folded, now time.Time) {
	if e.ID != r.entry.ID {
		r.pace = pace{}
	}
	r.entry, r.folded = e, of
	r.prompt.SetText(title(e))
	r.showPlace(group(e))
	r.tile(max(e.Expected(), len(e.Preview)))
	for i, slot := range r.slots {
		state := widgets.ThumbState{Loading: i < e.Expected() && !ended(e)}
		if i < len(e.Preview) {
			img := e.Preview[i]
			state.Loading = img.State == library.ImageKnown || img.State == library.ImageDownloading
			slot.Show(img, mosaic, state)
			continue
		}
		slot.Clear(state)
	}
	r.tick(now)
}

// tile divides the square among this many pictures; more than four are not
// shown.
func (r *row) tile(pictures int) {
	shown := min(max(pictures, 1), len(r.slots))
	if shown == r.tiles {
		return
	}
	r.tiles = shown
	for i, slot := range r.slots {
		arrange.Show(slot.Thumb, i < shown)
		if i < shown {
			size := tileAt(i, shown).size
			slot.Aspect = size.Width / size.Height
		}
	}
	if r.pictures != nil {
		r.pictures.Refresh()
	}
}

// blank shows a row whose entry is not loaded yet.
func (r *row) blank() {
	r.entry, r.folded, r.status = library.Entry{}, nil, jobStatus{progress: -1}
	r.prompt.SetText("")
	r.showPlace(nil)
	r.tile(1)
	for _, slot := range r.slots {
		slot.Clear(widgets.ThumbState{})
	}
	r.show()
}

// tick updates the status line.
func (r *row) tick(now time.Time) {
	s := statusOf(r.entry, now)
	if r.folded != nil && !r.folded.open {
		s = r.folded.status()
	}
	if s = r.pace.next(r.status, s, now); s != r.status {
		r.status = s
		r.show()
	}
}

func (r *row) show() {
	s := r.status
	r.dot.SetState(s.tone, s.word)
	r.detail.SetText(s.detail)
	r.figures.SetText(s.figures)
	r.progress.SetValue(max(s.progress, 0))
	if r.line == nil {
		return
	}
	arrange.Show(r.bar, s.progress >= 0)
	arrange.Show(r.detail, s.detail != "")
	arrange.Show(r.figures, s.figures != "")
	r.line.Refresh()
}

// title is a row's title: its prompt, otherwise what is known.
func title(e library.Entry) string {
	if prompt := strings.TrimSpace(e.Job.Request(0).Prompt); prompt != "" {
		// A row shows two lines: don't measure a prompt of 20,000 characters to
		// its end for that.
		return firstRunes(strings.Join(strings.Fields(firstRunes(prompt, 600)), " "), 400)
	}
	if e.Job.JobID != "" {
		return e.Job.JobID
	}
	return message.T("jobs.untitled")
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// tile is a part of the square of pictures.
type tile struct {
	at   fyne.Position
	size fyne.Size
}

// tileAt returns the part for picture i of n, 1 to 4: one fills the square, two
// halve it, of three the first gets a half, and four get a quarter each.
func tileAt(i, n int) tile {
	const (
		gap  = 2
		part = (mosaic - gap) / 2
	)
	t := tile{size: fyne.NewSquareSize(part)}
	column, line := i%2, i/2
	switch {
	case n == 1:
		t.size = fyne.NewSquareSize(mosaic)
	case n == 2, n == 3 && i == 0:
		t.size.Height = mosaic
	case n == 3:
		column, line = 1, i-1
	}
	t.at = fyne.NewPos(float32(column)*(part+gap), float32(line)*(part+gap))
	return t
}

// mosaicLayout places the visible tiles in a square.
type mosaicLayout struct{}

func (mosaicLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(mosaic) }

func (mosaicLayout) Layout(tiles []fyne.CanvasObject, _ fyne.Size) {
	shown := 0
	for _, o := range tiles {
		if o.Visible() {
			shown++
		}
	}
	for i, o := range tiles[:shown] {
		t := tileAt(i, shown)
		o.Resize(t.size)
		o.Move(t.at)
	}
}

// lineLayout gives the dot and the figures their minimum widths, and the rest
// to the detail or the bar between them.
type lineLayout struct{ row *row }

func (lineLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(80, 0)
	for _, part := range parts {
		size.Height = max(size.Height, part.MinSize().Height)
	}
	return size
}

func (l lineLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	dot, detail, bar, figures := parts[0], parts[1], parts[2], parts[3]
	left := min(dot.MinSize().Width, size.Width)
	place(dot, 0, left, size.Height)
	right := float32(0)
	if figures.Visible() {
		right = max(min(l.row.figuresWidth(), size.Width-left-darkroom.Space8), 0)
		place(figures, size.Width-right, right, size.Height)
	}
	middle := max(size.Width-left-right-2*darkroom.Space8, 0)
	l.row.fitDetail(middle)
	for _, part := range []fyne.CanvasObject{detail, bar} {
		place(part, left+darkroom.Space8, middle, size.Height)
	}
}

// figuresWidth reserves room for the widest figures while they change, so that
// nothing beside them moves.
func (r *row) figuresWidth() float32 {
	if r.status.ticking || r.status.progress >= 0 {
		return r.figures.MinSize().Width
	}
	return quietWidth(r.status.figures)
}

// fitDetail shortens the detail if it doesn't fit, and shows all of it on
// hover.
func (r *row) fitDetail(width float32) {
	words, tip := r.status.detail, ""
	if r.status.short != "" && quietWidth(words) > width {
		words, tip = r.status.short, words
	}
	r.detail.SetText(words)
	r.detail.SetTip(tip)
}

func quietWidth(text string) float32 {
	return fyne.MeasureText(text, theme.Size(darkroom.SizeNameQuietText), fyne.TextStyle{}).Width
}

func place(o fyne.CanvasObject, x, width, height float32) {
	own := min(o.MinSize().Height, height)
	o.Move(fyne.NewPos(x, (height-own)/2))
	o.Resize(fyne.NewSize(width, own))
}

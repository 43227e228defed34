package jobs

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// RowHeight is the height of every row, whatever its state, in Fyne's
	// pixels: the four thumbnails and a margin above and below.
	RowHeight float32 = 84
	// mosaic is the edge of the square of four thumbnails.
	mosaic float32 = 64
)

// row shows one entry: thumbnails, two lines of prompt, one quiet line.
type row struct {
	widget.BaseWidget
	slots    [4]*picture.Slot
	prompt   *widgets.Label
	dot      *widgets.Dot
	detail   *widgets.Label
	progress *widgets.Progress
	figures  *widgets.Label
	line     *fyne.Container
	bar      *fyne.Container

	face *widgets.RowFace // behind everything; nil until the row is drawn

	selected, current, hovered bool

	entry library.Entry
	stood standing
}

func newRow(shimmer *widgets.Shimmer, thumbs picture.Source) *row {
	r := &row{
		prompt:   widgets.NewLabel(""),
		dot:      widgets.NewDot(widgets.ToneQuiet, ""),
		detail:   widgets.NewQuietLabel(""),
		progress: widgets.NewProgress(),
		figures:  widgets.NewFigures("", "100 %  00:00"),
	}
	r.prompt.SetLines(2)
	r.detail.SetMinWidth(0)
	r.figures.SetTone(widgets.ToneQuiet)
	r.figures.SetAlign(fyne.TextAlignTrailing)
	for i := range r.slots {
		thumb := widgets.NewThumb(shimmer)
		thumb.SetMinSize(fyne.NewSquareSize((mosaic - 2) / 2))
		r.slots[i] = picture.NewSlot(thumb, thumbs)
		r.slots[i].Square = true
	}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer puts the parts together.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	tiles := make([]fyne.CanvasObject, len(r.slots))
	for i, slot := range r.slots {
		tiles[i] = slot.Thumb
	}
	pictures := container.New(mosaicLayout{}, tiles...)
	r.bar = container.New(layout.NewCustomPaddedLayout(6, 6, 0, 0), r.progress)
	r.line = container.New(lineLayout{}, r.dot, r.detail, r.bar, r.figures)
	words := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4), r.prompt, r.line)
	body := container.NewBorder(nil, nil, container.NewCenter(pictures), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space12, 0), container.NewVBox(layout.NewSpacer(), words, layout.NewSpacer())))
	r.show()
	r.face = widgets.NewRowFace(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12), body))
	r.mark()
	return widget.NewSimpleRenderer(r.face)
}

// SetSelected, SetCurrent and SetHovered keep what the list says.
func (r *row) SetSelected(on bool) { r.selected = on; r.mark() }

// SetCurrent marks the keyboard's place.
func (r *row) SetCurrent(on bool) { r.current = on; r.mark() }

// SetHovered marks the row under the pointer.
func (r *row) SetHovered(on bool) { r.hovered = on; r.mark() }

func (r *row) mark() {
	if r.face == nil {
		return
	}
	r.face.SetSelected(r.selected)
	r.face.SetCurrent(r.current)
	r.face.SetHovered(r.hovered)
}

// MinSize keeps the height independent of the state.
func (r *row) MinSize() fyne.Size { return fyne.NewSize(200, RowHeight) }

// bind shows an entry.
func (r *row) bind(e library.Entry, now time.Time) {
	r.entry = e
	r.prompt.SetText(title(e))
	for i, slot := range r.slots {
		state := widgets.ThumbState{Loading: i < e.Expected() && !ended(e)}
		if i < len(e.Preview) {
			img := e.Preview[i]
			state.Loading = img.State == library.ImageKnown || img.State == library.ImageDownloading
			slot.Show(img, (mosaic-2)/2*2, state)
			continue
		}
		slot.Clear(state)
	}
	r.tick(now)
}

// blank shows a row whose entry has not come yet.
func (r *row) blank() {
	r.entry, r.stood = library.Entry{}, standing{progress: -1}
	r.prompt.SetText("")
	for _, slot := range r.slots {
		slot.Clear(widgets.ThumbState{})
	}
	r.show()
}

// tick brings the quiet line up to now.
func (r *row) tick(now time.Time) {
	if s := stand(r.entry, now); s != r.stood {
		r.stood = s
		r.show()
	}
}

func (r *row) show() {
	s := r.stood
	r.dot.SetState(s.tone, s.word)
	r.detail.SetText(s.detail)
	r.figures.SetText(s.figures)
	r.progress.SetValue(max(s.progress, 0))
	if r.line == nil {
		return
	}
	setVisible(r.bar, s.progress >= 0)
	setVisible(r.detail, s.detail != "")
	setVisible(r.figures, s.figures != "")
	r.line.Refresh()
}

func setVisible(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// title is what a row is called: its prompt, else what there is.
func title(e library.Entry) string {
	if prompt := strings.TrimSpace(e.Job.Config.Prompt); prompt != "" {
		// A row shows two lines: a prompt of 20,000 characters need not be
		// measured to its end for that.
		return firstRunes(strings.Join(strings.Fields(firstRunes(prompt, 600)), " "), 400)
	}
	if e.Job.JobID != "" {
		return e.Job.JobID
	}
	return "Untitled"
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

// mosaicLayout puts four tiles into a square.
type mosaicLayout struct{}

func (mosaicLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(mosaic) }

func (mosaicLayout) Layout(tiles []fyne.CanvasObject, size fyne.Size) {
	edge := (min(size.Width, size.Height) - 2) / 2
	for i, tile := range tiles {
		tile.Resize(fyne.NewSquareSize(edge))
		tile.Move(fyne.NewPos(float32(i%2)*(edge+2), float32(i/2)*(edge+2)))
	}
}

// lineLayout gives the dot and the figures the room they ask for and the rest
// to the detail or the bar between them.
type lineLayout struct{}

func (lineLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(80, 0)
	for _, part := range parts {
		size.Height = max(size.Height, part.MinSize().Height)
	}
	return size
}

func (lineLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	dot, detail, bar, figures := parts[0], parts[1], parts[2], parts[3]
	left := min(dot.MinSize().Width, size.Width)
	place(dot, 0, left, size.Height)
	right := float32(0)
	if figures.Visible() {
		right = min(figures.MinSize().Width, size.Width-left)
		place(figures, size.Width-right, right, size.Height)
	}
	middle := max(size.Width-left-right-2*darkroom.Space8, 0)
	for _, part := range []fyne.CanvasObject{detail, bar} {
		place(part, left+darkroom.Space8, middle, size.Height)
	}
}

func place(o fyne.CanvasObject, x, width, height float32) {
	own := min(o.MinSize().Height, height)
	o.Move(fyne.NewPos(x, (height-own)/2))
	o.Resize(fyne.NewSize(width, own))
}

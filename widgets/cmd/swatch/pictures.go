package main

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// draw makes a picture that shows blur and uneven scaling: rings over a colour.
func draw(seed int64, width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	hue := float64(seed%12) / 12 * 2 * math.Pi
	for y := range height {
		for x := range width {
			dx, dy := float64(x)/float64(width)-0.5, float64(y)/float64(height)-0.4
			ring := 0.5 + 0.5*math.Cos((dx*dx+dy*dy)*float64(60+seed%40))
			c := func(phase float64) uint8 {
				return uint8(255 * (0.2 + 0.6*ring*(0.5+0.5*math.Cos(hue+phase+3*dy))))
			}
			img.SetRGBA(x, y, color.RGBA{c(0), c(2.1), c(4.2), 255})
		}
	}
	return img
}

func thumbs(fyne.Window) fyne.CanvasObject {
	shimmer := widgets.NewShimmer()
	states := []widgets.ThumbState{
		{Key: 1, Picture: draw(1, 192, 256)},
		{Key: 2, Picture: draw(2, 192, 256), Caption: "selected with a caption that is too long for the cell"},
		{Key: 3, Picture: draw(3, 192, 256), Favourite: true, Badge: "1/16", Rating: 3},
		{Key: 4, Picture: draw(4, 256, 160), Caption: "hovered", Rating: 5, Favourite: true},
		{Key: 5, Aspect: 0.75, Loading: true},
		{Key: 6, Aspect: 0.75},
		{Key: 7, Aspect: 0.75, Failed: "The file is damaged"},
		{Key: 8, Failed: "x", Aspect: 1},
		{Key: 9, Picture: draw(9, 192, 256), Caption: "keyboard"},
		{Key: 10, Picture: draw(10, 192, 256), Caption: "selected, keyboard", Rating: 1},
		{Key: 11, Picture: draw(11, 90, 256), Rating: 4, Favourite: true},
	}
	all := container.NewGridWrap(fyne.NewSize(180, 240))
	for i, state := range states {
		t := widgets.NewTapThumb(shimmer)
		t.Bind(state)
		t.SetSelected(i == 1 || i == 9)
		t.SetHovered(i == 3)
		t.SetCurrent(i >= 8)
		all.Add(t)
	}
	small := container.NewGridWrap(fyne.NewSize(31, 31))
	for _, state := range states {
		t := widgets.NewThumb(shimmer)
		t.SetCover(true)
		t.Bind(state)
		small.Add(t)
	}
	return inset(darkroom.Space16, container.NewBorder(nil, small, nil, nil, all))
}

const many = 160000

func ids(n int) widgets.IDs {
	s := make(widgets.IDs, n)
	for i := range s {
		s[i] = int64(i + 1)
	}
	return s
}

// days is a source with a heading every 80 items.
type days struct {
	widgets.IDs
	sections []widgets.ItemSection
}

func (d days) Sections() []widgets.ItemSection { return d.sections }

func newDays(n int) days {
	d := days{IDs: ids(n)}
	for i := 0; i < n; i += 80 {
		d.sections = append(d.sections, widgets.ItemSection{First: i, Title: fmt.Sprintf("Day %d", i/80+1), Note: "80 pictures"})
	}
	return d
}

func newGrid() *widgets.Grid {
	shimmer := widgets.NewShimmer()
	var pictures []*image.RGBA
	for i := range int64(24) {
		pictures = append(pictures, draw(i, 192, 256))
	}
	source := newDays(many)
	g := widgets.NewGrid(source, func() fyne.CanvasObject { return widgets.NewThumb(shimmer) }, func(cell fyne.CanvasObject, index int) {
		state := widgets.ThumbState{Key: source.ID(index), Aspect: 0.75, Caption: fmt.Sprintf("number %d", index), Favourite: index%11 == 3, Rating: index % 13 % 6}
		if index%7 != 5 {
			state.Picture = pictures[index%len(pictures)]
		} else {
			state.Loading = true
		}
		cell.(*widgets.Thumb).Bind(state)
	})
	g.SetCellSize(fyne.NewSize(150, 200))
	return g
}

func grid(w fyne.Window) fyne.CanvasObject {
	g := newGrid()
	count := widgets.NewFigures("0", "160000 selected")
	g.OnSelected = func() { count.SetText(fmt.Sprintf("%d selected", g.SelectionLen())) }
	g.OnSection = g.SelectRange
	g.OnTyped = func(string) {}
	larger := widgets.NewIconButton(theme.ZoomInIcon(), "Larger", func() { g.SetCellSize(fyne.NewSize(240, 320)) })
	smaller := widgets.NewIconButton(theme.ZoomOutIcon(), "Smaller", func() { g.SetCellSize(fyne.NewSize(90, 120)) })
	return container.NewBorder(widgets.NewPaneTitle(widgets.NewTitle("Gallery"), count, smaller, larger), nil, nil, nil, g)
}

// linked shows two pictures of different sizes, of which the second shows what the first does and the other way round.
func linked(fyne.Window) fyne.CanvasObject {
	left, right := widgets.NewZoomImage(), widgets.NewZoomImage()
	left.SetPicture(widgets.NewPyramid(draw(5, 1536, 2048)))
	right.SetPicture(widgets.NewPyramid(draw(5, 768, 1024)))
	left.OnView, right.OnView = right.SetView, left.SetView
	return container.NewGridWithColumns(2, left, right)
}

// job is a row as the job list may have it.
type job struct {
	widget.BaseWidget
	body     fyne.CanvasObject
	fill     *canvas.Rectangle
	thumbs   [4]*widgets.Thumb
	prompt   *widgets.Label
	dot      *widgets.Dot
	progress *widgets.Progress
}

func (j *job) HoverParts() []fyne.CanvasObject { return []fyne.CanvasObject{j.prompt} }

func (j *job) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(j.fill, j.body))
}

func (j *job) SetSelected(selected bool) { j.color(selected, theme.ColorNameSelection) }

func (j *job) SetHovered(hovered bool) {
	if j.fill.FillColor != theme.Color(theme.ColorNameSelection) {
		j.color(hovered, theme.ColorNameHover)
	}
}

func (j *job) color(on bool, name fyne.ThemeColorName) {
	j.fill.FillColor = color.Transparent
	if on {
		j.fill.FillColor = theme.Color(name)
	}
	j.fill.Refresh()
}

func newJob(shimmer *widgets.Shimmer) *job {
	j := &job{prompt: widgets.NewLabel(prompt), dot: widgets.NewDot(widgets.ToneAccent, "running"), progress: widgets.NewProgress()}
	j.prompt.SetLines(2)
	mosaic := container.NewGridWithColumns(2)
	for i := range j.thumbs {
		j.thumbs[i] = widgets.NewThumb(shimmer)
		j.thumbs[i].SetCover(true)
		mosaic.Add(j.thumbs[i])
	}
	line := container.NewBorder(nil, nil, j.dot, widgets.NewFigures("62 %  0:38", "100 %  00:00"), j.progress)
	j.fill = canvas.NewRectangle(color.Transparent)
	j.body = inset(darkroom.Space8, container.NewBorder(nil, nil, mosaic, nil, container.NewBorder(j.prompt, line, nil, nil)))
	j.ExtendBaseWidget(j)
	return j
}

func panes(fyne.Window) fyne.CanvasObject {
	shimmer := widgets.NewShimmer()
	list := widgets.NewRowList(ids(10000), 84, func() fyne.CanvasObject { return newJob(shimmer) }, func(o fyne.CanvasObject, index int) {
		j := o.(*job)
		j.prompt.SetText(fmt.Sprintf("%d: %s", index, prompt))
		j.progress.SetValue(float64(index%10) / 10)
		for i, t := range j.thumbs {
			t.Bind(widgets.ThumbState{Key: int64(index*4 + i), Loading: index%3 == 0})
		}
	})
	left := widgets.NewSurface(darkroom.ColorNamePane, widgets.NewEmptyState("Write what you want to see, then press Ctrl+Enter.", &widgets.Action{Text: "Use an example"}))
	middle := widgets.NewSurface(darkroom.ColorNamePane, container.NewBorder(widgets.NewPaneTitle(widgets.NewTitle("Jobs")), nil, nil, nil, list))
	return widgets.NewPanes(left, middle, newGrid())
}

func zoom(w fyne.Window) fyne.CanvasObject {
	z := widgets.NewZoomImage()
	figure := widgets.NewFigures("", "1600 %")
	z.OnZoomed = func(zoom float64, _ bool) { figure.SetText(fmt.Sprintf("%.0f %%", zoom*100)) }
	z.SetPicture(widgets.NewPyramid(draw(5, 1536, 2048)))
	return container.NewBorder(nil, figure, nil, nil, z)
}

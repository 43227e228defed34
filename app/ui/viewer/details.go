package viewer

import (
	"fmt"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

type imageRGBA = image.RGBA

// sideWidth is the width of the parameters beside the picture, in Fyne's
// pixels.
const sideWidth float32 = 300

// Actions are what can be done with a picture. Each is called on the UI
// goroutine.
type Actions struct {
	ShowInFolder func(library.Image)
	CopyPrompt   func(library.Image)
	CopySeed     func(library.Image)
	UseSeed      func(library.Image)
	UseAll       func(library.Image) // take all of its parameters into the panel
}

// details are the parameters beside the picture, as text that can be selected.
type details struct {
	widget.BaseWidget
	actions Actions
	facts   *fyne.Container
	img     library.Image
	job     *library.Entry
	buttons *fyne.Container
}

func newDetails(actions Actions) *details {
	d := &details{actions: actions, facts: container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space12))}
	button := func(text string, do func(library.Image)) fyne.CanvasObject {
		return widgets.NewQuietButton(text, func() { do(d.img) })
	}
	d.buttons = container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4),
		button("Use this seed", actions.UseSeed),
		button("Use these parameters", actions.UseAll),
		container.NewGridWithColumns(2,
			button("Copy prompt", actions.CopyPrompt), button("Copy seed", actions.CopySeed)),
		button("Show in folder", actions.ShowInFolder))
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer puts the parts together.
func (d *details) CreateRenderer() fyne.WidgetRenderer {
	inset := layout.NewCustomPaddedLayout(darkroom.Space16, darkroom.Space16, darkroom.Space16, darkroom.Space16)
	body := container.NewBorder(nil, container.New(inset, d.buttons), nil, nil,
		container.NewVScroll(container.New(inset, d.facts)))
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNamePane, body))
}

func (d *details) image(img library.Image) {
	if d.job != nil && d.job.ID != img.EntryID {
		d.job = nil
	}
	d.img = img
	d.fill()
}

func (d *details) entry(e library.Entry) {
	d.job = &e
	d.fill()
}

func (d *details) fill() {
	d.facts.RemoveAll()
	for _, f := range factsOf(d.img, d.job) {
		name := widgets.NewQuietLabel(f.name)
		value := widget.NewLabel(f.value)
		value.Wrapping = fyne.TextWrapWord
		value.Selectable = true
		d.facts.Add(container.New(layout.NewCustomPaddedVBoxLayout(0), name, container.New(flush{}, value)))
	}
	d.facts.Refresh()
}

// fact is one line of the parameters.
type fact struct{ name, value string }

// factsOf are the parameters of a picture, those that are known, the most
// telling first.
func factsOf(img library.Image, e *library.Entry) []fact {
	var list []fact
	add := func(name, value string) {
		if value != "" {
			list = append(list, fact{name, value})
		}
	}
	var c api.Config
	if e != nil {
		c = e.Job.Config
	}
	add("Prompt", c.Prompt)
	add("Not in the image", c.NegativePrompt)
	add("Model", strings.TrimSpace(c.CheckpointID+" "+c.BaseModel))
	if img.Generated.Seed != nil {
		add("Seed", strconv.FormatInt(*img.Generated.Seed, 10))
	}
	if img.Width > 0 {
		add("Size", fmt.Sprintf("%d × %d pixels", img.Width, img.Height))
	}
	if c.NumInferenceSteps > 0 {
		add("Steps", strconv.Itoa(c.NumInferenceSteps))
	}
	add("Scheduler", c.SchedulerType)
	if c.GuidanceScale != nil {
		add("Guidance scale", number(*c.GuidanceScale))
	}
	if c.EnableHRF != nil && *c.EnableHRF {
		words := "on"
		if c.DenoisingStrength != nil {
			words += ", denoising " + number(*c.DenoisingStrength)
		}
		add("High-resolution fix", words)
	}
	if img.Path != "" {
		file := filepath.Base(img.Path)
		if img.Bytes > 0 {
			file += "\n" + humanize.Bytes(uint64(img.Bytes))
		}
		add("File", file)
	}
	add("Job", img.JobID)
	return list
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// flush takes away the padding that labels bring along, so that values stand
// under their names.
type flush struct{}

func (flush) MinSize(parts []fyne.CanvasObject) fyne.Size {
	size := parts[0].MinSize()
	return fyne.NewSize(max(size.Width-16, 0), max(size.Height-12, 0))
}

func (flush) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	parts[0].Move(fyne.NewPos(-8, -6))
	parts[0].Resize(fyne.NewSize(size.Width+16, size.Height+12))
}

// sideLayout gives the parameters their width and the picture the rest.
type sideLayout struct{}

func (sideLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sideWidth+200, 200)
}

func (sideLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	side := min(sideWidth, size.Width/2)
	if !parts[1].Visible() {
		side = 0
	}
	parts[0].Move(fyne.NewPos(0, 0))
	parts[0].Resize(fyne.NewSize(size.Width-side, size.Height))
	parts[1].Move(fyne.NewPos(size.Width-side, 0))
	parts[1].Resize(fyne.NewSize(side, size.Height))
}

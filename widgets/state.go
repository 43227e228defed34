package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	dotSize        float32 = 8
	progressHeight float32 = 4
	sweep                  = 1600 * time.Millisecond // once over the bar
)

// Dot is a state: a small dot in the tone and a word, never only the colour.
type Dot struct {
	widget.BaseWidget
	tone Tone
	word *textBlock
}

// NewDot returns a dot.
func NewDot(tone Tone, word string) *Dot {
	d := &Dot{tone: tone, word: quietText(word)}
	d.ExtendBaseWidget(d)
	return d
}

// SetState changes tone and word together.
func (d *Dot) SetState(tone Tone, word string) {
	if tone == d.tone && word == d.word.text {
		return
	}
	d.tone = tone
	d.word.set(word)
	d.Refresh()
}

// Word returns the state in words.
func (d *Dot) Word() string { return d.word.text }

// CreateRenderer is Fyne's.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	dot := canvas.NewCircle(noColor)
	draw := drawing{owner: d, objects: []fyne.CanvasObject{dot, d.word}}
	draw.paint = func() {
		dot.FillColor = colorOf(d, d.tone.colorName())
		d.word.Refresh()
	}
	draw.place = func(size fyne.Size) {
		put(dot, 0, (size.Height-dotSize)/2, dotSize, dotSize)
		putMiddle(d.word, dotSize+darkroom.Space8-2, size.Height)
	}
	draw.min = func() fyne.Size { return d.word.MinSize().AddWidthHeight(dotSize+darkroom.Space8-2, 0) }
	return newDrawing(draw)
}

// Progress is a thin bar in the accent colour.
type Progress struct {
	widget.BaseWidget
	value   float64
	unknown bool
	phase   float32
	motion  *fyne.Animation
}

// NewProgress returns an empty bar.
func NewProgress() *Progress {
	p := &Progress{}
	p.ExtendBaseWidget(p)
	return p
}

// Value returns the shown fraction, 0 to 1.
func (p *Progress) Value() float64 { return p.value }

// SetValue shows a fraction, 0 to 1; other values are clamped.
func (p *Progress) SetValue(fraction float64) {
	if !(fraction > 0) { // also true for NaN
		fraction = 0
	}
	if fraction = min(fraction, 1); fraction != p.value {
		p.value = fraction
		p.Refresh()
	}
}

// SetIndeterminate shows work without a known progress. If animations are off, the whole bar is faint.
func (p *Progress) SetIndeterminate(unknown bool) {
	if unknown == p.unknown {
		return
	}
	p.unknown, p.phase = unknown, 0
	p.move()
	p.Refresh()
}

// Show is Fyne's.
func (p *Progress) Show() {
	p.BaseWidget.Show()
	p.move()
}

// Hide is Fyne's. A hidden bar has no animation.
func (p *Progress) Hide() {
	p.BaseWidget.Hide()
	p.move()
}

func (p *Progress) move() {
	want := p.unknown && p.Visible() && animated()
	if want == (p.motion != nil) {
		return
	}
	if !want {
		p.motion.Stop()
		p.motion = nil
		return
	}
	p.motion = fyne.NewAnimation(sweep, func(at float32) {
		p.phase = at
		p.Refresh()
	})
	p.motion.RepeatCount = fyne.AnimationRepeatForever
	p.motion.Start()
}

// CreateRenderer is Fyne's.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	track, bar := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	d := drawing{owner: p, objects: []fyne.CanvasObject{track, bar}}
	d.paint = func() {
		track.FillColor, bar.FillColor = colorOf(p, darkroom.ColorNameHairline), colorOf(p, darkroom.ColorNameAccent)
		track.CornerRadius, bar.CornerRadius = progressHeight/2, progressHeight/2
		if p.unknown && !animated() {
			bar.FillColor = colorOf(p, theme.ColorNameFocus)
		}
	}
	d.place = func(size fyne.Size) {
		y := (size.Height - progressHeight) / 2
		put(track, 0, y, size.Width, progressHeight)
		from, to := float32(0), float32(p.value)*size.Width
		if p.unknown {
			to = size.Width
			if animated() { // a third of the bar moves from left to right
				third := size.Width / 3
				from = max((size.Width+third)*p.phase-third, 0)
				to = min((size.Width+third)*p.phase, size.Width)
			}
		}
		show(bar, to > from)
		put(bar, from, y, to-from, progressHeight)
	}
	d.min = func() fyne.Size { return fyne.NewSize(24, progressHeight) }
	return newDrawing(d)
}

package ui

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/settings"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

// eyes measure a screen's words and outlines on a picture of it.
type eyes struct {
	*screen
	picture        *image.NRGBA
	scale          float32
	words, strokes float64 // least contrast
	seen, hidden   int     // texts
}

// taken is what the canvas shows.
func (s *screen) taken() (*image.NRGBA, float32) {
	c := s.b.Window.window.Canvas()
	shown := c.Capture()
	if picture, ok := shown.(*image.NRGBA); ok {
		return picture, c.Scale()
	}
	picture := image.NewNRGBA(shown.Bounds())
	draw.Draw(picture, picture.Bounds(), shown, image.Point{}, draw.Src)
	return picture, c.Scale()
}

func (e *eyes) look() {
	e.picture, e.scale = e.taken()
	c := e.b.Window.window.Canvas()
	var top fyne.CanvasObject = c.Content()
	if over := c.Overlays().Top(); over != nil {
		top = over
	}
	e.measure(top, fyne.Position{}, e.picture.Bounds())
}

// part is a part of the picture.
func (e *eyes) part(at fyne.Position, size fyne.Size) image.Rectangle {
	px := func(v float32) int { return int(v*e.scale + 0.5) }
	return image.Rect(px(at.X), px(at.Y), px(at.X+size.Width), px(at.Y+size.Height))
}

func (e *eyes) measure(o fyne.CanvasObject, at fyne.Position, clip image.Rectangle) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *canvas.Text:
		e.word(o, at, clip)
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		clip = clip.Intersect(e.part(at, o.Size()))
		children = []fyne.CanvasObject{o.Content}
	case *widgets.Grid, *widgets.RowList:
		clip = clip.Intersect(e.part(at, o.Size()))
		children = test.WidgetRenderer(o.(fyne.Widget)).Objects()
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
		off, _ := o.(fyne.Disableable)
		if _, control := o.(fyne.Focusable); control && (off == nil || !off.Disabled()) {
			e.outlines(o, children, at, clip)
		}
	}
	for _, child := range children {
		e.measure(child, at, clip)
	}
}

// word measures a line of text between its own colour and the most frequent one around it.
func (e *eyes) word(text *canvas.Text, at fyne.Position, clip image.Rectangle) {
	size := fyne.MeasureText(text.Text, text.TextSize, text.TextStyle)
	switch text.Alignment {
	case fyne.TextAlignCenter:
		at.X += (text.Size().Width - size.Width) / 2
	case fyne.TextAlignTrailing:
		at.X += text.Size().Width - size.Width
	}
	at.Y += (text.Size().Height - size.Height) / 2
	part := e.part(at, size)
	if !letters.MatchString(text.Text) || !part.In(clip) {
		return
	}
	ground, ink := uitest.Ground(e.picture, part), color.NRGBAModel.Convert(text.Color).(color.NRGBA)
	near, found := 48, color.NRGBA{} // further away it is another thing that lies over the text
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if c := e.picture.NRGBAAt(x, y); apart(c, ink) < near {
				near, found = apart(c, ink), c
			}
		}
	}
	if found.A == 0 {
		e.hidden++
		return
	}
	e.seen++
	least := e.words
	if ink == theme.Color(theme.ColorNameDisabled) {
		least = min(least, 4.5)
	}
	if got := uitest.Contrast(found, ground); got < least {
		e.note("%q has a contrast of %.2f with what is around it", text.Text, got)
	}
}

func apart(a, b color.NRGBA) int {
	diff := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(diff(a.R, b.R), diff(a.G, b.G), diff(a.B, b.B))
}

// outlines measures the lines around a control, in the middle of their left side.
func (e *eyes) outlines(control fyne.Widget, parts []fyne.CanvasObject, at fyne.Position, clip image.Rectangle) {
	for _, o := range parts {
		box, ok := o.(*canvas.Rectangle)
		if !ok || !box.Visible() || box.StrokeWidth == 0 || box.StrokeColor == nil || box.Position().X >= 1 {
			continue
		}
		if _, _, _, a := box.StrokeColor.RGBA(); a == 0 {
			continue
		}
		part := e.part(at.Add(box.Position()), box.Size())
		x, y := part.Min.X, (part.Min.Y+part.Max.Y)/2
		outside := image.Pt(x-int(2*e.scale), y)
		if part.Dy() < 8 || !part.In(clip) || !outside.In(clip) {
			continue
		}
		ink, found := color.NRGBAModel.Convert(box.StrokeColor).(color.NRGBA), false
		for i := range int(2 * e.scale) {
			found = found || apart(e.picture.NRGBAAt(x+i, y), ink) < 64
		}
		if !found {
			continue // something lies over it
		}
		beside, got := e.picture.NRGBAAt(outside.X, outside.Y), 1.0
		for i := range int(2 * e.scale) {
			got = max(got, uitest.Contrast(e.picture.NRGBAAt(x+i, y), beside))
		}
		if got < e.strokes {
			e.note("the outline of %T has a contrast of %.2f with what is beside it", control, got)
		}
	}
}

// In both modes, words have 4.5:1 with what is around them and outlines of controls 3:1, measured on
// pictures of the panes, the views and the preferences; with high contrast, words that aren't disabled have 7:1.
func TestWordsAndOutlinesCanBeSeen(t *testing.T) {
	for _, look := range []struct {
		theme settings.Theme
		high  bool
		words float64
	}{{settings.ThemeDark, false, 4.5}, {settings.ThemeLight, false, 4.5}, {settings.ThemeDark, true, 7}, {settings.ThemeLight, true, 7}} {
		b := withPictures(t, 3, func(v *settings.Values) { v.Theme, v.HighContrast = look.theme, look.high })
		b.Window.window.Canvas().(software.WindowlessCanvas).SetScale(1.5) // so that a thin letter has whole pixels of its colour
		b.Window.window.Resize(fyne.NewSize(900, 640))
		e := &eyes{screen: &screen{b: b, faults: map[string]string{}}, words: look.words, strokes: 3}
		e.each = e.look
		e.settle()
		e.screen.look("the page")
		e.settings()
		if !look.high {
			e.panes()
			e.views()
		}
		t.Logf("%+v: %d texts measured, %d lie under something", look, e.seen, e.hidden)
		if e.hidden*10 > e.seen {
			t.Errorf("%d texts were found and %d not", e.seen, e.hidden)
		}
		e.report(t)
	}
}

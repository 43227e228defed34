package ui

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// scaleVariable is the environment variable that Fyne reads whenever it computes a window's scale.
const scaleVariable = "FYNE_SCALE"

// interfaceScale enlarges everything in the window. Fyne has no call for that: it reads the
// variable above, or the settings file that all programs made with Fyne share, which is not ours to
// write. The percentage multiplies what the person chose in those for all such programs. Fyne
// rounds the product to a tenth: 75, 125 and 175 % are drawn as 80, 130 and 180 %.
//
// UI goroutine only.
type interfaceScale struct {
	app     fyne.App
	given   string // the variable at the start
	percent int
	window  fyne.Window       // nil: there is none yet
	shrink  func(percent int) // lets the content be smaller than its minimum
	redraw  func()            // asks for pictures in the new size
}

// newInterfaceScale makes the scale effective for windows that are made from now on.
func newInterfaceScale(app fyne.App, percent int) *interfaceScale {
	s := &interfaceScale{app: app, given: os.Getenv(scaleVariable), percent: percent}
	s.export()
	app.Settings().AddListener(func(fyne.Settings) { s.export() }) // Fyne's settings may have changed
	return s
}

// set changes the scale of the open window, which keeps its size on the screen.
func (s *interfaceScale) set(percent int) {
	was := s.percent
	s.percent = percent
	s.export()
	if s.window == nil {
		return
	}
	c, full := s.window.Canvas(), s.window.FullScreen()
	size, scale := c.Size(), c.Scale()
	s.shrink(percent)
	// Fyne keeps the size in its own pixels and would resize the window, so that is changed first.
	if sized, ok := c.(interface{ Resize(fyne.Size) }); ok && !full {
		sized.Resize(inPixels(scaled(size, drawnAt(was)/drawnAt(percent))))
	}
	s.app.Settings().SetTheme(s.app.Settings().Theme()) // makes Fyne compute the scale again
	// Rounding depends on the screen's own scale too.
	if want := inPixels(scaled(size, scale/c.Scale())); !full && !near(want, c.Size()) {
		s.window.Resize(want)
	}
	s.redraw()
}

func scaled(size fyne.Size, factor float32) fyne.Size {
	return fyne.NewSize(size.Width*factor, size.Height*factor)
}

// drawnAt is the factor that Fyne makes of a percentage, on most screens.
func drawnAt(percent int) float32 { return float32(math.Round(float64(percent)/10) / 10) }

// inPixels makes a size a little smaller: Fyne rounds up to whole pixels, and would add one at each
// change.
func inPixels(size fyne.Size) fyne.Size { return size.SubtractWidthHeight(0.02, 0.02) }

func near(a, b fyne.Size) bool {
	d := a.Subtract(b)
	return max(d.Width, -d.Width, d.Height, -d.Height) < 0.1
}

// export sets the variable, or restores it at 100 %.
func (s *interfaceScale) export() {
	switch {
	case s.percent != 100:
		_ = os.Setenv(scaleVariable, strconv.FormatFloat(s.chosen()*float64(s.percent)/100, 'f', 3, 64))
	case s.given != "":
		_ = os.Setenv(scaleVariable, s.given)
	default:
		_ = os.Unsetenv(scaleVariable)
	}
}

// chosen is what the person chose for all programs made with Fyne, read as Fyne reads it.
func (s *interfaceScale) chosen() float64 {
	if factor, err := strconv.ParseFloat(s.given, 32); err == nil && factor > 0 {
		return factor
	}
	if all := s.app.Settings().Scale(); all > 0 && s.given != "auto" {
		return float64(all)
	}
	return 1
}

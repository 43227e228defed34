// Package servicecheck is the page of the service check: one line for each check of package
// app/servicecheck, filled as the results arrive, and a report to copy.
//
// Everything belongs to the UI goroutine, except that Params.Check is called off it, through
// Params.Run.
package servicecheck

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/servicecheck"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

// stateWidth is the width of a dot with its word, in Fyne's pixels.
const stateWidth = 96

// Params is what the page needs from the window.
type Params struct {
	Run background.Run
	// Dispatch queues a function for the UI goroutine.
	Dispatch func(func())
	// Check makes all checks and reports each result. It blocks.
	Check func(ctx context.Context, tell func(servicecheck.Result)) []servicecheck.Result
	// Copy is called with the results so far.
	Copy func(results []servicecheck.Result)
	// Close is called by the page's button.
	Close func()
}

// Page is the page.
type Page struct {
	p        Params
	rows     map[servicecheck.Line]*row
	results  map[servicecheck.Line]servicecheck.Result
	progress *widgets.Progress
	named    fyne.CanvasObject // the progress with its name
	sum      *widgets.Label
	again    *widgets.QuietButton
	copies   *widgets.QuietButton
	list     *fyne.Container
	content  fyne.CanvasObject

	cancel  context.CancelFunc // cancels the running check; nil: none
	running int                // number of checks started; only the last one is shown
}

// New makes the page. Begin starts the check.
func New(p Params) *Page {
	g := &Page{p: p, rows: map[servicecheck.Line]*row{}, progress: widgets.NewProgress(), sum: widgets.NewQuietLabel("")}
	g.named = access.Named(message.T("check.title"), g.progress)
	g.sum.SetLines(0)
	intro := widgets.NewQuietLabel(message.T("check.intro"))
	intro.SetLines(0)
	var rows []fyne.CanvasObject
	for _, line := range servicecheck.Lines() {
		r := newRow(line)
		g.rows[line] = r
		rows = append(rows, widgets.NewHairline(), r.content)
	}
	g.list = arrange.Stack(darkroom.Space8, rows...)
	g.again = widgets.NewQuietButton(message.T("check.stop"), g.press)
	g.copies = widgets.NewQuietButton(message.T("check.copy"), func() {
		g.p.Copy(g.all())
		g.sum.SetText(message.T("check.copied"))
	})
	done := widgets.NewPrimaryButton(message.T("close"), "", func() { g.p.Close() })
	buttons := container.New(widgets.NewLine(darkroom.Space8), g.copies, layout.NewSpacer(), g.again, done)
	g.content = container.NewBorder(
		arrange.Inset(0, 0, darkroom.Space8, arrange.Stack(darkroom.Space8, intro, g.named, g.sum)),
		arrange.Inset(0, darkroom.Space12, 0, buttons), nil, nil,
		container.NewVScroll(arrange.Inset(0, 0, darkroom.Space8, g.list)))
	return g
}

// Object returns the page. It scrolls if it is too low.
func (g *Page) Object() fyne.CanvasObject { return g.content }

// Begin starts the check, or starts it again.
func (g *Page) Begin() {
	g.Stop()
	own, cancel := context.WithCancel(context.Background())
	g.cancel = cancel
	g.running++
	run := g.running
	g.results = map[servicecheck.Line]servicecheck.Result{}
	for _, line := range servicecheck.Lines() {
		g.take(servicecheck.Result{Line: line, State: servicecheck.Waiting})
	}
	background.Do(g.p.Run, func(ctx context.Context) (struct{}, error) {
		defer context.AfterFunc(ctx, cancel)()
		g.p.Check(own, func(r servicecheck.Result) {
			g.p.Dispatch(func() {
				if run == g.running {
					g.take(r)
				}
			})
		})
		return struct{}{}, nil
	}, func(_ struct{}, err error) {
		cancel()
		if run != g.running {
			return
		}
		g.cancel = nil
		if err != nil { // it failed; the results so far stay
			for line, r := range g.results {
				if r.State == servicecheck.Asking || r.State == servicecheck.Waiting {
					g.take(servicecheck.Result{Line: line, State: servicecheck.Stopped, Code: "stopped"})
				}
			}
		}
		g.show()
	})
	g.show()
}

// Stop ends a running check; the results so far stay.
func (g *Page) Stop() {
	if g.cancel != nil {
		g.cancel()
	}
}

// press handles the button that stops a check or starts another.
func (g *Page) press() {
	if g.cancel == nil {
		g.Begin()
		return
	}
	g.Stop()
}

// take shows a result.
func (g *Page) take(r servicecheck.Result) {
	g.results[r.Line] = r
	if row := g.rows[r.Line]; row != nil {
		row.tell(r)
	}
	g.show()
}

// all returns the results in the order of their lines.
func (g *Page) all() []servicecheck.Result {
	var all []servicecheck.Result
	for _, line := range servicecheck.Lines() {
		all = append(all, g.results[line])
	}
	return all
}

// show updates the page.
func (g *Page) show() {
	counts := map[servicecheck.State]int{}
	for _, r := range g.results {
		counts[r.State]++
	}
	known := len(g.results) - counts[servicecheck.Waiting] - counts[servicecheck.Asking]
	g.progress.SetValue(float64(known) / float64(len(servicecheck.Lines())))
	switch {
	case g.cancel != nil:
		g.again.SetText(message.T("check.stop"))
		g.sum.SetText(message.T("check.running", message.With{"Progress": message.Of(known, len(servicecheck.Lines()))}))
	case counts[servicecheck.Stopped] > 0:
		g.sum.SetText(message.T("check.stopped.sum"))
	case counts[servicecheck.Bad] > 0:
		g.sum.SetText(message.N("check.bad", counts[servicecheck.Bad]))
	case counts[servicecheck.Notice] > 0:
		g.sum.SetText(message.N("check.notices", counts[servicecheck.Notice]))
	default:
		g.sum.SetText(message.T("check.well"))
	}
	if g.cancel == nil {
		g.again.SetText(message.T("check.again"))
	}
	arrange.Show(g.named, g.cancel != nil)
	arrange.Enable(g.copies, known > 0)
	g.list.Refresh()
	g.content.Refresh()
}

// row is a line of the page.
type row struct {
	dot         *widgets.Dot
	words, next *widgets.Label
	content     fyne.CanvasObject
}

func newRow(line servicecheck.Line) *row {
	r := &row{dot: widgets.NewDot(widgets.ToneQuiet, ""), words: widgets.NewQuietLabel(""), next: widgets.NewLabel("")}
	title := widgets.NewLabel(message.T("check.line." + string(line)))
	title.SetBold(true)
	r.words.SetLines(0)
	r.next.SetLines(0)
	r.next.Hide()
	text := arrange.Stack(darkroom.Space4, title, r.words, r.next)
	r.content = container.New(beside{}, arrange.Wide(stateWidth, r.dot), text)
	return r
}

// tones of the dots.
var tones = map[servicecheck.State]widgets.Tone{
	servicecheck.Asking: widgets.ToneAccent, servicecheck.Good: widgets.ToneDone, servicecheck.Notice: widgets.ToneWarning, servicecheck.Bad: widgets.ToneFailed,
}

// tell shows a result.
func (r *row) tell(result servicecheck.Result) {
	tone, known := tones[result.State]
	if !known {
		tone = widgets.ToneQuiet
	}
	r.dot.SetState(tone, message.T("check.state."+string(result.State)))
	words, next := message.Checked(result)
	r.words.SetText(words)
	r.next.SetText(next)
	arrange.Show(r.words, words != "")
	arrange.Show(r.next, next != "")
}

// beside puts a small object to the left of one that takes the remaining width,
// with aligned first lines.
type beside struct{}

func (beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	left, right := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(left.Width+darkroom.Space8+right.Width, max(left.Height, right.Height))
}

func (beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := o[0].MinSize()
	o[0].Move(fyne.NewPos(0, 2))
	o[0].Resize(left)
	x := left.Width + darkroom.Space8
	o[1].Move(fyne.NewPos(x, 0))
	o[1].Resize(fyne.NewSize(max(size.Width-x, 0), size.Height))
}

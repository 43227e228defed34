// Package modelfiles is the page that saves the files of trained models: one line for each model,
// with its progress.
//
// Everything belongs to the UI goroutine, except that Params.Models is called off it, through
// Params.Run.
package modelfiles

import (
	"cmp"
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/library"
	"lookbook/app/modelfile"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Params is what the page needs from the window.
type Params struct {
	Run background.Run
	// Models returns the user's trained models. It is called off the UI
	// goroutine.
	Models func(ctx context.Context) ([]library.Model, error)
	// Saves returns the running and finished saves.
	Saves func() []modelfile.Save
	// Save asks for a folder and saves a model there.
	Save   func(modelfile.Want)
	Stop   func(modelfile.ID)
	GoOn   func(modelfile.ID)
	Forget func(modelfile.ID)
	// Show shows a file in its folder.
	Show  func(path string)
	Close func()
	Now   func() time.Time
}

// Page is the page.
type Page struct {
	p       Params
	rows    map[modelfile.ID]*row
	list    *fyne.Container
	empty   *widgets.Label
	content fyne.CanvasObject
}

// New makes the page and reads the models.
func New(p Params) *Page {
	g := &Page{p: p, rows: map[modelfile.ID]*row{}, list: arrange.Stack(darkroom.Space8), empty: widgets.NewQuietLabel(message.T("modelfiles.reading"))}
	g.empty.SetLines(0)
	intro := widgets.NewQuietLabel(message.T("modelfiles.intro"))
	intro.SetLines(0)
	g.list.Add(g.empty)
	done := widgets.NewPrimaryButton(message.T("close"), "", func() { g.p.Close() })
	g.content = container.NewBorder(arrange.Inset(darkroom.Space8, 0, darkroom.Space12, intro),
		arrange.Inset(0, darkroom.Space12, 0, container.New(widgets.NewLine(darkroom.Space8), layout.NewSpacer(), done)), nil, nil,
		container.NewVScroll(arrange.Inset(darkroom.Space8, 0, darkroom.Space8, g.list)))
	for _, s := range p.Saves() { // also models that the library no longer has
		g.add(s.Want, time.Time{})
	}
	background.Do(p.Run, p.Models, func(models []library.Model, err error) {
		switch {
		case err != nil:
			g.empty.SetText(message.T("modelfiles.unread", message.With{"Why": message.Error(err)}))
		default:
			g.empty.SetText(message.T("modelfiles.none"))
		}
		for _, m := range models {
			if m.Kind == library.KindCheckpoint && m.JobID != "" {
				g.add(modelfile.Want{ID: modelfile.ID{Job: m.JobID, Checkpoint: m.ID}, Name: m.Name, Type: m.Type, Step: m.Step, LoRA: m.LoRA}, m.Expires)
			}
		}
		arrange.Show(g.empty, len(g.rows) == 0)
		g.Changed()
	})
	g.Changed()
	return g
}

// Object returns the page.
func (g *Page) Object() fyne.CanvasObject { return g.content }

func (g *Page) add(w modelfile.Want, expires time.Time) {
	if r := g.rows[w.ID]; r != nil {
		r.expires = expires
		return
	}
	g.empty.Hide()
	r := newRow(g, w, expires)
	g.rows[w.ID] = r
	g.list.Add(widgets.NewHairline())
	g.list.Add(r.content)
}

// Changed shows the progress of the files.
func (g *Page) Changed() {
	saves := map[modelfile.ID]modelfile.Save{}
	for _, s := range g.p.Saves() {
		saves[s.ID] = s
	}
	for id, r := range g.rows {
		r.tell(saves[id])
	}
	g.list.Refresh()
}

// row is the line of a model.
type row struct {
	page     *Page
	want     modelfile.Want
	expires  time.Time
	words    *widgets.Label
	progress *widgets.Progress
	main     *widgets.QuietButton
	forget   *widgets.QuietButton
	again    *widgets.QuietButton // saves once more, in another folder or because the file was deleted
	does     func()               // action of the main button
	content  fyne.CanvasObject
}

func newRow(g *Page, w modelfile.Want, expires time.Time) *row {
	r := &row{page: g, want: w, expires: expires, words: widgets.NewQuietLabel(""), progress: widgets.NewProgress()}
	title := widgets.NewLabel(Name(w))
	title.SetBold(true)
	title.SetMinWidth(0)
	title.SetLines(0) // the step, at the end, tells the models of a training apart
	r.words.SetLines(0)
	r.main = widgets.NewQuietButton("", func() { r.does() })
	r.forget = widgets.NewQuietButton(message.T("modelfiles.forget"), func() { g.p.Forget(w.ID) })
	r.again = widgets.NewQuietButton(message.T("modelfiles.again"), func() { g.p.Save(w) })
	r.content = arrange.Beside(darkroom.Space8, 0, arrange.Stack(darkroom.Space4, title, r.words, r.progress), r.forget, r.again, r.main)
	return r
}

// Name is a model's name for people.
func Name(w modelfile.Want) string {
	return message.Model(cmp.Or(w.Name, w.Checkpoint), w.Step, w.LoRA)
}

// tell shows the progress of a file; the zero Save: it was never requested.
func (r *row) tell(s modelfile.Save) {
	p := r.page.p
	words, button := "", ""
	switch s.State {
	case modelfile.Saving, modelfile.Waiting:
		words, button = Progress(s, p.Now()), message.T("modelfiles.stop")
		r.does = func() { p.Stop(r.want.ID) }
	case modelfile.Stopped, modelfile.Failed:
		words, button = Progress(s, p.Now()), message.T("modelfiles.go.on")
		r.does = func() { p.GoOn(r.want.ID) }
	case modelfile.Saved:
		words, button = message.T("modelfiles.saved", message.With{"Path": s.Path}), message.T("modelfiles.show")
		r.does = func() { p.Show(s.Path) }
	default:
		button = message.T("modelfiles.save")
		r.does = func() { p.Save(r.want) }
		switch now := p.Now(); {
		case r.expires.IsZero():
			words = message.T("modelfiles.there")
		case r.expires.Before(now):
			words = message.T("modelfiles.perhaps.gone")
		default:
			words = message.T("modelfiles.until", message.With{"When": message.Ago(r.expires, now)})
		}
	}
	r.words.SetText(words)
	r.main.SetText(button)
	arrange.Show(r.forget, s.State == modelfile.Stopped || s.State == modelfile.Failed)
	arrange.Show(r.again, s.State == modelfile.Saved)
	arrange.Show(r.progress, s.State == modelfile.Saving || s.State == modelfile.Waiting || s.State == modelfile.Stopped)
	r.progress.SetIndeterminate(s.State == modelfile.Saving && s.Length < 0)
	r.progress.SetValue(Fraction(s))
}

// Fraction is how much of a file was received, 0 to 1.
func Fraction(s modelfile.Save) float64 {
	if s.Length <= 0 {
		return 0
	}
	return float64(s.Done) / float64(s.Length)
}

// Progress describes how much of a file was received, and what it waits for.
func Progress(s modelfile.Save, now time.Time) string {
	with := message.With{"Done": message.Bytes(uint64(max(s.Done, 0))), "Anew": s.Anew}
	if s.Length >= 0 {
		with["Length"] = message.Bytes(uint64(s.Length))
	}
	if !s.Cause.IsZero() {
		with["Why"] = message.Cause(s.Cause)
	}
	if wait := s.Next.Sub(now); !s.Next.IsZero() && wait > 0 {
		with["Wait"] = message.Clock(wait)
	}
	return message.T("modelfiles.state."+string(s.State), with)
}

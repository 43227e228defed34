package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// buildKept is the line about fields that this program does not know.
func (p *Pane) buildKept() fyne.CanvasObject {
	p.keptLabel = widgets.NewQuietLabel("")
	p.keptLabel.SetLines(0)
	drop := widgets.NewLinkButton("Leave out", func() {
		p.edit(p.draft.DropKept)
		p.fillKept()
	})
	p.kept = arrange.Line(darkroom.Space8, p.keptLabel, drop)
	return p.kept
}

func (p *Pane) buildModelDetails() fyne.CanvasObject {
	p.modelType = p.combo(request.ModelType.Row(), func(text string) {
		p.edit(func() { p.draft.SetModelType(text, p.currentModel()) }, request.ModelType)
		p.fillSize()
		p.fillOrdinary()
		p.fillModelNote()
		p.updateErrors()
	})
	delete(p.shows, request.ModelType) // fillType shows it
	p.sentAs = segments.New([]string{"By its id", "Trained", "Stock"}, func(index int) {
		p.edit(func() { p.draft.SetKind(kinds[index]) }, request.CheckpointID)
		p.fillModelNote()
	})
	return arrange.Stack(darkroom.Space12, p.modelType, widgets.NewField("Send the model as", p.sentAs))
}

func (p *Pane) buildHighRes() fyne.CanvasObject {
	p.highRes = widget.NewCheck(request.HighRes.Label(), func(on bool) {
		p.edit(func() { p.draft.SetHighRes(on) }, request.HighRes, request.Denoising)
		p.fillHighRes()
	})
	p.denoising = p.number(request.Denoising.Row(), nil)
	return arrange.Stack(darkroom.Space4, p.checkField(request.HighRes, p.highRes), p.denoising)
}

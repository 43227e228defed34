package jobs

import (
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets/darkroom"
)

// group returns the entry's group; nil: it was sent alone.
func group(e library.Entry) *library.Group {
	if e.Submission == nil {
		return nil
	}
	return e.Submission.Group
}

// placeWords is an entry's position in its group.
func placeWords(g *library.Group) string { return message.Of(g.Position+1, g.Size) }

// groupWords offers to show the whole group.
func groupWords(g *library.Group) string { return message.N("jobs.variations", g.Size) }

// showPlace shows, beside the prompt, that the job is one of several.
func (r *row) showPlace(g *library.Group) {
	words, tip := "", ""
	if g != nil {
		words = placeWords(g)
		var labels []string
		for _, l := range g.Labels {
			labels = append(labels, message.T("jobs.label", message.With{"Name": message.Axis(l.Name), "Value": message.Value(l.Value)}))
		}
		tip = strings.Join(labels, "\n")
	}
	r.place.SetText(words)
	r.place.SetTip(tip)
	arrange.Show(r.place, g != nil && r.folded == nil)
	if r.folded != nil {
		mark := "▸ "
		if r.folded.open {
			mark = "▾ "
		}
		r.fold.SetText(mark + message.N("jobs.group", r.folded.jobs))
	}
	arrange.Show(r.fold, r.folded != nil)
	if r.title != nil {
		r.title.Refresh()
	}
}

// titleLayout gives the position, or the link that folds, its minimum width, at the right of the first
// line, and the rest to the prompt.
type titleLayout struct{}

func (titleLayout) MinSize(parts []fyne.CanvasObject) fyne.Size { return parts[0].MinSize() }

func (titleLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	prompt := parts[0]
	width := size.Width
	for _, place := range parts[1:] {
		if !place.Visible() {
			continue
		}
		least := place.MinSize()
		place.Resize(least)
		place.Move(fyne.NewPos(size.Width-least.Width, 2))
		width = max(size.Width-least.Width-darkroom.Space8, 0)
	}
	prompt.Move(fyne.NewPos(0, 0))
	prompt.Resize(fyne.NewSize(width, size.Height))
}

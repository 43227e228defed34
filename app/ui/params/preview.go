package params

import (
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

const previewed = 3 // number of variants shown

// preview shows, below the prompts, the number of jobs and the first of them.
// It is hidden for a single job.
type preview struct {
	box      *fyne.Container
	count    *widgets.Label
	variants [previewed]*widgets.Label
	others   *widgets.Label
	lines    int
	resized  func()
}

func newPreview(resized func()) *preview {
	v := &preview{count: widgets.NewLabel(""), others: widgets.NewQuietLabel(""), resized: resized}
	v.count.SetMinWidth(0)
	lines := []fyne.CanvasObject{v.count}
	for i := range v.variants {
		v.variants[i] = widgets.NewQuietLabel("")
		v.variants[i].SetMinWidth(0)
		lines = append(lines, v.variants[i])
	}
	v.box = arrange.Stack(2, append(lines, v.others)...)
	v.box.Hide()
	return v
}

// show shows a plan, or nothing.
func (v *preview) show(plan variations.Plan, err error) {
	if err != nil || !plan.Varies() {
		if v.box.Visible() {
			v.box.Hide()
			v.resized()
		}
		return
	}
	v.count.SetText(Amount(plan))
	variants := plan.First(previewed)
	for i, line := range v.variants {
		show(line, i < len(variants))
		if i < len(variants) {
			setLabel(line, variantWords(variants[i]))
		}
	}
	more := plan.Count() - len(variants)
	show(v.others, more > 0)
	setLabel(v.others, message.N("params.preview.more", more))
	if lines := len(variants) + min(more, 1) + 1; lines != v.lines || !v.box.Visible() {
		v.lines = lines
		v.box.Show()
		v.resized()
	}
}

// Amount is the size of a plan: "12 jobs, 192 images".
func Amount(plan variations.Plan) string {
	return message.T("params.amount", message.With{
		"Jobs": message.N("params.jobs", plan.Count()), "Images": message.N("params.images", plan.Images()),
	})
}

// variantWords describes how a variant differs from the others, and its prompt.
func variantWords(v variations.Variant) string {
	var words []string
	for _, label := range v.Labels {
		words = append(words, labelWords(label))
	}
	return strings.Join(words, " · ") + " — " + v.Config.Prompt
}

// labelWords is a label in words: a part of a prompt needs no name.
func labelWords(label variations.Label) string {
	if strings.HasPrefix(label.Axis, request.Prompt.Label()) || strings.HasPrefix(label.Axis, request.Negative.Label()) {
		return message.Value(label.Value)
	}
	return message.T("params.label", message.With{"Name": message.Axis(label.Axis), "Value": message.Value(label.Value)})
}

func setLabel(l *widgets.Label, text string) {
	if l.Text() != text {
		l.SetText(text)
	}
}

package params

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// varying is what makes several jobs of one request.
type varying struct {
	lists    *widgets.Section
	entries  map[request.Field]*widgets.ComboEntry
	preview  *fyne.Container
	count    *widgets.Label
	variants [previewed]*widgets.Label
	others   *widgets.Label
	lines    int // of the preview

	sweeps  map[request.Field]string // lists of values, as typed
	plan    variations.Plan
	planErr error
}

const (
	previewed = 3 // variants that are shown before they are sent

	// checkable is for how many bytes of prompts the variants are checked at
	// every keystroke; beyond it the first is, and all of them when they are
	// sent.
	checkable = 2 << 20
)

// sweeps are the fields that can be given several values here, in the order
// of the section.
func sweeps() []request.Row {
	list := slices.DeleteFunc(request.Rows(), func(r request.Row) bool { return r.Vary.Label == "" })
	slices.SortStableFunc(list, func(a, b request.Row) int { return a.Vary.Order - b.Vary.Order })
	return list
}

func (p *Pane) buildVarying() fyne.CanvasObject {
	p.entries = map[request.Field]*widgets.ComboEntry{}
	about := widgets.NewQuietLabel("Several values make several jobs, and so does {red|blue} in the prompt.")
	about.SetLines(0)
	objects := []fyne.CanvasObject{about}
	var waiting fyne.CanvasObject
	for _, s := range sweeps() {
		entry := widgets.NewComboEntry(s.Vary.Label, s.Vary.Examples)
		entry.SetPlaceHolder(s.Vary.Hint)
		entry.OnPaste = p.pasted
		entry.OnChanged = func(text string) {
			p.sweepTyped(s.Field, p.cleaned(text, entry.SetText))
		}
		p.entries[s.Field] = entry
		switch {
		case s.Kind == request.KindModel: // names of any length
			objects = append(objects, entry)
		case waiting == nil:
			waiting = entry
		default:
			objects = append(objects, arrange.Columns(darkroom.Space12, waiting, entry))
			waiting = nil
		}
	}
	if waiting != nil {
		objects = append(objects, waiting)
	}
	p.lists = widgets.NewSection("Variations", arrange.Stack(darkroom.Space12, objects...), false)
	return p.lists
}

// buildPreview is what will be sent, beneath the prompts.
func (p *Pane) buildPreview() fyne.CanvasObject {
	p.count, p.others = widgets.NewLabel(""), widgets.NewQuietLabel("")
	p.count.SetMinWidth(0)
	lines := []fyne.CanvasObject{p.count}
	for i := range p.variants {
		p.variants[i] = widgets.NewQuietLabel("")
		p.variants[i].SetMinWidth(0)
		lines = append(lines, p.variants[i])
	}
	p.preview = arrange.Stack(2, append(lines, p.others)...)
	p.preview.Hide()
	return p.preview
}

func (p *Pane) sweepTyped(field request.Field, text string) {
	if before := p.sweeps[field]; field == request.CheckpointID && before != "" && p.pickedModel(before, text) {
		text = before + ", " + text
		p.quietly(func() { p.entries[field].SetText(text) })
	}
	p.edit(func() {
		delete(p.sweeps, field)
		if strings.TrimSpace(text) != "" {
			p.sweeps[field] = text
		}
	})
	p.fillListsTitle()
}

// pickedModel reports whether a text came from the list of models, which adds
// to the models that are there already.
func (p *Pane) pickedModel(before, text string) bool {
	return slices.Contains(p.listedModels(), text) && !strings.HasPrefix(text, before) && !strings.HasPrefix(before, text)
}

// listedModels are the models as they stand in a list of values, where a comma
// needs quotes.
func (p *Pane) listedModels() []string {
	labels := request.Labels(p.models)
	for i, label := range labels {
		if strings.ContainsAny(label, `,;"`) {
			labels[i] = `"` + strings.ReplaceAll(label, `"`, `""`) + `"`
		}
	}
	return labels
}

// fillSweeps shows the lists of values.
func (p *Pane) fillSweeps() {
	p.quietly(func() {
		for field, entry := range p.entries {
			entry.SetText(p.sweeps[field])
		}
	})
	p.fillListsTitle()
	if len(p.sweeps) > 0 {
		p.lists.SetOpen(true)
	}
}

// fillListsTitle names what varies, also while the section is folded.
func (p *Pane) fillListsTitle() {
	title := "Variations"
	for _, s := range sweeps() {
		if p.sweeps[s.Field] != "" {
			title += " · " + s.Vary.Label
		}
	}
	p.lists.SetTitle(title)
}

// replan works out what the draft comes to. It runs at every keystroke.
func (p *Pane) replan() {
	p.plan, p.planErr = variations.Of(p.draft.Config(), p.sweepList())
	p.fillPreview()
}

func (p *Pane) sweepList() []variations.Sweep {
	var list []variations.Sweep
	for _, s := range sweeps() {
		if text := p.sweeps[s.Field]; text != "" {
			list = append(list, variations.Sweep{Field: s.Field, Text: text, Models: p.models})
		}
	}
	return list
}

// first is the first request of the plan, or the draft where there is no plan.
func (p *Pane) first() api.Config {
	if p.planErr != nil {
		return p.draft.Config()
	}
	return Requests(p.plan, 1)[0].Config
}

// Requests are the first n requests of a plan.
func Requests(plan variations.Plan, n int) []variations.Variant {
	variants := plan.First(n)
	for i := range variants {
		if len(variants[i].Config.Unknown) == 0 {
			variants[i].Config.Unknown = nil
		}
	}
	return variants
}

// fillPreview shows how many jobs there will be and the first of them.
func (p *Pane) fillPreview() {
	varies := p.planErr == nil && p.plan.Varies()
	if !varies {
		if p.preview.Visible() {
			p.preview.Hide()
			p.column.Refresh()
		}
		return
	}
	p.count.SetText(Amount(p.plan))
	variants := p.plan.First(previewed)
	for i, line := range p.variants {
		show(line, i < len(variants))
		if i < len(variants) {
			setLabel(line, variantWords(variants[i]))
		}
	}
	more := p.plan.Count() - len(variants)
	show(p.others, more > 0)
	setLabel(p.others, "and "+humanize.Comma(int64(more))+" more")
	if lines := min(len(variants)+2, more+len(variants)+1); lines != p.lines || !p.preview.Visible() {
		p.lines = lines
		p.preview.Show()
		p.column.Refresh()
	}
}

// Amount is how much a plan comes to: "12 jobs, 192 images".
func Amount(plan variations.Plan) string {
	return number(plan.Count(), "job") + ", " + number(plan.Images(), "image")
}

func number(n int, thing string) string {
	return humanize.Comma(int64(n)) + " " + english.PluralWord(n, thing, "")
}

// variantWords says of a variant what makes it another than the rest, and the
// prompt as it will be sent.
func variantWords(v variations.Variant) string {
	var words []string
	for _, label := range v.Labels {
		words = append(words, labelWords(label))
	}
	return strings.Join(words, " · ") + " — " + v.Config.Prompt
}

// labelWords is a label in words: the part of a prompt speaks for itself.
func labelWords(label variations.Label) string {
	if strings.HasPrefix(label.Axis, request.Prompt.Label()) || strings.HasPrefix(label.Axis, request.Negative.Label()) {
		return label.Value
	}
	return label.Axis + " " + label.Value
}

// problem is what stands in the way, and whether it is in a list of values.
type problem struct {
	request.Problem
	inList bool
}

// problems are what stands between the pane and sending what it shows.
func (p *Pane) problems() []problem {
	var list []problem
	seen := map[string]bool{}
	add := func(found request.Problem, inList bool) {
		if key := string(found.Field) + "\n" + found.Message; !seen[key] {
			seen[key] = true
			list = append(list, problem{found, inList})
		}
	}
	for _, found := range p.draft.Problems() {
		if p.sweeps[marked(found.Field)] == "" || found.Empty {
			add(found, false)
		}
	}
	if p.planErr != nil {
		found, inList := p.planProblem()
		add(found, inList)
		return list
	}
	if !p.plan.Varies() || p.plan.Count()*(len(p.draft.Config().Prompt)+len(p.draft.Config().NegativePrompt)+1) > checkable {
		return list
	}
	for _, found := range p.plan.Problems() {
		field := found.Field
		inList := p.sweeps[marked(field)] != ""
		words := strings.TrimSuffix(found.Message, ".")
		if inList {
			for _, label := range found.Labels {
				if label.Axis == field.Label() {
					words = label.Value + ": " + words
				}
			}
		}
		add(request.Problem{Field: field, Message: words}, inList)
	}
	return list
}

// planProblem says why there is no plan, and at which field.
func (p *Pane) planProblem() (found request.Problem, inList bool) {
	if wrong, ok := errors.AsType[*variations.Error](p.planErr); ok {
		words := strings.TrimSuffix(wrong.Sentence, ".")
		if wrong.Column > 0 {
			words += fmt.Sprintf(" (character %d)", wrong.Column)
		}
		return request.Problem{Field: wrong.Field, Message: words}, p.sweeps[marked(wrong.Field)] != ""
	}
	found = request.Problem{Field: request.Prompt, Message: strings.TrimSuffix(p.planErr.Error(), ".")}
	if plan, err := variations.Of(p.draft.Config(), nil); err == nil && !plan.Varies() {
		for _, s := range sweeps() {
			if p.sweeps[s.Field] != "" { // the last list, where someone is at work
				found.Field, inList = s.Field, true
			}
		}
	}
	return found, inList
}

func setLabel(l *widgets.Label, text string) {
	if l.Text() != text {
		l.SetText(text)
	}
}

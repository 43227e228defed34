package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/promptfile"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/promptbox"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// promptFiles makes requests of the prompts in a file, on top of what the panel
// shows. A person sees them before anything is sent or held. UI goroutine only.
type promptFiles struct {
	panel     *params.Pane
	lists     func() variations.Lists
	models    func() []request.Model
	sender    *sender
	outbox    *heldRequests
	run       background.Run
	window    fyne.Window
	dialogs   *fileDialogs
	questions int // number of the last file that was read
}

// tableNames are the endings of files whose columns are fields. The list is never changed.
var tableNames = []string{".csv", ".tsv"}

// isTable reports whether a file is a table, by its name.
func isTable(path string) bool {
	return slices.Contains(tableNames, strings.ToLower(filepath.Ext(path)))
}

// open asks for a file.
func (f *promptFiles) open() {
	f.dialogs.chooseFile(message.T("prompts.title"), message.T("prompts.files"), []string{"txt", "csv", "tsv"}, f.read)
}

// plannedFile is what a file makes.
type plannedFile struct {
	file  promptfile.File
	plans []promptfile.Planned
}

// read reads a file and shows what it makes.
func (f *promptFiles) read(path string) {
	f.questions++
	mine := f.questions
	state, lists, models := f.panel.State(), f.lists(), f.models()
	background.Do(f.run, func(context.Context) (plannedFile, error) { return planFile(path, state, lists, models) }, func(made plannedFile, err error) {
		switch named := (message.With{"File": shownName(path)}); {
		case mine != f.questions: // another one was read meanwhile
		case err != nil:
			f.panel.Say(widgets.BannerFailed, message.T("recall.failed", because(err, named)))
		default:
			f.show(shownName(path), made)
		}
	})
}

// planFile reads a file and makes the plan of each row. It runs off the UI goroutine.
func planFile(path string, state params.State, lists variations.Lists, models []request.Model) (plannedFile, error) {
	text, err := promptfile.ReadFile(path)
	if err != nil {
		return plannedFile{}, err
	}
	var made plannedFile
	if isTable(path) {
		made.file, err = promptfile.Table(text, fieldNamed)
	} else {
		made.file, err = promptfile.Lines(text)
	}
	if err != nil {
		return plannedFile{}, err
	}
	var sweeps []variations.Sweep
	for _, row := range request.Rows() {
		if text := state.Sweeps[row.Field]; text != "" {
			sweeps = append(sweeps, variations.Sweep{Field: row.Field, Text: text, Models: models})
		}
	}
	made.plans, err = made.file.Plans(state.Config, sweeps, lists, models)
	if err != nil {
		return plannedFile{}, err
	}
	for _, plan := range made.plans {
		for _, problem := range plan.Problems(api.Description{}) {
			if !problem.Warning {
				return plannedFile{}, &promptfile.Error{Code: promptfile.BadCell, Line: plan.Line, Field: problem.Field, Why: problem.Why}
			}
		}
	}
	return made, nil
}

// fieldNamed finds a field by the name of a column: in JSON, or as the window calls it.
func fieldNamed(column string) (request.Field, bool) {
	if field, ok := promptfile.ByName(column); ok {
		return field, true
	}
	for _, row := range request.Rows() {
		if row.Section != 0 && strings.EqualFold(strings.TrimSpace(column), message.Field(row.Field)) {
			return row.Field, true
		}
	}
	return "", false
}

// show shows what a file makes, and asks what to do with it.
func (f *promptFiles) show(name string, made plannedFile) {
	jobs, images := 0, 0
	var prompts []string
	for _, plan := range made.plans {
		jobs += plan.Count()
		images += plan.Images()
		if len(prompts) < promptbox.Shown {
			prompts = append(prompts, plan.First(1)[0].Config.Prompt)
		}
	}
	account := f.sender.account()
	amount := message.T("params.amount", message.With{"Jobs": message.N("params.jobs", jobs), "Images": message.N("params.images", images)})
	unknown := made.file.Unknown
	if made.file.More > 0 {
		unknown = append(unknown, "…")
	}
	box := promptbox.New(f.window, promptbox.Params{
		Name: name, Jobs: jobs, Amount: f.sender.charge(amount, f.sender.costs.ofPlans(made.plans)), Prompts: prompts, More: len(made.plans) - len(prompts), Unknown: listWords(unknown),
		Generate: func() { f.send(made, jobs) },
		Hold: func() {
			f.outbox.put(nil, func() ([]library.Request, error) { return requestsOfFile(made, account), nil })
		},
	})
	question.Show(f.window, box.Dialog)
	f.window.Canvas().Focus(box.Begin)
}

// send sends the requests of a file, in order and as one group.
func (f *promptFiles) send(made plannedFile, jobs int) {
	if !f.panel.Buttons.Open() {
		return
	}
	first := made.plans[0].First(1)[0].Config
	p := batch{config: request.WithoutDryRun(first), jobs: jobs}
	if jobs == 1 {
		p = batchOfOne(p.config)
	}
	if !f.sender.debouncer.press(p) {
		return
	}
	f.sender.submit(p, func() ([]library.Request, error) { return requestsOfFile(made, 0), nil })
}

// requestsOfFile returns the requests of all rows, as one group.
func requestsOfFile(made plannedFile, account int64) []library.Request {
	var configs []api.Config
	var labels [][]library.Label
	for _, plan := range made.plans {
		for _, v := range params.Requests(plan.Plan, plan.Count()) {
			configs = append(configs, request.WithoutDryRun(v.Config))
			labels = append(labels, []library.Label{{Name: request.Prompt.Label(), Value: api.PlainText(v.Config.Prompt, 200)}})
		}
	}
	requests := []library.Request{{Config: configs[0], Written: made.plans[0].Written}}
	if len(configs) > 1 {
		requests = library.NewGroup(configs, labels, made.plans[0].Written)
	}
	for i := range requests {
		requests[i].Account = account
	}
	return requests
}

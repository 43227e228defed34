package accounts

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Account is a line of the list.
type Account struct {
	ID      int64
	Name    string
	Shown   bool
	Removed bool
	Fixed   bool // its key is not ours to forget
	Waiting int  // jobs that need its key
}

// Params is what the panel needs from the window.
type Params struct {
	// All returns what to list.
	All func() []Account
	Run background.Run
	// OnShow shows an account.
	OnShow func(id int64)
	// OnAdd checks a key with the service, and adds an account with it.
	OnAdd func(ctx context.Context, name, key string) error
	// OnRename renames an account, OnRemove forgets its key and removes it.
	OnRename func(ctx context.Context, id int64, name string) error
	OnRemove func(ctx context.Context, id int64) error
	// Ask asks the person something.
	Ask func(q question.Question, answered func(yes bool))
	// OnOpen opens a web page.
	OnOpen func(url string)
}

// Panel lists the accounts.
type Panel struct {
	p       Params
	content *fyne.Container
	lines   *fyne.Container
	problem *widgets.Label
	add     *widgets.QuietButton
	name    *widgets.Entry
	typed   atomic.Pointer[string] // the name, for the form's check off the UI goroutine
	form    *keyform.Form
	adding  *fyne.Container
}

// New makes the panel.
func New(p Params) *Panel {
	l := &Panel{p: p, lines: arrange.Stack(darkroom.Space8), problem: note("")}
	l.problem.SetTone(widgets.ToneFailed)
	l.problem.Hide()
	l.name = widgets.NewEntry()
	l.name.OnChanged = func(text string) { l.typed.Store(&text) }
	l.typed.Store(new(string))
	l.form = keyform.New(keyform.Params{
		Run: p.Run, OnOpen: p.OnOpen, Button: message.T("accounts.add.use"),
		Use:    func(ctx context.Context, key string) error { return p.OnAdd(ctx, *l.typed.Load(), key) },
		OnDone: func() { l.showForm(false, "") }, OnCancel: func() { l.showForm(false, "") },
	})
	l.adding = arrange.Stack(darkroom.Space12, widgets.NewField(message.T("accounts.name"), l.name), l.form.Object())
	l.adding.Hide()
	l.add = widgets.NewQuietButton(message.T("accounts.add"), func() { l.showForm(true, "") })
	l.content = arrange.Stack(darkroom.Space12, l.lines, l.problem, container.NewHBox(l.add), l.adding)
	l.Refresh()
	return l
}

// Object returns the panel.
func (l *Panel) Object() fyne.CanvasObject { return l.content }

// Refresh lists the accounts as they are now.
func (l *Panel) Refresh() {
	l.lines.RemoveAll()
	all := l.p.All()
	there := 0
	for _, a := range all {
		if !a.Removed {
			there++
		}
	}
	for _, a := range all {
		l.lines.Add(l.line(a, there > 1))
	}
	l.content.Refresh()
}

// line makes the line of an account. several: there are others to choose.
func (l *Panel) line(a Account, several bool) fyne.CanvasObject {
	name := widgets.NewLabel(a.Name)
	name.SetBold(a.Shown && several)
	name.SetMinWidth(0)
	if a.Removed {
		back := widgets.NewQuietButton(message.T("accounts.back"), func() { l.showForm(true, a.Name) })
		return arrange.Stack(0, arrange.Line(darkroom.Space8, name, back), note(message.N("accounts.removed", a.Waiting)))
	}
	box := container.NewStack()
	var buttons []fyne.CanvasObject
	if several && !a.Shown {
		buttons = append(buttons, widgets.NewQuietButton(message.T("accounts.choose"), func() { l.p.OnShow(a.ID) }))
	}
	buttons = append(buttons, widgets.NewQuietButton(message.T("accounts.rename"), func() { l.change(box, l.renaming(a)) }))
	if several && !a.Fixed {
		buttons = append(buttons, widgets.NewQuietButton(message.T("accounts.remove"), func() { l.remove(a) }))
	}
	box.Add(arrange.Line(darkroom.Space8, name, buttons...))
	return box
}

// change replaces a line by what it asks.
func (l *Panel) change(box, by *fyne.Container) {
	box.RemoveAll()
	box.Add(by)
	l.content.Refresh()
}

// renaming asks for another name.
func (l *Panel) renaming(a Account) *fyne.Container {
	entry := widgets.NewEntry()
	entry.SetText(a.Name)
	rename := func() {
		to := entry.Text
		l.do(func(ctx context.Context) error { return l.p.OnRename(ctx, a.ID, to) })
	}
	entry.OnSubmitted = func(string) { rename() }
	return arrange.Line(darkroom.Space8, entry,
		widgets.NewQuietButton(message.T("accounts.rename.yes"), rename), widgets.NewQuietButton(message.T("keyform.cancel"), l.Refresh))
}

// remove asks whether to remove an account: its key can't be brought back.
func (l *Panel) remove(a Account) {
	words := message.T("accounts.remove.ask", message.With{"Name": a.Name})
	if a.Waiting > 0 {
		words = message.N("accounts.remove.waiting", a.Waiting, message.With{"Name": a.Name})
	}
	l.p.Ask(question.Question{
		Title: message.T("accounts.remove.title"), Text: words,
		Yes: message.T("accounts.remove.yes"), No: message.T("accounts.remove.no"), Careful: true,
	}, func(yes bool) {
		if yes {
			l.do(func(ctx context.Context) error { return l.p.OnRemove(ctx, a.ID) })
		}
	})
}

// do changes an account, and says what went wrong.
func (l *Panel) do(change func(ctx context.Context) error) {
	background.Try(l.p.Run, change, func(err error) {
		if err != nil {
			l.problem.SetText(message.T("accounts.unchanged", message.With{"Why": message.Error(err)}))
		}
		arrange.Show(l.problem, err != nil)
		l.Refresh()
	})
}

// showForm opens the form for another account, or closes it.
func (l *Panel) showForm(open bool, name string) {
	l.name.SetText(name)
	l.form.Clear()
	l.problem.Hide()
	arrange.Show(l.adding, open)
	arrange.Show(l.add, !open)
	l.Refresh()
	canvas := fyne.CurrentApp().Driver().CanvasForObject(l.content)
	switch {
	case canvas == nil:
	case open:
		canvas.Focus(l.name)
	default:
		canvas.Unfocus() // the entry that had the keyboard is hidden, and Escape shall close the preferences
	}
}

func note(words string) *widgets.Label {
	label := widgets.NewQuietLabel(words)
	label.SetLines(0)
	return label
}

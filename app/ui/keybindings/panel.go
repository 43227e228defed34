package keybindings

import (
	"image/color"
	"maps"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/search"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Panel is the list of actions with their keys.
type Panel struct {
	table   *actions.Table
	content fyne.CanvasObject
	catch   *catcher
	lines   []*line
	all     *widgets.QuietButton
	unused  *widgets.Label

	choosing *line // its keys are being chosen; nil: none are
	heads    map[string]fyne.CanvasObject
	reveal   func(fyne.CanvasObject)
}

// New makes the panel of a table.
func New(table *actions.Table) *Panel {
	p := &Panel{table: table, heads: map[string]fyne.CanvasObject{}}
	p.catch = newCatcher(p.pressed, p.Close)
	p.catch.Hide() // Tab would lead to it
	p.all = widgets.NewQuietButton(message.T("keys.reset.all"), func() {
		p.Close()
		table.ResetAll()
		p.show()
	})
	p.unused = widgets.NewQuietLabel("")
	p.unused.SetLines(0)
	rows := []fyne.CanvasObject{p.unused, container.NewHBox(p.all, p.catch)}
	topic := ""
	for _, a := range table.All() {
		if a.Run == nil {
			continue
		}
		if t := topicOf(a); t != topic {
			topic = t
			title := widgets.NewLabel(message.T(t))
			title.SetBold(true)
			p.heads[t] = arrange.Inset(0, darkroom.Space8, 0, title)
			rows = append(rows, p.heads[t])
		}
		l := newLine(p, a)
		p.lines = append(p.lines, l)
		rows = append(rows, l.content)
	}
	p.content = arrange.Stack(darkroom.Space4, rows...)
	p.show()
	return p
}

// topicOf is the key of the words that an action is listed under.
func topicOf(a *actions.Action) string {
	if a.Menu != "" {
		return a.Menu
	}
	return a.Topic
}

// Object returns the panel.
func (p *Panel) Object() fyne.CanvasObject { return p.content }

// Find shows only the actions whose words or keys have all of these words,
// folded, and reports whether there are any. Without words it shows all.
func (p *Panel) Find(words []string) bool {
	p.Close()
	topics := map[string]bool{}
	for _, l := range p.lines {
		text := search.Fold(l.action.Words() + "\n" + p.table.ShownKeys(l.action.ID) + "\n" + message.T(topicOf(l.action)))
		on := !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
		arrange.Show(l.content, on)
		topics[topicOf(l.action)] = topics[topicOf(l.action)] || on
	}
	for topic, head := range p.heads {
		arrange.Show(head, topics[topic])
	}
	p.content.Refresh()
	return len(topics) > 0 && slices.Contains(slices.Collect(maps.Values(topics)), true)
}

// Reveal takes the function that scrolls to a line that gets the focus.
func (p *Panel) Reveal(reveal func(fyne.CanvasObject)) { p.reveal = reveal }

// focused scrolls to a line.
func (p *Panel) focused(l *line) {
	if p.reveal != nil {
		p.reveal(l.content)
	}
}

// Close ends the choice that is being made, without a change.
func (p *Panel) Close() {
	if p.choosing == nil {
		return
	}
	p.choosing = nil
	p.table.Listen(nil)
	if c := p.canvas(); c != nil && c.Focused() == fyne.Focusable(p.catch) {
		c.Unfocus()
	}
	p.catch.Hide()
	p.show()
}

func (p *Panel) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(p.catch) }

// choose waits for the keys of an action.
func (p *Panel) choose(l *line) {
	p.Close()
	p.catch.Show()
	if c := p.canvas(); c != nil {
		c.Focus(p.catch)
	}
	p.choosing = l
	// The main menu gets keys before what has the focus.
	p.table.Listen(func(c actions.Chord) bool {
		p.pressed(c)
		return true
	})
	p.show()
}

// pressed takes the keys that were pressed for the action.
func (p *Panel) pressed(c actions.Chord) {
	l := p.choosing
	if l == nil {
		return
	}
	if modifier(c.Key) {
		return
	}
	if why := actions.Unfit(runtime.GOOS, c); why != "" {
		command := actions.On("Ctrl+A").For(runtime.GOOS)[0]
		command.Key = ""
		l.say(message.T(why, message.With{"Command": strings.TrimSuffix(p.table.Shown(command), "+")}))
		return
	}
	p.table.Rebind(l.action.ID, c)
	p.Close()
}

// modifier reports whether a key is only held with others.
func modifier(key fyne.KeyName) bool {
	switch key {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock:
		return true
	}
	return false
}

// show shows the present keys.
func (p *Panel) show() {
	p.all.Disable()
	for _, l := range p.lines {
		l.show()
		if p.table.Changed(l.action.ID) {
			p.all.Enable()
		}
	}
	foreign := p.table.Foreign()
	p.unused.SetText(message.T("keys.unused", message.With{"Keys": strings.Join(foreign, "; ")}))
	arrange.Show(p.unused, len(foreign) > 0)
	p.content.Refresh()
}

// line is an action with its keys.
type line struct {
	p       *Panel
	action  *actions.Action
	keys    *widgets.QuietButton
	none    *widgets.IconButton // takes the keys away
	reset   *widgets.IconButton
	rivals  *widgets.Label
	content *fyne.Container
}

func newLine(p *Panel, a *actions.Action) *line {
	l := &line{p: p, action: a, rivals: widgets.NewLabel("")}
	l.keys = widgets.NewQuietButton("", func() { p.choose(l) })
	l.none = widgets.NewIconButton(theme.ContentClearIcon(), message.T("keys.remove"), func() {
		p.Close()
		p.table.Rebind(a.ID)
		p.show()
	})
	l.reset = widgets.NewIconButton(theme.ContentUndoIcon(), message.T("keys.reset"), func() {
		p.Close()
		p.table.Reset(a.ID)
		p.show()
	})
	focused := func() { p.focused(l) }
	l.keys.OnFocused, l.none.OnFocused, l.reset.OnFocused = focused, focused, focused
	l.rivals.SetTone(widgets.ToneWarning)
	l.rivals.SetLines(0)
	words := widgets.NewLabel(strings.TrimSuffix(a.Words(), "…"))
	l.content = arrange.Stack(0, container.New(widgets.NewLine(darkroom.Space4), words, layout.NewSpacer(), l.keys, place(l.none), place(l.reset)), l.rivals)
	return l
}

// place keeps the place of a button while it is hidden.
func place(button *widgets.IconButton) fyne.CanvasObject {
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(button.MinSize())
	return container.NewStack(room, button)
}

// show shows the line's keys, and what else has them.
func (l *line) show() {
	t := l.p.table
	chords := t.Chords(l.action.ID)
	words := t.ShownKeys(l.action.ID)
	switch {
	case l.p.choosing == l:
		words = message.T("keys.press")
	case words == "":
		words = message.T("keys.none")
	}
	l.keys.SetText(words)
	arrange.Show(l.none, len(chords) > 0)
	arrange.Show(l.reset, t.Changed(l.action.ID))
	var names []string
	for _, rival := range t.Rivals(l.action.ID) {
		names = append(names, message.T("keys.named", message.With{"Name": strings.TrimSuffix(rival.Words(), "…")}))
	}
	l.say("")
	if len(names) > 0 {
		l.say(message.T("keys.conflict", message.With{"Names": strings.Join(names, ", ")}))
	}
}

// say shows a sentence below the line; "": none.
func (l *line) say(words string) {
	l.rivals.SetText(words)
	arrange.Show(l.rivals, words != "")
	l.content.Refresh()
}

package preferences

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// State is what the panel shows.
type State struct {
	Values    settings.Values
	Demo      bool
	Folder    string // the pictures folder
	FolderWhy string // why nothing can be saved there; "": it can
	// WildcardsWhy is why the folder of wildcards can't be read; "": it can.
	WildcardsWhy string
	Hosts        []string
	Key          Key
}

// Key is what may be shown of an API key.
type Key struct {
	Masked string // such as "dl-…3F2A"; "": there is none
	Where  secrets.Where
}

// Panel is a row that the caller makes: its words are setting.<ID>, as those of the others.
type Panel struct {
	ID     string
	Group  Group
	Object fyne.CanvasObject
	// Find shows only what has these words, folded, and reports whether anything has; without
	// words it shows all. nil: the panel has no parts to be found.
	Find func(words []string) bool
	// Reveal is called once with a function that scrolls to a part of the panel; nil: not needed.
	Reveal func(reveal func(fyne.CanvasObject))
}

// Params is what the view needs from the window.
type Params struct {
	// State returns what to show. It is called after every change.
	State func() State
	// Update changes the preferences.
	Update func(change func(*settings.Values))
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// Panels are added to the rows of the table.
	Panels []Panel
	// OnClose is called by the close button.
	OnClose func()

	// ChooseFolder asks for a folder, and UsualFolder takes the default. ShowFolder shows the folder
	// in the desktop's file manager.
	ChooseFolder, UsualFolder, ShowFolder func()
	// ChooseWildcards asks for the folder of wildcards.
	ChooseWildcards func()
	// PreviewName returns the name that a picture would get, or what is wrong with the template.
	PreviewName func(template string) (name string, err error)
	// Words are the words that a template may have in braces.
	Words []string

	// OnKey checks another key with the service and stores it. It may block.
	OnKey func(ctx context.Context, key string) error
	// OnRemoveKey removes the key. It may block.
	OnRemoveKey func(ctx context.Context) error
	// OnOpen opens a web page.
	OnOpen func(url string)
	// OnDemo switches the demo.
	OnDemo func(on bool)
	// LookNow asks for a newer release, and calls say with what came of it.
	LookNow func(say func(words string))
	// CopyForSupport copies the report for support.
	CopyForSupport func()
	// OnTakeBack is called when a host is no longer allowed.
	OnTakeBack func(host string)
}

// View is the panel.
type View struct {
	params  Params
	state   State
	rows    []*rowView
	heads   map[Group]fyne.CanvasObject
	group   Group // whose rows are shown while nothing is searched
	wide    bool  // there is room for the list of groups
	filling bool  // while the program changes the controls

	template *template
	key      *keyRow

	search     *widgets.SearchField
	list       *groupList
	page       *fyne.Container
	nothing    *widgets.Label // that the search found nothing
	scroll     *widgets.ScrollPane
	said       *widgets.Label
	undo, redo *widgets.LinkButton
	before     settings.Values // for undo
	content    fyne.CanvasObject
}

// New builds the view.
func New(params Params) *View {
	v := &View{params: params, group: General, wide: true, heads: map[Group]fyne.CanvasObject{}}
	v.page = container.New(&pageLayout{})
	v.build()
	v.nothing = widgets.NewQuietLabel("")
	v.nothing.SetLines(0)
	v.page.Add(v.nothing)
	v.content = v.frame()
	v.Refresh()
	return v
}

// build makes the rows, group by group, each with its heading.
func (v *View) build() {
	all := table()
	for _, p := range v.params.Panels {
		all = append(all, row{p.ID, p.Group, func(v *View) control {
			if p.Reveal != nil {
				p.Reveal(func(o fyne.CanvasObject) { v.scroll.ScrollTo(o) })
			}
			return control{object: p.Object, below: true, find: p.Find}
		}})
	}
	var listed []Group
	for _, g := range groups {
		heading := widgets.NewTitle(g.title())
		v.heads[g] = heading
		v.page.Add(heading)
		had := len(v.rows)
		for _, r := range all {
			if r.group == g {
				rv := newRowView(v, r)
				v.rows = append(v.rows, rv)
				v.page.Add(rv.content)
			}
		}
		if len(v.rows) > had {
			listed = append(listed, g)
		}
	}
	v.list = newGroupList(listed, v.show)
}

// frame makes what is around the rows.
func (v *View) frame() fyne.CanvasObject {
	title := widgets.NewTitle(message.T("preferences.title"))
	v.search = widgets.NewSearchField(message.T("preferences.search"))
	v.search.SetClearTip(message.T("preferences.search.clear"))
	v.search.OnChanged = func(string) { v.filter() }
	v.search.OnLeft = v.toResults
	closing := widgets.NewIconButton(theme.CancelIcon(), message.T("close"), v.params.OnClose)
	v.scroll = widgets.NewScrollPane(arrange.Inset(darkroom.Space12, 0, darkroom.Space16, v.page))
	v.said = widgets.NewQuietLabel("")
	v.said.SetMinWidth(0)
	v.undo = widgets.NewLinkButton(message.T("preferences.reset.undo"), v.undoReset)
	v.undo.Hide()
	v.redo = widgets.NewLinkButton(message.T("redo"), v.redoReset)
	v.redo.Hide()
	all := widgets.NewQuietLink(message.T("preferences.reset.all"), v.resetAll)
	v.said.SetAlign(fyne.TextAlignTrailing)
	foot := container.NewBorder(nil, nil, container.NewCenter(all), nil, arrange.Line(darkroom.Space8, v.said, v.undo, v.redo))
	return container.New(&frameLayout{v}, title, v.search, v.list, widgets.NewVerticalHairline(), v.scroll, widgets.NewHairline(), foot, closing)
}

// Object returns the panel, for widths from 280 in Fyne's pixels.
func (v *View) Object() fyne.CanvasObject { return v.content }

// Focus moves the focus to the search.
func (v *View) Focus(on fyne.Canvas) {
	on.Focus(v.search.FocusTarget())
	v.search.SelectAll()
}

// Show shows a group.
func (v *View) Show(g Group) { v.show(g) }

// Like shows what another view showed before the language was changed, with the focus on that choice.
func (v *View) Like(other *View, on fyne.Canvas) {
	words := other.search.Text()
	v.show(other.group)
	v.search.SetText(words)
	v.filter()
	for _, r := range v.rows {
		if input := r.focus(); r.id == "language" && input != nil {
			on.Focus(input)
		}
	}
}

// Refresh reads the state again and shows it.
func (v *View) Refresh() {
	if v.filling {
		return
	}
	v.state = v.params.State()
	v.filling = true
	for _, r := range v.rows {
		r.show(v.state)
	}
	v.filling = false
	v.filter()
}

// Close keeps what was typed last.
func (v *View) Close() {
	for _, r := range v.rows {
		if r.end != nil {
			r.end()
		}
	}
}

// update changes the preferences.
func (v *View) update(change func(*settings.Values)) {
	if v.filling {
		return
	}
	v.forget()
	v.params.Update(change)
	v.Refresh()
}

func (v *View) show(g Group) {
	v.group = g
	v.search.SetText("")
	v.filter()
	v.scroll.ScrollToTop()
}

// filter shows the rows of the search or, without one, of the group. A window without room for the
// list of groups shows all of them.
func (v *View) filter() {
	words := strings.Fields(search.Fold(v.search.Text()))
	searching := len(words) > 0
	found, any := map[Group]bool{}, false
	for _, r := range v.rows {
		on := r.applies == nil || r.applies(v.state)
		if searching {
			on = on && r.has(words)
		} else {
			r.showAll()
		}
		if !searching && v.wide {
			on = on && r.group == v.group
		}
		arrange.Show(r.content, on)
		found[r.group] = found[r.group] || on
		any = any || on
	}
	for g, head := range v.heads {
		arrange.Show(head, found[g] && (searching || !v.wide))
	}
	v.nothing.SetText(message.T("preferences.search.none", message.With{"Words": v.search.Text()}))
	arrange.Show(v.nothing, searching && !any)
	if searching {
		v.list.choose("")
	} else {
		v.list.choose(v.group)
	}
	v.refit()
}

// refit lays the rows out again after one became higher or lower.
func (v *View) refit() {
	v.page.Refresh()
	if v.scroll != nil {
		v.scroll.Refit()
	}
}

// toResults moves the focus to the first row that is shown.
func (v *View) toResults() {
	c := fyne.CurrentApp().Driver().CanvasForObject(v.content)
	for _, r := range v.rows {
		first := r.focus()
		if first == nil { // a panel that is made elsewhere
			first = firstIn(r.object)
		}
		if c != nil && r.content.Visible() && first != nil {
			c.Focus(first)
			return
		}
	}
}

// firstIn is the first of some objects that takes the keyboard; nil: none does.
func firstIn(o fyne.CanvasObject) fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if focusable, ok := o.(fyne.Focusable); ok {
		return focusable
	}
	if box, ok := o.(*fyne.Container); ok {
		for _, child := range box.Objects {
			if first := firstIn(child); first != nil {
				return first
			}
		}
	}
	return nil
}

// resetAll sets the defaults of all settings that have one here: not the key, the folder and the
// hosts, which are more than a setting.
func (v *View) resetAll() {
	before, usual := v.state.Values, settings.Defaults()
	v.update(v.copier(&usual))
	if v.state.Values == before {
		v.said.SetText(message.T("preferences.reset.none"))
		return
	}
	v.before = before
	v.said.SetText(message.T("preferences.reset.done"))
	v.undo.Show()
}

func (v *View) undoReset() {
	before := v.before
	v.update(v.copier(&before))
	v.said.SetText(message.T("preferences.reset.undone"))
	v.redo.Show()
}

// redoReset sets the defaults again.
func (v *View) redoReset() {
	v.redo.Hide()
	v.resetAll()
}

// copier returns a change that copies all settings that the rows change.
func (v *View) copier(from *settings.Values) func(*settings.Values) {
	return func(to *settings.Values) {
		for _, r := range v.rows {
			if r.copy != nil {
				r.copy(to, from)
			}
		}
	}
}

// forget takes the offer to undo away.
func (v *View) forget() {
	v.said.SetText("")
	v.undo.Hide()
	v.redo.Hide()
}

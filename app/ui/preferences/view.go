package preferences

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// State is the initial content.
type State struct {
	Folder    string // pictures folder, absolute
	FolderWhy string // why nothing can be saved there; "": it can
	Values    settings.Values
	Key       Key
	Demo      bool
	Hosts     []string // allowed image hosts in private networks
}

// Key is what may be shown of an API key.
type Key struct {
	Masked string // such as "dl-…3F2A"; "": there is none
	Where  secrets.Where
}

// Params is what the view needs from the window.
type Params struct {
	State State
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))

	// ChooseFolder asks for a folder; SetFolder sets it.
	ChooseFolder func()
	// ShowFolder shows the folder in the desktop's file manager.
	ShowFolder func()

	// PreviewName returns the name that a picture would get, or what is wrong
	// with the template.
	PreviewName func(template string) (name string, err error)
	// Words are the words that a template may have in braces.
	Words []string
	// Update changes the preferences.
	Update func(change func(*settings.Values))

	// OnKey checks another key with the service and stores it. It may block.
	OnKey func(ctx context.Context, key string) error
	// OnRemoveKey removes the key. It may block.
	OnRemoveKey func(ctx context.Context) error
	// OnOpen opens a web page.
	OnOpen func(url string)

	// OnDemo switches the demo; nil: no such switch.
	OnDemo func(on bool)

	// OnTakeBack is called when a host is no longer allowed.
	OnTakeBack func(host string)
}

// themes are the values of the choice of the theme.
var themes = [...]settings.Theme{settings.ThemeSystem, settings.ThemeLight, settings.ThemeDark}

// View is the content of the preferences window.
type View struct {
	params  Params
	content fyne.CanvasObject

	folder      *widgets.Label
	folderField *widgets.Field

	template      *templateEntry
	kept          string // the stored template
	templateField *widgets.Field
	preview       *widgets.Label

	values                settings.Values // the present choices
	source, prompt, marks *widget.Check
	writer                *templateEntry

	theme *segments.Row
	demo  *widget.Check

	hosts     *fyne.Container // a line for each allowed host
	hostGroup fyne.CanvasObject

	key        Key
	keyLine    *widgets.Label
	keyWhere   *widgets.Label
	keyProblem *widgets.Label
	keyButtons *fyne.Container
	replace    *widgets.QuietButton
	remove     *widgets.QuietButton
	confirm    *fyne.Container
	confirmYes *widgets.QuietButton
	form       *keyform.Form

	filling bool
}

// New builds the view.
func New(params Params) *View {
	v := &View{params: params, values: params.State.Values}
	groups := []fyne.CanvasObject{v.buildPictures(), v.buildTheme(), v.buildKey(), v.buildTold()}
	if params.OnDemo != nil {
		groups = append(groups, v.buildDemo())
	}
	var rows []fyne.CanvasObject
	for i, group := range groups {
		if i > 0 {
			rows = append(rows, widgets.NewHairline())
		}
		rows = append(rows, group)
	}
	rows = append(rows, v.buildHosts())
	v.content = container.NewVScroll(arrange.Inset(darkroom.Space24, darkroom.Space16, darkroom.Space24,
		arrange.Stack(darkroom.Space16, rows...)))
	v.SetFolder(params.State.Folder, params.State.FolderWhy)
	v.setTemplate(v.values.Template)
	v.SetKey(params.State.Key)
	v.SetHosts(params.State.Hosts)
	return v
}

// Object returns the content, for widths from 420 in Fyne's pixels. It scrolls
// if it is too low.
func (v *View) Object() fyne.CanvasObject { return v.content }

// update changes the preferences, here and in the window.
func (v *View) update(change func(*settings.Values)) {
	change(&v.values)
	v.params.Update(change)
}

// group is a heading with its controls.
func group(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	heading := widgets.NewLabel(title)
	heading.SetBold(true)
	return arrange.Stack(darkroom.Space12, append([]fyne.CanvasObject{heading}, rows...)...)
}

// paragraph is a quiet text that wraps.
func paragraph(text string) *widgets.Label {
	l := widgets.NewQuietLabel(text)
	l.SetLines(0)
	return l
}

func (v *View) buildTheme() fyne.CanvasObject {
	v.theme = segments.New([]string{
		message.T("preferences.theme.system"), message.T("preferences.theme.light"), message.T("preferences.theme.dark"),
	}, func(index int) { v.update(func(s *settings.Values) { s.Theme = themes[index] }) })
	for i, t := range themes {
		if t == v.values.Theme {
			v.theme.Set(i)
		}
	}
	return group(message.T("preferences.theme"), container.NewHBox(v.theme))
}

func (v *View) buildDemo() fyne.CanvasObject {
	v.demo = widget.NewCheck(message.T("preferences.demo.use"), func(on bool) {
		if !v.filling {
			v.params.OnDemo(on)
		}
	})
	v.filling = true
	v.demo.SetChecked(v.params.State.Demo)
	v.filling = false
	return group(message.T("preferences.demo"), arrange.Inset(-boxInset, -boxInset, -boxInset, v.demo),
		paragraph(message.T("preferences.demo.note")))
}

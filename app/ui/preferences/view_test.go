package preferences

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/folder"
	"lookbook/app/media/naming"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
	_ "lookbook/widgets/rendertest"
)

type bench struct {
	*View
	window    fyne.Window
	templates []string
	themes    []settings.Theme
	demos     []bool
	tells     []folder.Metadata
	state     State
	taken     []string
	usual     int
	keys      []string
	removed   int
	removeErr error
	work      []func(context.Context) func()
}

func newBench(t *testing.T, change ...func(*State)) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{}
	b.state = State{
		Folder: "/home/ana/Pictures/Lookbook", Values: settings.Defaults(),
		Key: Key{Masked: "dl-…3f2a", Where: secrets.Where{Place: secrets.Keychain}},
	}
	b.state.Values.Template, b.state.Values.Theme = "{date} {prompt}", settings.ThemeDark
	for _, f := range change {
		f(&b.state)
	}
	b.View = New(Params{
		State:        func() State { return b.state },
		Run:          func(work func(context.Context) func()) { b.work = append(b.work, work) },
		ChooseFolder: func() {}, ShowFolder: func() {}, UsualFolder: func() { b.usual++ },
		PreviewName: func(template string) (string, error) {
			if strings.Contains(template, "{nonsense}") {
				return "", &naming.TemplateError{Template: template, Fault: naming.FaultWord, What: "nonsense"}
			}
			return "preview of " + template + ".png", nil
		},
		Words:  []string{"date", "prompt"},
		Update: b.update,
		OnKey: func(_ context.Context, key string) error {
			b.keys = append(b.keys, key)
			return nil
		},
		OnRemoveKey: func(context.Context) error { b.removed++; return b.removeErr },
		OnOpen:      func(string) {},
		OnDemo:      func(on bool) { b.demos = append(b.demos, on) },
		OnTakeBack:  func(host string) { b.taken = append(b.taken, host) },
		OnClose:     func() {},
	})
	b.window = test.NewTempWindow(t, b.Object())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(760, 560))
	return b
}

// row returns a row of the table.
func (b *bench) row(t *testing.T, id string) *rowView {
	t.Helper()
	for _, r := range b.rows {
		if r.id == id {
			return r
		}
	}
	t.Fatalf("there is no row %q", id)
	return nil
}

// shown lists the ids of the rows in sight.
func (b *bench) shown() (ids []string) {
	for _, r := range b.rows {
		if r.content.Visible() {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// find types into the search.
func (b *bench) find(words string) {
	b.search.SetText(words)
	b.filter()
}

// update notes which preference a change was of.
func (b *bench) update(change func(*settings.Values)) {
	was := b.state.Values
	change(&b.state.Values)
	switch now := b.state.Values; {
	case now.Template != was.Template:
		b.templates = append(b.templates, now.Template)
	case now.Theme != was.Theme:
		b.themes = append(b.themes, now.Theme)
	case now.TellSource != was.TellSource || now.TellPrompt != was.TellPrompt || now.PromptWriter != was.PromptWriter || now.WriteMarks != was.WriteMarks:
		b.tells = append(b.tells, folder.Metadata{Source: now.TellSource, Prompt: now.TellPrompt, Writer: now.PromptWriter, Marks: now.WriteMarks})
	}
}

func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		work(context.Background())()
	}
}

func TestShowingIsNoChange(t *testing.T) {
	b := newBench(t, func(s *State) { s.Demo = true })
	b.drain()
	if len(b.templates)+len(b.tells)+len(b.themes)+len(b.demos)+len(b.keys)+b.removed != 0 {
		t.Errorf("opening the view changed something: %+v", b)
	}
	if on := b.row(t, "demo").focus().(*widgets.Check).Checked; !on || b.themeRow(t).Chosen() != 2 {
		t.Errorf("demo %v, theme %d", on, b.themeRow(t).Chosen())
	}
}

func (b *bench) themeRow(t *testing.T) *segments.Row {
	t.Helper()
	return b.row(t, "theme").focus().(*segments.Row)
}

// says reports whether a text is in sight.
func (b *bench) says(words string) bool {
	for _, o := range test.LaidOutObjects(b.content) {
		if l, ok := o.(*widgets.Label); ok && l.Visible() && strings.Contains(l.Text(), words) {
			return true
		}
	}
	return false
}

// Every row of every group is found by a word of its title, by a word that only a person would
// think of, and by the name of its group; several words narrow.
func TestSearchFindsRowsOfAllGroups(t *testing.T) {
	b := newBench(t, func(s *State) {
		s.Values.Proxy, s.Hosts, s.Values.UpdatesURL = settings.ProxyGiven, []string{"images.example"}, "https://releases.example"
	})
	for words, want := range map[string][]string{
		"prox":           {"proxy", "proxy.address"},
		"PROXY address":  {"proxy.address"},
		"zoom":           {"scale"},
		"night":          {"theme"},
		"template":       {"names"},
		"sidecar":        {"marks"},
		"password":       {"key"},
		"private":        {"hosts"},
		"network speed":  {"downloads"},
		"  metadata  ai": {"source"},
		"flux capacitor": nil,
	} {
		b.find(words)
		if got := b.shown(); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
		if none := b.says("No preference has to do with"); none != (want == nil) {
			t.Errorf("%q: says that nothing was found: %t", words, none)
		}
	}
	b.find("")
	if got := b.shown(); !slices.Equal(got, []string{"theme", "language", "contrast", "still", "scale", "demo"}) {
		t.Errorf("without a search the group shows %q", got)
	}
}

// A row without words could not be read, and one without others could not be found.
func TestEveryRowHasItsWords(t *testing.T) {
	test.NewTempApp(t)
	seen := map[string]bool{}
	for _, r := range table() {
		if seen[r.id] || label(r.id, "") == "" || label(r.id, ".words") == "" {
			t.Errorf("%q is there twice, or lacks setting.%s or setting.%s.words", r.id, r.id, r.id)
		}
		seen[r.id] = true
	}
}

func TestARowIsReset(t *testing.T) {
	b := newBench(t)
	b.Show(Network)
	row := b.row(t, "downloads")
	if row.back.Visible() {
		t.Fatal("a default can be reset")
	}
	step := row.inputs[0].(*widgets.IconButton)
	if !step.Disabled() {
		t.Error("more than the most can be chosen")
	}
	b.update(func(v *settings.Values) { v.Downloads = 2 })
	b.Refresh()
	if step.Disabled() || !row.back.Visible() {
		t.Fatalf("after a change: more disabled %t, reset in sight %t", step.Disabled(), row.back.Visible())
	}
	test.Tap(step)
	if got := b.state.Values.Downloads; got != 3 {
		t.Errorf("%d at once, want 3", got)
	}
	test.Tap(row.back)
	if got := b.state.Values.Downloads; got != settings.Defaults().Downloads || row.back.Visible() {
		t.Errorf("reset to %d", got)
	}
}

// "Reset all" takes nothing that is more than a setting, and can be undone.
func TestEverythingIsResetAndUndone(t *testing.T) {
	b := newBench(t, func(s *State) {
		s.Values.Downloads, s.Values.Scale, s.Values.Proxy, s.Values.PromptWriter = 2, 150, settings.ProxyNone, "Ana"
		s.Values.Folder, s.Values.WindowWidth, s.Values.ImageHosts = "/mnt/pictures", 1000, "images.example"
	})
	was := b.state.Values
	b.resetAll()
	want := settings.Defaults()
	want.Folder, want.WindowWidth, want.ImageHosts = was.Folder, was.WindowWidth, was.ImageHosts
	if b.state.Values != want {
		t.Errorf("reset to %+v", b.state.Values)
	}
	test.Tap(b.undo)
	if b.state.Values != was || b.undo.Visible() {
		t.Errorf("undone to %+v", b.state.Values)
	}
	b.resetAll()
	test.Tap(b.row(t, "source").focus().(*widgets.Check))
	if b.undo.Visible() {
		t.Error("undo would undo a later change")
	}
}

func TestTheAddressOfTheProxyIsJudged(t *testing.T) {
	b := newBench(t)
	b.Show(Network)
	row := b.row(t, "proxy.address")
	if row.content.Visible() {
		t.Fatal("an address can be typed that nothing uses")
	}
	b.row(t, "proxy").focus().(*segments.Row).TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	b.row(t, "proxy").focus().(*segments.Row).TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if b.state.Values.Proxy != settings.ProxyGiven || !row.content.Visible() {
		t.Fatalf("chose %q, address in sight %t", b.state.Values.Proxy, row.content.Visible())
	}
	entry, field := row.focus().(*widgets.LineEntry), row.object.(*widgets.Field)
	for typed, want := range map[string]string{
		"http://ana:geheim@proxy.example:3128": "no name and password",
		"ftp://proxy.example":                  "begins with http://",
		"http://:3128":                         "name of the proxy is missing",
		"http://proxy.example:99999":           "from 1 to 65535",
		"http://proxy.example/a":               "ends after the port",
	} {
		entry.SetText(typed)
		entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := field.Error(); !strings.Contains(got, want) || b.state.Values.ProxyAddress != "" {
			t.Errorf("%s: says %q, keeps %q", typed, got, b.state.Values.ProxyAddress)
		}
	}
	entry.SetText("socks5://proxy.example:1080")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if field.Error() != "" || b.state.Values.ProxyAddress != "socks5://proxy.example:1080" {
		t.Errorf("says %q, keeps %q", field.Error(), b.state.Values.ProxyAddress)
	}
}

// Without room for the list of groups all rows are one page.
func TestANarrowPanelHasOnePage(t *testing.T) {
	b := newBench(t)
	b.window.Resize(fyne.NewSize(380, 260))
	if got := b.shown(); len(got) != len(b.rows)-3 || b.list.Visible() { // no proxy’s address, no hosts, no address of releases
		t.Errorf("shows %q, list %t", got, b.list.Visible())
	}
	for _, r := range b.rows {
		if right := r.content.Position().X + r.content.Size().Width; right > 380 {
			t.Errorf("%s ends at %v", r.id, right)
		}
	}
}

func TestTheListOfGroupsByKeys(t *testing.T) {
	b := newBench(t)
	b.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	b.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.group != Pictures {
		t.Errorf("Down goes to %q", b.group)
	}
	test.TapAt(b.list, fyne.NewPos(10, 3*groupHeight+5))
	if b.group != Network {
		t.Errorf("a click on the fourth shows %q", b.group)
	}
}

func TestLooks(t *testing.T) {
	b := newBench(t, func(s *State) {
		s.Values.Proxy, s.Hosts, s.Values.UpdatesURL = settings.ProxyGiven, []string{"images.example"}, "https://releases.example"
	})
	for _, g := range []Group{General, Pictures, Metadata, Network, Notifications, Accounts, Cost, Trouble} {
		b.Show(g)
		b.drain()
		test.AssertRendersToMarkup(t, string(g)+".xml", b.window.Canvas())
	}
	b.window.Resize(fyne.NewSize(380, 260))
	b.find("proxy") // all rows would change with every new one
	test.AssertRendersToMarkup(t, "narrow.xml", b.window.Canvas())
}

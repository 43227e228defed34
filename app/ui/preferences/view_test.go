package preferences

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/media/naming"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/widgets/darkroom"
)

type bench struct {
	*View
	window    fyne.Window
	templates []string
	themes    []settings.Theme
	demos     []bool
	tells     []folder.Metadata
	values    settings.Values
	keys      []string
	removed   int
	removeErr error
	work      []func(context.Context) func()
}

func newBench(t *testing.T, change ...func(*State)) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{}
	state := State{
		Folder: "/home/ana/Pictures/Lookbook", Values: settings.Values{Template: "{date} {prompt}", Theme: settings.ThemeDark},
		Key: Key{Masked: "dl-…3f2a", Where: secrets.Where{Place: secrets.Keychain}},
	}
	for _, f := range change {
		f(&state)
	}
	b.values = state.Values
	b.View = New(Params{
		State:        state,
		Run:          func(work func(context.Context) func()) { b.work = append(b.work, work) },
		ChooseFolder: func() {}, ShowFolder: func() {},
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
	})
	b.window = test.NewTempWindow(t, b.Object())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(600, 760))
	return b
}

// update notes which preference a change was of.
func (b *bench) update(change func(*settings.Values)) {
	was := b.values
	change(&b.values)
	switch now := b.values; {
	case now.Template != was.Template:
		b.templates = append(b.templates, now.Template)
	case now.Theme != was.Theme:
		b.themes = append(b.themes, now.Theme)
	default:
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
	if !b.demo.Checked || b.theme.Chosen() != 2 {
		t.Errorf("demo %v, theme %d", b.demo.Checked, b.theme.Chosen())
	}
}

func TestTemplateIsPreviewedAndOnlyGoodOnesAreKept(t *testing.T) {
	b := newBench(t)
	if got := b.preview.Text(); got != "preview of {date} {prompt}.png" {
		t.Errorf("preview %q", got)
	}
	b.template.SetText("{nonsense}")
	if got := b.templateField.Error(); got != `"{nonsense}" is not known; there are {date}, {prompt} (character 1).` || b.preview.Visible() {
		t.Errorf("the field says %q, preview visible %v", got, b.preview.Visible())
	}
	if len(b.templates) != 0 {
		t.Fatal("a bad template was kept")
	}
	b.template.SetText("{date}")
	b.template.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.templates) != 1 || b.templates[0] != "{date}" || b.templateField.Error() != "" || !b.preview.Visible() {
		t.Errorf("kept %q, the field says %q", b.templates, b.templateField.Error())
	}
}

func TestWhatIsWrongWithATemplateIsSaid(t *testing.T) {
	b := newBench(t)
	for template, want := range map[string]string{
		"":                    "empty",
		" \t":                 "empty",
		"{date} {sed}":        `"{sed}" is not known`,
		"é{sed}":              "is not known",
		"{Date}":              "is not known",
		"{date":               "the } for this { is missing",
		"{date {time}":        "the } for this { is missing",
		"date}":               "no { before",
		"{}":                  "is not known",
		"/{date}":             "begin with a slash",
		"{date}/":             "missing after the slash",
		"{date}//{index}":     "missing after the slash",
		"../{index}":          "dots alone",
		"{date}/ .. /{index}": "dots alone",
		"C:{index}":           "on every system",
		`{date}\{index}`:      "use / for folders",
		"{date}\u202E":        "invisible character U+202E",
		"{date}\n":            "invisible character U+000A",
		"a\xffb":              "invisible character",
		"{seed}{seed}{seed}{seed}{seed}{seed}{seed}": "too long",
		strings.Repeat("x", 200):                     "too long",
		strings.Repeat("x", 600):                     "longer than 500 bytes",
		"a/b/c/d/e/f":                                "more than 4 folders",
	} {
		_, err := naming.Parse(template)
		if got := b.templateWords(err); !strings.Contains(strings.ToLower(got), strings.ToLower(want)) || !strings.HasSuffix(got, ").") {
			t.Errorf("%q: %q, want %q", template, got, want)
		}
	}
}

// What is typed half may be a good template: pictures that come meanwhile are
// not named by it.
func TestATemplateIsUsedWhenItIsTyped(t *testing.T) {
	b := newBench(t)
	b.window.Canvas().Focus(b.template)
	b.template.SetText("{date}")
	b.template.SetText("{date} {p")
	b.template.SetText("{date} {prompt} x")
	if len(b.templates) != 0 || !strings.Contains(b.preview.Text(), "once you press Enter") {
		t.Fatalf("half typed, %q is used; the preview says %q", b.templates, b.preview.Text())
	}
	b.window.Canvas().Unfocus()
	b.template.SetText("{prompt}")
	b.Close()
	b.Close()
	if !slices.Equal(b.templates, []string{"{date} {prompt} x", "{prompt}"}) {
		t.Errorf("used %q", b.templates)
	}
	if got := b.preview.Text(); got != "preview of {prompt}.png" {
		t.Errorf("the preview says %q", got)
	}
	b.template.SetText("{nonsense}")
	b.Close()
	if len(b.templates) != 2 {
		t.Errorf("a bad template is used: %q", b.templates)
	}
}

func TestFolder(t *testing.T) {
	b := newBench(t)
	b.SetFolder("/mnt/gone", "The folder is not there any more.")
	if b.folder.Text() != "/mnt/gone" || b.folderField.Error() != "The folder is not there any more." {
		t.Errorf("shows %q, says %q", b.folder.Text(), b.folderField.Error())
	}
	b.SetFolder("/home/ana", "")
	if b.folderField.Error() != "" {
		t.Errorf("says %q of a good folder", b.folderField.Error())
	}
}

func TestThemeByPointerAndKeys(t *testing.T) {
	b := newBench(t)
	test.TapAt(b.theme, fyne.NewPos(4, 4))
	b.theme.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	b.theme.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	b.theme.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	want := []settings.Theme{settings.ThemeSystem, settings.ThemeLight, settings.ThemeSystem}
	if len(b.themes) != 3 || b.themes[0] != want[0] || b.themes[1] != want[1] || b.themes[2] != want[2] {
		t.Errorf("chose %q, want %q", b.themes, want)
	}
}

func TestWhereTheKeyIs(t *testing.T) {
	for _, c := range []struct {
		key             Key
		line, words     string
		replace, remove bool
	}{
		{Key{Masked: "dl-…3f2a", Where: secrets.Where{Place: secrets.Keychain}}, "dl-…3f2a", "system’s keychain", true, true},
		{Key{Masked: "dl-…3f2a", Where: secrets.Where{Place: secrets.Environment}}, "dl-…3f2a", secrets.Variable, false, false},
		{
			Key{Masked: "dl-…3f2a", Where: secrets.Where{Place: secrets.Session, Why: cause.New(cause.KeychainNone)}},
			"dl-…3f2a", "for this session only, because there is no keychain on this computer, or none is running, and gone", true, true,
		},
		{Key{}, "No key", "A key is needed", true, false},
	} {
		b := newBench(t, func(s *State) { s.Key = c.key })
		if b.keyLine.Text() != c.line || !strings.Contains(b.keyWhere.Text(), c.words) {
			t.Errorf("%v: %q, %q", c.key.Where.Place, b.keyLine.Text(), b.keyWhere.Text())
		}
		if b.replace.Visible() != c.replace || b.remove.Visible() != c.remove {
			t.Errorf("%v: replace %v, remove %v", c.key.Where.Place, b.replace.Visible(), b.remove.Visible())
		}
	}
}

func TestReplacingTheKey(t *testing.T) {
	b := newBench(t)
	test.Tap(b.replace)
	if b.window.Canvas().Focused() == nil || b.keyButtons.Visible() || !b.form.Object().Visible() {
		t.Fatal("the form is not ready to paste into")
	}
	test.Type(b.window.Canvas().Focused(), "dl-"+strings.Repeat("0a", 16))
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.drain()
	if len(b.keys) != 1 || b.form.Object().Visible() || !b.keyButtons.Visible() {
		t.Errorf("checked %d keys, form open %v", len(b.keys), b.form.Object().Visible())
	}
}

func TestRemovingTheKeyAsksOnce(t *testing.T) {
	b := newBench(t)
	test.Tap(b.remove)
	if b.removed != 0 || !b.confirm.Visible() {
		t.Fatalf("removed %d without asking", b.removed)
	}
	b.removeErr = cause.Err(cause.KeychainLocked)
	test.Tap(b.confirmYes)
	b.drain()
	if got := b.keyProblem.Text(); got != "The key could not be removed: the keychain is locked or not set up." || !b.keyProblem.Visible() {
		t.Errorf("says %q", got)
	}
	b.removeErr = nil
	test.Tap(b.confirmYes)
	b.drain()
	b.SetKey(Key{})
	if b.removed != 2 || b.confirm.Visible() || b.keyProblem.Visible() || b.keyLine.Text() != "No key" {
		t.Errorf("removed %d, shows %q", b.removed, b.keyLine.Text())
	}
}

func TestWhatPicturesSayIsChosen(t *testing.T) {
	b := newBench(t, func(s *State) { s.Values.TellSource, s.Values.PromptWriter = true, "Ana" })
	if !b.source.Checked || b.prompt.Checked || b.writer.Text != "Ana" {
		t.Fatalf("%t, %t, %q", b.source.Checked, b.prompt.Checked, b.writer.Text)
	}
	test.Tap(b.source)
	test.Tap(b.prompt)
	b.writer.SetText("Ada")
	b.Close()
	want := []folder.Metadata{{Writer: "Ana"}, {Prompt: true, Writer: "Ana"}, {Prompt: true, Writer: "Ada"}}
	if !slices.Equal(b.tells, want) {
		t.Errorf("told %+v", b.tells)
	}
}

func TestDemoSwitch(t *testing.T) {
	b := newBench(t)
	test.Tap(b.demo)
	test.Tap(b.demo)
	if len(b.demos) != 2 || !b.demos[0] || b.demos[1] {
		t.Errorf("switched %v", b.demos)
	}
}

func TestLooks(t *testing.T) {
	b := newBench(t)
	b.drain()
	test.AssertRendersToMarkup(t, "view.xml", b.window.Canvas())
}

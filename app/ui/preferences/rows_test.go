package preferences

import (
	"slices"
	"strings"
	"testing"

	"lookbook/app/ui/message"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/media/naming"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/widgets"
)

func TestTemplateIsPreviewedAndOnlyGoodOnesAreKept(t *testing.T) {
	b := newBench(t)
	if got := b.template.preview.Text(); got != "preview of {date} {prompt}.png" {
		t.Errorf("preview %q", got)
	}
	b.template.entry.SetText("{nonsense}")
	if got := b.template.field.Error(); got != `"{nonsense}" is not known; there are {date}, {prompt} (character 1).` || b.template.preview.Visible() {
		t.Errorf("the field says %q, preview visible %v", got, b.template.preview.Visible())
	}
	if len(b.templates) != 0 {
		t.Fatal("a bad template was kept")
	}
	b.template.entry.SetText("{date}")
	b.template.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.templates) != 1 || b.templates[0] != "{date}" || b.template.field.Error() != "" || !b.template.preview.Visible() {
		t.Errorf("kept %q, the field says %q", b.templates, b.template.field.Error())
	}
}

func TestWhatIsWrongWithATemplateIsSaid(t *testing.T) {
	newBench(t)
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
		if got := message.Template(err, naming.Words()); !strings.Contains(strings.ToLower(got), strings.ToLower(want)) || !strings.HasSuffix(got, ").") {
			t.Errorf("%q: %q, want %q", template, got, want)
		}
	}
}

// What is typed half may be a good template: pictures that come meanwhile are
// not named by it.
func TestATemplateIsUsedWhenItIsTyped(t *testing.T) {
	b := newBench(t)
	b.Show(Pictures)
	b.window.Canvas().Focus(b.template.entry)
	b.template.entry.SetText("{date}")
	b.template.entry.SetText("{date} {p")
	b.template.entry.SetText("{date} {prompt} x")
	if len(b.templates) != 0 || !strings.Contains(b.template.preview.Text(), "once you press Enter") {
		t.Fatalf("half typed, %q is used; the preview says %q", b.templates, b.template.preview.Text())
	}
	b.window.Canvas().Unfocus()
	b.template.entry.SetText("{prompt}")
	b.Close()
	b.Close()
	if !slices.Equal(b.templates, []string{"{date} {prompt} x", "{prompt}"}) {
		t.Errorf("used %q", b.templates)
	}
	if got := b.template.preview.Text(); got != "preview of {prompt}.png" {
		t.Errorf("the preview says %q", got)
	}
	b.template.entry.SetText("{nonsense}")
	b.Close()
	if len(b.templates) != 2 {
		t.Errorf("a bad template is used: %q", b.templates)
	}
}

func TestFolder(t *testing.T) {
	b := newBench(t)
	field := b.row(t, "folder").object.(*widgets.Field)
	b.state.Folder, b.state.FolderWhy = "/mnt/gone", "The folder is not there any more."
	b.Refresh()
	if !b.says("/mnt/gone") || field.Error() != "The folder is not there any more." {
		t.Errorf("says %q", field.Error())
	}
	b.state.Folder, b.state.FolderWhy = "/home/ana", ""
	b.Refresh()
	if field.Error() != "" {
		t.Errorf("says %q of a good folder", field.Error())
	}
	if b.row(t, "folder").back.Visible() {
		t.Error("the default folder can be reset")
	}
	b.state.Values.Folder = "/home/ana"
	b.Refresh()
	if test.Tap(b.row(t, "folder").back); b.usual != 1 {
		t.Error("the default folder was not asked for")
	}
}

func TestThemeByPointerAndKeys(t *testing.T) {
	b := newBench(t)
	row := b.themeRow(t)
	test.TapAt(row, fyne.NewPos(4, 4))
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
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
		if b.key.line.Text() != c.line || !strings.Contains(b.key.where.Text(), c.words) {
			t.Errorf("%v: %q, %q", c.key.Where.Place, b.key.line.Text(), b.key.where.Text())
		}
		if b.key.replace.Visible() != c.replace || b.key.remove.Visible() != c.remove {
			t.Errorf("%v: replace %v, remove %v", c.key.Where.Place, b.key.replace.Visible(), b.key.remove.Visible())
		}
	}
}

func TestReplacingTheKey(t *testing.T) {
	b := newBench(t)
	b.Show(Accounts)
	test.Tap(b.key.replace)
	if b.window.Canvas().Focused() == nil || b.key.buttons.Visible() || !b.key.form.Object().Visible() {
		t.Fatal("the form is not ready to paste into")
	}
	test.Type(b.window.Canvas().Focused(), "dl-"+strings.Repeat("0a", 16))
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.drain()
	if len(b.keys) != 1 || b.key.form.Object().Visible() || !b.key.buttons.Visible() {
		t.Errorf("checked %d keys, form open %v", len(b.keys), b.key.form.Object().Visible())
	}
}

func TestRemovingTheKeyAsksOnce(t *testing.T) {
	b := newBench(t)
	test.Tap(b.key.remove)
	if b.removed != 0 || !b.key.confirm.Visible() {
		t.Fatalf("removed %d without asking", b.removed)
	}
	b.removeErr = cause.Err(cause.KeychainLocked)
	test.Tap(b.key.yes)
	b.drain()
	if got := b.key.problem.Text(); got != "The key could not be removed: the keychain is locked or not set up." || !b.key.problem.Visible() {
		t.Errorf("says %q", got)
	}
	b.removeErr = nil
	test.Tap(b.key.yes)
	b.drain()
	b.state.Key = Key{}
	b.Refresh()
	if b.removed != 2 || b.key.confirm.Visible() || b.key.problem.Visible() || b.key.line.Text() != "No key" {
		t.Errorf("removed %d, shows %q", b.removed, b.key.line.Text())
	}
}

func TestWhatPicturesSayIsChosen(t *testing.T) {
	b := newBench(t, func(s *State) {
		s.Values.TellSource, s.Values.TellPrompt, s.Values.WriteMarks, s.Values.PromptWriter = true, false, false, "Ana"
	})
	source, prompt, writer := b.row(t, "source").focus().(*widgets.Check), b.row(t, "prompt").focus().(*widgets.Check), b.row(t, "writer").focus().(*widgets.LineEntry)
	if !source.Checked || prompt.Checked || writer.Text != "Ana" {
		t.Fatalf("%t, %t, %q", source.Checked, prompt.Checked, writer.Text)
	}
	test.Tap(source)
	b.row(t, "prompt").tapped() // on its words
	writer.SetText("Ada")
	b.Close()
	want := []folder.Metadata{{Writer: "Ana"}, {Prompt: true, Writer: "Ana"}, {Prompt: true, Writer: "Ada"}}
	if !slices.Equal(b.tells, want) {
		t.Errorf("told %+v", b.tells)
	}
}

func TestDemoSwitch(t *testing.T) {
	b := newBench(t)
	box := b.row(t, "demo").focus().(*widgets.Check)
	test.Tap(box)
	test.Tap(box)
	if len(b.demos) != 2 || !b.demos[0] || b.demos[1] {
		t.Errorf("switched %v", b.demos)
	}
}

func TestLookingForAReleaseNowNeedsAnAddress(t *testing.T) {
	b := newBench(t)
	var say func(string)
	b.params.LookNow = func(answer func(string)) { say = answer }
	b.show(Trouble)
	if slices.Contains(b.shown(), "updates.now") {
		t.Error("nobody can be asked, and there is a button for it")
	}
	address := b.row(t, "updates.address").focus().(*widgets.LineEntry)
	for text, good := range map[string]bool{"http://example.org/": false, "example.org": false, "https://example.org/releases": true} {
		address.SetText(text)
		address.OnDone()
		if (b.state.Values.UpdatesURL == text) != good {
			t.Errorf("%q: asks %q", text, b.state.Values.UpdatesURL)
		}
		b.state.Values.UpdatesURL = ""
	}
	b.state.Values.UpdatesURL = "https://example.org/releases"
	b.Refresh()
	button := b.row(t, "updates.now").focus().(*widgets.QuietButton)
	button.OnTapped()
	if say == nil || !button.Disabled() {
		t.Fatal("nobody was asked, or it can be asked twice at once")
	}
	say("Lookbook 9.9 is there.")
	if button.Disabled() || !slices.Contains(b.shown(), "updates.now") {
		t.Error("it can't be asked again")
	}
}

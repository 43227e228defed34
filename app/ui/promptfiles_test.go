package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/settings"
)

// configs are the requests that the service got.
func (w *world) configs() (list []api.Config) {
	w.t.Helper()
	for _, body := range w.sent() {
		var c api.Config
		if err := json.Unmarshal(body, &c); err != nil {
			w.t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

func fileWith(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A table makes a request of each line, on top of the panel. It is shown, with what it costs, before
// anything is sent or held.
func TestPromptsFromATable(t *testing.T) {
	w, b := opened(t)
	b.write("what the panel says", nil)
	b.change(func(v *settings.Values) { v.Prices = cost.FormatRules([]cost.Rule{{Tokens: 500_000}}) })
	table := fileWith(t, "coats.csv", "prompt;Steps;colour of the sky\na red coat;20;grey\n\"a {blue|green} coat; wet\";30;\n")
	b.main.prompts.read(table)
	b.until("the preview", func() bool { return b.says("Prompts of “coats.csv”") })
	for _, want := range []string{"3 jobs, 3 images", "1.5 tokens", "a red coat", "and are not used: colour of the sky"} {
		if !b.says(want) {
			t.Errorf("the preview doesn't say %q: %q", want, b.words())
		}
	}
	b.press("Add to outbox")
	b.holds("a red coat", "a blue coat; wet", "a green coat; wet")
	if n := len(w.sent()); n != 0 {
		t.Fatalf("%d requests were sent", n)
	}
	b.main.prompts.read(table)
	b.until("the preview", func() bool { return b.says("Prompts of “coats.csv”") })
	b.press("Cancel")
	b.main.prompts.read(table)
	b.until("the preview again", func() bool { return b.says("Prompts of “coats.csv”") })
	b.press("Send 3")
	b.until("three requests", func() bool { return len(w.sent()) == 3 && b.says("3 pictures saved") })
	for i, want := range []struct {
		prompt string
		steps  int
	}{{"a red coat", 20}, {"a blue coat; wet", 30}, {"a green coat; wet", 30}} {
		if c := w.configs()[i]; c.Prompt != want.prompt || c.NumInferenceSteps != want.steps || c.Width != 256 {
			t.Errorf("request %d is %+v", i, c)
		}
	}
	if b.prompt() != "what the panel says" {
		t.Errorf("the panel says %q now", b.prompt())
	}
}

// A file that isn't right is refused with its line, and nothing of it is sent or held.
func TestAFileOfPromptsThatIsNotRight(t *testing.T) {
	w, b := opened(t)
	for _, c := range []struct{ name, text, want string }{
		{"a.csv", "prompt,steps\na,20\nb,many\n", "line 3, Steps “many”"},
		{"a.csv", "colour,shape\na,20\n", "its first line has to name columns"},
		{"a.csv", "prompt\n\"a\n", "line 2 can’t be read"},
		{"a.csv", "prompt\n{0.5::a|b}\n", "0.5::"},
		{"a.txt", "a coat\n__colour__ coat\n", "line 2"},
		{"a.txt", "\n\n", "there are no prompts in it"},
		{"a.txt", "a\x00\xFF\xFE\x81", "no text in UTF-8 or UTF-16"},
	} {
		b.main.params.Hush()
		b.main.prompts.read(fileWith(t, c.name, c.text))
		b.until(c.want, func() bool { return strings.Contains(b.banners(), c.want) })
	}
	if n := len(w.sent()); n != 0 || len(b.held()) != 0 {
		t.Errorf("%d requests were sent, %d are held", n, len(b.held()))
	}
}

// A wildcard stands for the lines of its file, as they are when the window gets the focus; one without
// a file is refused by name.
func TestWildcardsFromAFolder(t *testing.T) {
	w, b := opened(t)
	folder := t.TempDir()
	colours := filepath.Join(folder, "colour.txt")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(colours, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("red\nblue\n")
	b.change(func(v *settings.Values) { v.Wildcards = folder })
	b.until("the files", func() bool { return b.wildcards.lists() != nil })
	b.write("a __colour__ coat", nil)
	b.until("the plan", func() bool { return b.says("Generate 2 jobs") || b.says("Generate 2 images") || b.says("2 jobs") })
	write("green\n")
	b.wildcards.read() // as when the window gets the focus
	b.until("the new file", func() bool {
		plan, err := b.main.params.Plan()
		return err == nil && plan.Count() == 1
	})
	b.choose("Generate")
	b.until("the request", func() bool { return len(w.sent()) == 1 })
	if got := w.configs()[0].Prompt; got != "a green coat" {
		t.Errorf("sent %q", got)
	}
	b.write("a __fabric__ coat", nil)
	b.choose("Generate")
	b.until("that there is no such file", func() bool { return b.says("__fabric__") || b.says("fabric") })
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	b.wildcards.read()
	b.until("that the folder is gone", func() bool { return b.wildcards.trouble() != "" })
	b.write("a __colour__ coat", nil)
	b.choose("Generate")
	b.until("the end of the work", func() bool { return b.main.sender.submitting == 0 })
	var prompts []string
	for _, c := range w.configs() {
		prompts = append(prompts, c.Prompt)
	}
	if !slices.Equal(prompts, []string{"a green coat"}) {
		t.Errorf("sent %q", prompts)
	}
}

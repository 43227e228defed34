package params

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
)

// sent returns one field of the requests, in their order.
func sent[T any](b *bench, field func(api.Config) T) []T {
	var list []T
	for _, c := range b.generated {
		list = append(list, field(c))
	}
	return list
}

func prompts(b *bench) []string { return sent(b, func(c api.Config) string { return c.Prompt }) }

// previewLines returns the lines that say what will be sent; nil: nothing varies.
func previewLines(b *bench) []string {
	if !b.preview.box.Visible() {
		return nil
	}
	lines := []string{b.preview.count.Text()}
	for _, line := range b.preview.variants {
		if line.Visible() {
			lines = append(lines, line.Text())
		}
	}
	if b.preview.others.Visible() {
		lines = append(lines, b.preview.others.Text())
	}
	return lines
}

func TestBracesMakeJobs(t *testing.T) {
	b := readyBench(t)
	if previewLines(b) != nil {
		t.Fatalf("a plain prompt is previewed: %q", previewLines(b))
	}
	b.write(b.numberOf(request.Images).FocusTarget(), "16")
	b.write(b.prompt, "a {red|blue|green} coat, {rain|snow}")
	want := []string{
		"6 jobs, 96 images", "red · rain — a red coat, rain", "red · snow — a red coat, snow",
		"blue · rain — a blue coat, rain", "and 3 more",
	}
	if diff := cmp.Diff(want, previewLines(b)); diff != "" {
		t.Errorf("preview, -want +got:\n%s", diff)
	}
	if got := b.Buttons.generate.Text(); got != "Generate 6 jobs, 96 images" {
		t.Errorf("the button says %q", got)
	}
	b.Generate()
	wantSent := []string{
		"a red coat, rain", "a red coat, snow", "a blue coat, rain", "a blue coat, snow", "a green coat, rain", "a green coat, snow",
	}
	if diff := cmp.Diff(wantSent, prompts(b)); diff != "" {
		t.Errorf("sent, -want +got:\n%s", diff)
	}
	b.write(b.prompt, `a plain \{brace\}`)
	if previewLines(b) != nil || b.Buttons.generate.Text() != "Generate 16" {
		t.Errorf("previewed %q, the button says %q", previewLines(b), b.Buttons.generate.Text())
	}
	if config, _ := b.Config(); config.Prompt != "a plain {brace}" {
		t.Errorf("it would be %q", config.Prompt)
	}
}

func TestListsMakeJobs(t *testing.T) {
	b := readyBench(t)
	b.write(b.lists.entries[request.Steps].FocusTarget(), "20..40 by 10")
	b.write(b.lists.entries[request.Guidance].FocusTarget(), "6,7.5")
	b.Generate()
	if got := sent(b, func(c api.Config) int { return c.NumInferenceSteps }); !slices.Equal(got, []int{20, 20, 30, 30, 40, 40}) {
		t.Errorf("steps %v", got)
	}
	if got := sent(b, func(c api.Config) float64 { return *c.GuidanceScale }); !slices.Equal(got, []float64{6, 7.5, 6, 7.5, 6, 7.5}) {
		t.Errorf("guidance %v", got)
	}
	if want := []string{"6 jobs, 24 images", "Steps 20 · Guidance scale 6 — a lighthouse"}; !slices.Equal(previewLines(b)[:2], want) {
		t.Errorf("previewed %q", previewLines(b))
	}
	b.DryRun()
	if len(b.checked) != 1 || b.checked[0].NumInferenceSteps != 20 || !b.checked[0].DryRun {
		t.Errorf("checked %+v", b.checked)
	}
}

func TestWhatCannotBeExpandedIsSaidAtItsField(t *testing.T) {
	for name, c := range map[string]struct {
		prompt string
		list   request.Field
		text   string
		where  request.Field // empty: in the list
		words  string
	}{
		"an open brace":        {"a {red|blue coat", request.Steps, "", request.Prompt, "(character 3)"},
		"a brace too many":     {"a red} coat", request.Steps, "", request.Prompt, "(character 6)"},
		"a million":            {strings.Repeat("{0|1|2|3|4|5|6|7|8|9}", 6), request.Steps, "", request.Prompt, "1,000,000 jobs"},
		"a list without end":   {"a coat", request.Seed, "1..1000000", "", "1,000,000 jobs"},
		"no numbers":           {"a coat", request.Steps, "20, many", "", "(character 5)"},
		"nothing between":      {"a coat", request.Guidance, "6,,7", "", "missing"},
		"a brace and a number": {"a } coat", request.Steps, "20, many", request.Prompt, "(character 3)"},
	} {
		t.Run(name, func(t *testing.T) {
			b := readyBench(t)
			b.write(b.prompt, c.prompt)
			if c.text != "" {
				b.write(b.lists.entries[c.list].FocusTarget(), c.text)
			}
			where := b.lists.entries[c.list].Error()
			if c.where != "" {
				where = b.form.places[c.where].Error()
			}
			if !strings.Contains(where, c.words) {
				t.Errorf("the field says %q", where)
			}
			if why := b.Buttons.generate.Reason(); !strings.Contains(why, c.words) || !strings.HasSuffix(why, ".") || b.preview.box.Visible() {
				t.Errorf("the button says %q, preview %v", why, b.preview.box.Visible())
			}
			b.Generate()
			if len(b.generated) != 0 {
				t.Fatal("it was sent")
			}
			if at := b.window.Canvas().Focused(); c.where == "" && at != b.lists.entries[c.list].FocusTarget() || c.where != "" && at != b.prompt {
				t.Errorf("Generate leads to %T", at)
			}
			b.write(b.prompt, "a {red|blue} coat")
			b.write(b.lists.entries[c.list].FocusTarget(), "")
			if b.Buttons.generate.Reason() != "" || b.lists.entries[c.list].Error() != "" || b.form.places[request.Prompt].Error() != "" {
				t.Errorf("put right, the button says %q", b.Buttons.generate.Reason())
			}
		})
	}
}

func TestAListOutOfRangeIsSaidAndSent(t *testing.T) {
	b := readyBench(t)
	b.write(b.lists.entries[request.Steps].FocusTarget(), "20, 9999")
	if got := b.lists.entries[request.Steps].Warning(); got != "9999: From 1 to 150 is known to work" || b.Buttons.generate.Reason() != "" {
		t.Errorf("the list says %q, the button %q", got, b.Buttons.generate.Reason())
	}
	b.Generate()
	if len(b.generated) != 2 || b.generated[1].NumInferenceSteps != 9999 {
		t.Errorf("sent %+v", b.generated)
	}
	b.write(b.lists.entries[request.Steps].FocusTarget(), "")
	if got := b.lists.entries[request.Steps].Warning(); got != "" {
		t.Errorf("put right, the list says %q", got)
	}
}

func TestALoadedPromptWithBracesIsSentAsItIs(t *testing.T) {
	b := newBench(t)
	config := seedConfig()
	config.Prompt, config.NegativePrompt = `a {red|blue} coat, \{x`, "{"
	b.SetState(State{Config: config, Sweeps: map[request.Field]string{request.Steps: "1,2"}})
	b.SetState(StateOf(config))
	got, problems := b.Config()
	if diff := cmp.Diff(config, got); diff != "" || problems != nil {
		t.Errorf("problems %v, -want +got:\n%s", problems, diff)
	}
	if previewLines(b) != nil || len(b.State().Sweeps) != 0 {
		t.Errorf("it varies: %q", previewLines(b))
	}
}

func TestTheStateSurvives(t *testing.T) {
	b := readyBench(t)
	b.write(b.prompt, "a {red|blue} coat")
	b.write(b.lists.entries[request.Seed].FocusTarget(), "1..4")
	b.write(b.lists.entries[request.Steps].FocusTarget(), "20, ma") // incomplete
	test.Tap(b.size.lock)
	stored, err := json.Marshal(b.State())
	if err != nil {
		t.Fatal(err)
	}
	state, err := ParseState(stored)
	if err != nil {
		t.Fatal(err)
	}
	again := newBench(t, func(p *Params) { p.Start = &state })
	if diff := cmp.Diff(b.State(), again.State()); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
	if !again.lists.section.Open() || again.lists.entries[request.Seed].Text() != "1..4" || again.lists.entries[request.Steps].Error() == "" || !again.size.lock.On() {
		t.Errorf("open %v, seeds %q, steps marked %q", again.lists.section.Open(), again.lists.entries[request.Seed].Text(), again.lists.entries[request.Steps].Error())
	}
	if _, err := ParseState([]byte("no state")); err == nil {
		t.Error("nonsense is a state")
	}
}

func TestTrainedModelsCanBeListed(t *testing.T) {
	b := readyBench(t)
	b.models = []request.Model{{ID: "ckp_1", Kind: request.Trained, Name: "photo of ukj", Type: request.SD}}
	b.RefreshModels()
	b.drain()
	b.write(b.lists.entries[request.CheckpointID].FocusTarget(), "photo of ukj, stable-diffusion-xl-v1-0")
	b.Generate()
	if len(b.generated) != 2 || b.generated[0].CheckpointID != "ckp_1" || b.generated[1].BaseModel != "stable-diffusion-xl-v1-0" ||
		b.generated[1].CheckpointID != "" || b.generated[1].ModelType != request.SDXL {
		t.Errorf("sent %+v", b.generated)
	}
}

func TestModelsPickedFromTheListAreAdded(t *testing.T) {
	b := readyBench(t)
	b.models = []request.Model{{ID: "ckp_1", Kind: request.Trained, Name: `photo of ukj, "the" man`}}
	b.RefreshModels()
	b.drain()
	entry := b.lists.entries[request.CheckpointID]
	for _, picked := range []string{"stable-diffusion-v1-5", `"photo of ukj, ""the"" man"`} {
		entry.FocusTarget().(interface{ SetText(string) }).SetText(picked) // as the list of models does
	}
	if got := entry.Text(); got != `stable-diffusion-v1-5, "photo of ukj, ""the"" man"` {
		t.Fatalf("the list holds %q", got)
	}
	b.Generate()
	if len(b.generated) != 2 || b.generated[0].BaseModel != "stable-diffusion-v1-5" || b.generated[1].CheckpointID != "ckp_1" {
		t.Errorf("sent %+v", b.generated)
	}
}

func TestWeightsAreChangedByKey(t *testing.T) {
	b := readyBench(t)
	press := func(key fyne.KeyName) {
		b.prompt.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	b.write(b.prompt, "a red coat")
	b.prompt.Replace("a red coat", 2, 5)
	press(fyne.KeyUp)
	press(fyne.KeyUp)
	if b.prompt.Text != "a (red:1.2) coat" || b.prompt.SelectedText() != "red" {
		t.Fatalf("raised to %q, %q selected", b.prompt.Text, b.prompt.SelectedText())
	}
	if config, _ := b.Config(); config.Prompt != "a (red:1.2) coat" {
		t.Errorf("it would be %q", config.Prompt)
	}
	b.prompt.TypedShortcut(&fyne.ShortcutUndo{})
	if b.prompt.Text != "a (red:1.1) coat" {
		t.Errorf("undone to %q", b.prompt.Text)
	}
	press(fyne.KeyDown)
	if b.prompt.Text != "a red coat" {
		t.Errorf("lowered to %q", b.prompt.Text)
	}
}

func TestFillingThePromptCanBeTakenBack(t *testing.T) {
	b := readyBench(t)
	b.write(b.prompt, "mine")
	b.SetState(StateOf(seedConfig()))
	b.SetPrompt("an old one")
	if config, _ := b.Config(); config.Prompt != "an old one" || b.drafts[len(b.drafts)-1].Prompt != "an old one" {
		t.Errorf("it is %q", config.Prompt)
	}
	b.prompt.TypedShortcut(&fyne.ShortcutUndo{})
	b.prompt.TypedShortcut(&fyne.ShortcutUndo{})
	if config, _ := b.Config(); config.Prompt != "mine" {
		t.Errorf("taken back to %q", config.Prompt)
	}
}

func TestANovelIsNotPastedIntoThePrompt(t *testing.T) {
	b := readyBench(t)
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(strings.Repeat("once upon a time ", 5<<20/17))
	b.prompt.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if config, _ := b.Config(); config.Prompt != "a lighthouse" {
		t.Errorf("the prompt has %d bytes", len(config.Prompt))
	}
	if got := b.notice.banner.Text(); !b.notice.box.Visible() || !strings.Contains(got, "at most 50,000") {
		t.Errorf("it says %q", got)
	}
}

func TestManyKeptFieldsAreNamedInOneLine(t *testing.T) {
	b := newBench(t)
	config := seedConfig()
	for i := range 5000 {
		config.Unknown["field"+strings.Repeat("x", i%50)+string(rune('a'+i%26))] = json.RawMessage("1")
	}
	b.SetState(StateOf(config))
	if got := b.kept.label.Text(); len(got) > 500 || !strings.Contains(got, "more") {
		t.Errorf("it says %q", got)
	}
}

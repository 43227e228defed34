package params

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// bench is a pane in a window, with everything around it simulated.
type bench struct {
	*Pane
	window    fyne.Window
	generated []api.Config
	checked   []api.Config
	drafts    []api.Config
	work      []func(context.Context) func()
	models    []request.Model
	modelsErr error
}

const (
	paneWidth  = 320
	paneHeight = 640
)

func newBench(t testing.TB, change ...func(*Params)) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{}
	params := Params{
		Run:    func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Models: func(context.Context) ([]request.Model, error) { return b.models, b.modelsErr },
		OnGenerate: func(plan variations.Plan) {
			for _, v := range Requests(plan, plan.Count()) {
				b.generated = append(b.generated, v.Config)
			}
		},
		OnDryRun: func(c api.Config, _ variations.Plan) { b.checked = append(b.checked, c) },
		OnDraft:  func(s State) { b.drafts = append(b.drafts, s.Config) },
		Shortcut: "Ctrl+Enter",
		Clock:    clockwork.NewFakeClockAt(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)),
		Roll:     func() int64 { return 1234 },
	}
	for _, f := range change {
		f(&params)
	}
	b.Pane = New(params)
	b.window = test.NewTempWindow(t, b.Object())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(paneWidth, paneHeight))
	return b
}

// drain runs the queued work and shows its results.
func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		work(context.Background())()
	}
}

// write does what a person does: focuses the field, selects all, types.
func (b *bench) write(target fyne.Focusable, text string) {
	b.window.Canvas().Focus(target)
	entry := target.(interface {
		fyne.Focusable
		fyne.Shortcutable
	})
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	if text == "" {
		entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	test.Type(entry, text)
}

// numberOf returns the control of a numeric field.
func (b *bench) numberOf(field request.Field) *widgets.NumberEntry {
	return b.form.places[field].marker.(*widgets.NumberEntry)
}

// readyBench makes a bench with a request that can be sent.
func readyBench(t testing.TB, change ...func(*Params)) *bench {
	t.Helper()
	start := request.Defaults()
	start.Prompt = "a lighthouse"
	return newBench(t, append([]func(*Params){func(p *Params) { p.Start = &State{Config: start} }}, change...)...)
}

func TestAnEmptyPromptIsSaidAndNotSent(t *testing.T) {
	b := newBench(t)
	if got := b.Buttons.generate.Reason(); got != "Describe the picture first." {
		t.Errorf("the button says %q", got)
	}
	if got := b.form.places[request.Prompt].Error(); got != "" {
		t.Errorf("the prompt is marked before anything was typed: %q", got)
	}
	b.Generate()
	b.DryRun()
	if len(b.generated)+len(b.checked) != 0 {
		t.Fatal("an empty prompt was sent")
	}
	if b.window.Canvas().Focused() != b.prompt {
		t.Error("Generate does not lead to the prompt")
	}
}

func TestGenerateSendsWhatIsShown(t *testing.T) {
	b := newBench(t)
	b.write(b.prompt, "ein Leuchtturm, größer 👩‍👩‍👧‍👦 שלום")
	b.write(b.negative, "blurry")
	b.write(b.numberOf(request.Images).FocusTarget(), "16")
	b.write(b.numberOf(request.Guidance).FocusTarget(), "7.5")
	b.write(b.form.places[request.Tags].focus, "set=sea")
	b.write(b.form.places[request.Callback].focus, "https://example.com/done")
	test.Tap(b.Buttons.generate)

	want := request.Defaults()
	want.Prompt, want.NegativePrompt, want.NumSamples = "ein Leuchtturm, größer 👩‍👩‍👧‍👦 שלום", "blurry", 16
	guidance := 7.5
	want.GuidanceScale = &guidance
	want.Tags = []api.Tag{{Key: "set", Value: "sea"}}
	want.Callback = "https://example.com/done"
	if diff := cmp.Diff([]api.Config{want}, b.generated); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, b.drafts[len(b.drafts)-1]); diff != "" {
		t.Errorf("last draft (-want +got):\n%s", diff)
	}
	if got := b.Buttons.generate.Text(); got != "Generate 16" {
		t.Errorf("the button says %q", got)
	}
}

func TestALoadedRequestComesBackWhole(t *testing.T) {
	b := newBench(t)
	b.SetState(StateOf(seedConfig()))
	if len(b.drafts) != 0 {
		t.Error("loading counts as an edit")
	}
	got, problems := b.Config()
	if diff := cmp.Diff(seedConfig(), got); diff != "" || problems != nil {
		t.Fatalf("problems %v, -want +got:\n%s", problems, diff)
	}
	if want := "2 more fields are sent as they were: clip_skip, lora"; b.kept.label.Text() != want || !b.kept.line.Visible() {
		t.Errorf("kept fields: %q, visible %v", b.kept.label.Text(), b.kept.line.Visible())
	}
	b.Generate()
	if diff := cmp.Diff([]api.Config{seedConfig()}, b.generated); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

func TestKeptFieldsCanBeLeftOut(t *testing.T) {
	b := newBench(t)
	b.SetState(StateOf(seedConfig()))
	b.kept.leaveOut()
	if config, _ := b.Config(); len(config.Unknown) != 1 || b.kept.line.Visible() {
		t.Errorf("left: %v, line visible %v", config.Unknown, b.kept.line.Visible())
	}
}

func TestTextThatIsNoNumber(t *testing.T) {
	b := readyBench(t)
	b.write(b.numberOf(request.Steps).FocusTarget(), "many")
	if got := b.Buttons.generate.Reason(); got != "Steps: Choose a number from 1 to 150." {
		t.Errorf("the button says %q", got)
	}
	b.Generate()
	if len(b.generated) != 0 {
		t.Fatal("sent with the steps of before")
	}
	b.write(b.numberOf(request.Steps).FocusTarget(), "")
	if config, _ := b.Config(); b.Buttons.generate.Reason() != "" || config.NumInferenceSteps != 0 {
		t.Error("an emptied field does not leave it to the service")
	}
	b.write(b.numberOf(request.Steps).FocusTarget(), "30")
	b.Generate()
	if len(b.generated) != 1 || b.generated[0].NumInferenceSteps != 30 {
		t.Errorf("sent %+v", b.generated)
	}
}

func TestASizeBetweenTheStepsIsSaidAndSent(t *testing.T) {
	const words = "Sizes usually go in steps of 8: 1000 or 1008"
	b := readyBench(t)
	b.write(b.size.width.FocusTarget(), "100")
	if got := b.size.width.Warning(); got != "" {
		t.Errorf("said on the way: %q", got)
	}
	b.size.width.FocusTarget().TypedRune('1')
	if got := b.size.width.Warning(); got != words {
		t.Errorf("once no figure could help, the field says %q", got)
	}
	b.window.Canvas().Focus(b.prompt)
	if b.size.width.Warning() != words || b.size.width.Error() != "" || b.Buttons.generate.Reason() != "" {
		t.Errorf("the field says %q and %q, the button %q", b.size.width.Warning(), b.size.width.Error(), b.Buttons.generate.Reason())
	}
	b.Generate()
	if len(b.generated) != 1 || b.generated[0].Width != 1001 {
		t.Errorf("sent %+v", b.generated)
	}
	b.window.Canvas().Focus(b.size.width.FocusTarget())
	b.size.width.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if config, problems := b.Config(); config.Width != 1000 || problems != nil || b.size.width.Warning() != "" || b.size.width.Text() != "1000" {
		t.Errorf("Enter made it %d (%q), %v, marked %q", config.Width, b.size.width.Text(), problems, b.size.width.Warning())
	}
}

// The service's limits are not published. Unusual values get a warning at their
// field, are sent, and are marked if the service refuses them.
func TestWhatIsUnusualIsSaidAndSent(t *testing.T) {
	b := readyBench(t)
	for field, text := range map[request.Field]string{request.Images: "64", request.Steps: "200", request.Guidance: "7.125"} {
		b.write(b.numberOf(field).FocusTarget(), text)
	}
	b.write(b.seed.entry.FocusTarget(), "4294967296")
	b.window.Canvas().Focus(b.prompt)
	for field, want := range map[request.Field]string{
		request.Images: "From 1 to 50 is known to work", request.Steps: "From 1 to 150 is known to work", request.Guidance: "",
		request.Seed: "From -1 to 4294967295 is known to work",
	} {
		if at := b.form.places[field]; at.Warning() != want || at.Error() != "" {
			t.Errorf("%s says %q and %q, want %q", field, at.Warning(), at.Error(), want)
		}
	}
	b.Generate()
	if len(b.generated) != 1 || b.generated[0].NumSamples != 64 || b.generated[0].NumInferenceSteps != 200 ||
		*b.generated[0].GuidanceScale != 7.125 || *b.generated[0].Seed != 4294967296 {
		t.Fatalf("sent %+v", b.generated)
	}
	b.MarkProblems([]api.FieldError{{Loc: []string{"body", "num_samples"}, Message: "at most 32"}})
	if got := b.form.places[request.Images].Error(); got != "at most 32" {
		t.Errorf("refused, the field says %q", got)
	}
}

func TestALoadedRequestIsMarkedAtOnce(t *testing.T) {
	config := seedConfig()
	config.Width = 1_000_000
	config.Callback = "nowhere"
	b := newBench(t)
	b.SetState(StateOf(config))
	if b.size.width.Warning() == "" || b.form.places[request.Callback].Warning() == "" {
		t.Errorf("width %q, callback %q", b.size.width.Warning(), b.form.places[request.Callback].Warning())
	}
	if !b.more.Open() {
		t.Error("the bad field under Advanced is out of sight")
	}
	b.SetState(StateOf(seedConfig()))
	if got := b.size.width.Warning() + b.form.places[request.Callback].Warning(); got != "" {
		t.Errorf("still marked: %q", got)
	}
}

func TestSwapAndPresets(t *testing.T) {
	b := readyBench(t)
	test.Tap(b.size.swap)
	if size := b.draft.Sides.Size(); size != (request.Size{Width: 1024, Height: 768}) || b.size.width.Text() != "1024" || b.size.height.Text() != "768" {
		t.Errorf("swapped to %v, shown %s by %s", size, b.size.width.Text(), b.size.height.Text())
	}
	menu := b.size.menu()
	if len(menu.Items) != len(request.Sizes(request.SD)) || !menu.Items[4].Checked {
		t.Errorf("%d presets, the present one ticked: %v", len(menu.Items), menu.Items[4].Checked)
	}
	menu.Items[1].Action()
	if size := b.draft.Sides.Size(); size != (request.Size{Width: 512, Height: 512}) {
		t.Errorf("the second preset is %v", size)
	}
}

func TestSeed(t *testing.T) {
	b := readyBench(t)
	seed := func() int64 { c, _ := b.Config(); return *c.Seed }
	if seed() != request.RandomSeed || !b.seed.random.On() || b.seed.entry.Text() != "" {
		t.Fatalf("starts with %d, shown %q", seed(), b.seed.entry.Text())
	}
	test.Tap(b.seed.roll)
	if seed() != 1234 || b.seed.random.On() || b.seed.entry.Text() != "1234" {
		t.Errorf("rolled %d, shown %q", seed(), b.seed.entry.Text())
	}
	test.Tap(b.seed.random)
	if seed() != request.RandomSeed || b.seed.entry.Text() != "" {
		t.Errorf("random: %d, shown %q", seed(), b.seed.entry.Text())
	}
	test.Tap(b.seed.random)
	if seed() != 1234 || b.seed.entry.Text() != "1234" {
		t.Errorf("fixed again: %d, shown %q", seed(), b.seed.entry.Text())
	}
	b.write(b.seed.entry.FocusTarget(), "4294967295")
	if seed() != request.MaxSeed {
		t.Errorf("typed 4294967295, got %d", seed())
	}
	for _, text := range []string{"9007199254740993", "18446744073709551615"} { // not exact as a float64, and too large for an int64
		b.write(b.seed.entry.FocusTarget(), text)
		if config, _ := b.Config(); b.Buttons.generate.Reason() != "" || b.seed.entry.Warning() == "" || request.Seed.Row().Get(config) != text {
			t.Errorf("seed %s: sent as %q, %q, %q", text, request.Seed.Row().Get(config), b.Buttons.generate.Reason(), b.seed.entry.Warning())
		}
	}
	b.write(b.seed.entry.FocusTarget(), "")
	if seed() != request.RandomSeed || !b.seed.random.On() || b.Buttons.generate.Reason() != "" {
		t.Errorf("emptied: %d", seed())
	}
	b.SetSeed(42)
	if seed() != 42 || b.seed.entry.Text() != "42" || b.seed.random.On() {
		t.Errorf("seed of a picture: %d, shown %q", seed(), b.seed.entry.Text())
	}
}

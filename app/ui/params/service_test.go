package params

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/widgets"
	_ "lookbook/widgets/rendertest"
)

// seedConfig is the request of the documentation's sample job, with two fields
// unknown to this program.
func seedConfig() api.Config {
	on, strength, seed := true, 0.6, request.RandomSeed
	return api.Config{
		Prompt:         "portrait photo of ukj man, color, Martin Schoeller, serious eyes",
		NegativePrompt: "nudity, amputee, bad anatomy",
		Width:          768, Height: 1024, NumSamples: 16,
		CheckpointID: "ckp_15f9112b", ModelType: request.SD,
		NumInferenceSteps: 20, SchedulerType: "dpm++",
		EnableHRF: &on, DenoisingStrength: &strength, Seed: &seed,
		Unknown: map[string]json.RawMessage{
			"base_model": json.RawMessage("null"), "clip_skip": json.RawMessage("2"), "lora": json.RawMessage(`"x"`),
		},
	}
}

func TestWhatTheServiceRefusesIsMarkedAtTheFields(t *testing.T) {
	b := readyBench(t)
	errs := []api.FieldError{
		{Loc: []string{"body", "guidance_scale"}, Message: "ensure this value is less than 20"},
		{Loc: []string{"body", "tags", "0", "key"}, Message: "field required"},
		{Loc: []string{"body", "base_model"}, Message: "unknown model"},
		{Loc: []string{"body", "width"}, Message: "too wide"},
		{Loc: []string{"header", "x"}, Message: "odd"},
	}
	rest := b.MarkProblems(errs)
	if diff := cmp.Diff(errs[4:], rest); diff != "" {
		t.Errorf("errors of no field (-want +got):\n%s", diff)
	}
	marks := func() []string {
		return []string{b.numberOf(request.Guidance).Error(), b.form.places[request.Tags].Error(), b.model.name.Error(), b.size.width.Error()}
	}
	want := []string{"ensure this value is less than 20", "field required", "unknown model", "too wide"}
	if diff := cmp.Diff(want, marks()); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
	if !b.more.Open() || b.window.Canvas().Focused() != b.numberOf(request.Guidance).FocusTarget() {
		t.Error("the first field is not brought into view")
	}
	if b.Buttons.generate.Reason() != "" {
		t.Errorf("trying again is not possible: %q", b.Buttons.generate.Reason())
	}
	b.write(b.numberOf(request.Guidance).FocusTarget(), "7")
	b.write(b.size.width.FocusTarget(), "512")
	b.write(b.model.name.FocusTarget(), "other")
	b.write(b.form.places[request.Tags].focus, "a=b")
	if diff := cmp.Diff(make([]string, 4), marks()); diff != "" {
		t.Errorf("still marked after the edit:\n%s", diff)
	}
}

func TestMarksGoWithTheRequest(t *testing.T) {
	b := readyBench(t)
	b.MarkProblems([]api.FieldError{{Loc: []string{"body", "prompt"}, Message: "too long"}})
	if got := b.form.places[request.Prompt].Error(); got != "too long" {
		t.Fatalf("the prompt says %q", got)
	}
	b.SetState(StateOf(seedConfig()))
	if got := b.form.places[request.Prompt].Error(); got != "" {
		t.Errorf("another request is marked with %q", got)
	}
}

func TestCheckIsADryRun(t *testing.T) {
	b := readyBench(t)
	test.Tap(b.Buttons.dryRun)
	if len(b.checked) != 1 || !b.checked[0].DryRun || len(b.generated) != 0 {
		t.Fatalf("checked %+v, generated %d", b.checked, len(b.generated))
	}
	b.Buttons.ShowNote(widgets.ToneDone, "The service would accept this.")
	if !b.Buttons.note.Visible() {
		t.Error("the answer is not shown")
	}
	b.write(b.prompt, "something else")
	if b.Buttons.note.Visible() {
		t.Error("the answer outlives the request it is about")
	}
	b.Generate()
	if len(b.generated) != 1 || b.generated[0].DryRun {
		t.Errorf("generated %+v", b.generated)
	}
}

func TestWithoutAWayToCheckThereIsNoButton(t *testing.T) {
	b := readyBench(t, func(p *Params) { p.OnDryRun = nil })
	for _, o := range test.LaidOutObjects(b.Object()) {
		if o == fyne.CanvasObject(b.Buttons.dryRun) {
			t.Fatal("Dry run is in the window")
		}
	}
}

// What can't be sent now can still be kept for later.
func TestARequestIsKeptWhileNothingCanBeSent(t *testing.T) {
	held := 0
	b := readyBench(t, func(p *Params) { p.OnHold = func() { held++ } })
	b.Buttons.SetOff("Add a key to generate.")
	b.Buttons.SetBusy(true)
	test.Tap(b.Buttons.hold)
	if held != 1 || b.Buttons.hold.Tip() != "Add to outbox" {
		t.Errorf("pressed %d times; its tip is %q", held, b.Buttons.hold.Tip())
	}
}

// With a cost on it, Generate has the whole width, and the small buttons are below it.
func TestACostHasRoom(t *testing.T) {
	cost := ""
	b := readyBench(t, func(p *Params) {
		p.OnHold = func() {}
		p.Cost = func(variations.Plan) string { return cost }
	})
	beside := b.Buttons.generate.Size().Width
	cost = "10 tokens"
	b.Buttons.PricesChanged()
	if got := b.Buttons.generate.Size().Width; got < beside+100 || b.Buttons.hold.Size().Width == 0 {
		t.Errorf("Generate is %v wide, %v without a cost", got, beside)
	}
	cost = ""
	b.Buttons.PricesChanged()
	if got := b.Buttons.generate.Size().Width; got != beside {
		t.Errorf("without a cost again it is %v wide, not %v", got, beside)
	}
}

func TestNothingIsSentTwiceOrWhileOff(t *testing.T) {
	b := readyBench(t)
	b.Buttons.SetBusy(true)
	b.Generate()
	b.DryRun()
	if !b.Buttons.generate.Disabled() || !b.Buttons.dryRun.Disabled() {
		t.Error("the buttons are on while a request is on its way")
	}
	b.Buttons.SetBusy(false)
	b.Buttons.SetOff("Add a key to generate.")
	b.Generate()
	if got := b.Buttons.generate.Reason(); got != "Add a key to generate." {
		t.Errorf("the button says %q", got)
	}
	b.write(b.prompt, "")
	if got := b.Buttons.generate.Reason(); got != "Describe the picture first." {
		t.Errorf("with two reasons the button says %q", got)
	}
	if len(b.generated)+len(b.checked) != 0 {
		t.Fatal("something was sent")
	}
	b.Buttons.SetOff("")
	b.write(b.prompt, "x")
	b.Generate()
	if len(b.generated) != 1 {
		t.Error("nothing was sent at last")
	}
}

func TestShortcutIsWrittenTheSystemsWay(t *testing.T) {
	for goos, want := range map[string]string{"darwin": "⌘↩", "linux": "Ctrl+Enter", "windows": "Ctrl+Enter"} {
		if got := systemShortcut(goos); got != want {
			t.Errorf("%s: %q", goos, got)
		}
	}
}

func longPrompt() string {
	return strings.Repeat("ein großes 👩‍👩‍👧‍👦 Bild مرحبا بالعالم של שלום und noch mehr Wörter, ", 290)
}

func TestALongPromptIsKeptToTheLastCharacter(t *testing.T) {
	b := newBench(t)
	config := seedConfig()
	config.Prompt = longPrompt()
	b.SetState(StateOf(config))
	b.Generate()
	if len(b.generated) != 1 || b.generated[0].Prompt != longPrompt() {
		t.Error("the prompt changed on its way")
	}
	if at := bottom(b, b.Buttons.generate); at > paneHeight {
		t.Errorf("Generate is %v below the window's edge", at-paneHeight)
	}
}

// The cost of a keystroke with 21,000 characters in the prompt. Nearly all of
// it is in Fyne's entry.
func BenchmarkKeystrokeInALongPrompt(b *testing.B) {
	pane := newBench(b)
	config := seedConfig()
	config.Prompt = longPrompt()
	pane.SetState(StateOf(config))
	for b.Loop() {
		pane.prompt.TypedRune('x')
	}
}

// bottom returns the lower edge of an object, measured from the top of the
// window.
func bottom(b *bench, o fyne.CanvasObject) float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y + o.Size().Height
}

func TestGenerateIsInSightInASmallWindow(t *testing.T) {
	const least, low = 280, 420
	b := newBench(t, func(p *Params) { p.Advanced = true })
	b.SetState(StateOf(seedConfig()))
	if got := b.Object().MinSize(); got.Width > least || got.Height > low {
		t.Fatalf("the pane needs %v", got)
	}
	for state, set := range map[string]func(){
		"sixteen images": func() { c := seedConfig(); c.NumSamples = 16; b.SetState(StateOf(c)) },
		"sending":        func() { b.Buttons.SetBusy(true) },
	} {
		set()
		if got := b.Object().MinSize(); got.Width > least {
			t.Errorf("%s: the pane needs %v", state, got)
		}
	}
	b.Buttons.SetBusy(false)
	b.SetState(StateOf(seedConfig()))
	b.window.Resize(fyne.NewSize(least, low))
	if at := bottom(b, b.Buttons.generate); at > low || at < low-80 {
		t.Errorf("Generate ends at %v of %v", at, low)
	}
	for _, o := range []fyne.CanvasObject{b.prompt, b.seed.entry, b.form.places[request.Callback].marker, b.size.presets, b.seed.random, b.Buttons.dryRun} {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if at.X < 0 || at.X+o.Size().Width > least || o.Size().Width <= 0 {
			t.Errorf("%T reaches from %v to %v", o, at.X, at.X+o.Size().Width)
		}
	}
}

func TestLooks(t *testing.T) {
	b := newBench(t)
	test.AssertRendersToMarkup(t, "first.xml", b.window.Canvas())
	b = newBench(t, func(p *Params) { p.Advanced = true })
	b.SetState(StateOf(seedConfig()))
	b.window.Resize(fyne.NewSize(paneWidth, 1100))
	test.AssertRendersToMarkup(t, "advanced.xml", b.window.Canvas())
	b = newBench(t)
	b.SetState(State{Config: seedConfig(), Sweeps: map[request.Field]string{request.Steps: "20, 9999"}})
	b.SetPrompt("a {red|blue} coat")
	b.Say(widgets.BannerInfo, "Filled in from the job.", widgets.Action{Text: "Undo"})
	b.window.Resize(fyne.NewSize(paneWidth, 1100))
	test.AssertRendersToMarkup(t, "varying.xml", b.window.Canvas())
}

func TestThePanelOffersWhatTheServiceSaysOfItself(t *testing.T) {
	b := readyBench(t)
	before := b.State()
	b.Describe(api.Description{Fields: map[string]api.FieldDescription{
		"base_model":          {Choices: []string{"flux-1"}},
		"scheduler_type":      {Choices: []string{"ddim", "euler"}},
		"num_inference_steps": {Max: new(40.0)},
		"unheard_of":          {Choices: []string{"x"}},
	}})
	if diff := cmp.Diff(before, b.State()); diff != "" {
		t.Errorf("the request changed (-before +after):\n%s", diff)
	}
	labels := request.Labels(b.model.known)
	if !slices.Contains(labels, "flux-1") || slices.Contains(labels, "realistic-vision-v3-0") {
		t.Errorf("models: %q", labels)
	}
	b.write(b.numberOf(request.Steps).FocusTarget(), "41")
	if b.numberOf(request.Steps).Warning() == "" || b.Buttons.generate.Reason() != "" {
		t.Errorf("41 steps: warning %q, reason %q", b.numberOf(request.Steps).Warning(), b.Buttons.generate.Reason())
	}
	b.Describe(api.Description{}) // the description was withdrawn
	if b.numberOf(request.Steps).Warning() != "" || !slices.Contains(request.Labels(b.model.known), "realistic-vision-v3-0") {
		t.Error("what was said stays after it was taken back")
	}
}

package ui

import (
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/params"
)

// write shows a request with these alternatives in the panel.
func (b *bench) write(prompt string, sweeps map[request.Field]string) {
	state := params.State{Config: smallRequest("", 1), Sweeps: sweeps}
	state.Config.Prompt = prompt
	b.main.params.SetState(state)
}

func TestManyJobsAreAskedAboutAndSentInOrder(t *testing.T) {
	w, b := opened(t)
	b.write("a {red|blue|green} coat", map[request.Field]string{request.Steps: "20, 30"})
	b.choose("Generate")
	b.until("the question", func() bool { return b.says("Send 6 jobs?") && b.says("6 jobs, 6 images: every image is charged") })
	b.press("Don’t send")
	b.choose("Generate")
	b.until("the question again", func() bool { return b.says("Send 6 jobs?") })
	if n := len(w.sent()); n != 0 {
		t.Fatalf("%d requests were sent without a yes", n)
	}
	b.press("Send 6")
	b.until("six requests and their pictures", func() bool {
		return len(w.sent()) == 6 && b.main.gallery.Pictures.Len() == 6 && b.says("Show all pictures") && b.says("6 pictures")
	})
	var got []string
	for _, body := range w.sent() {
		var c api.Config
		if err := json.Unmarshal(body, &c); err != nil {
			t.Fatal(err)
		}
		got = append(got, c.Prompt+" "+string(rune('0'+c.NumInferenceSteps/10)))
	}
	want := []string{"a red coat 2", "a red coat 3", "a blue coat 2", "a blue coat 3", "a green coat 2", "a green coat 3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sent, -want +got:\n%s", diff)
	}
	b.press("▸ 6 jobs") // they are one row
	b.until("a row for each", func() bool { return b.says("▾ 6 jobs") && b.says("a red coat 1 of 6") })
	for _, words := range []string{
		"6 jobs, 6 images red · Steps 20 — a red coat", "and 3 more", // in the panel
		"a green coat ▾ 6 jobs", "a red coat 1 of 6", // in the list
		"Variations", "Steps 20 Steps 30", "red blue green", // the table's headings
	} {
		if !b.says(words) {
			t.Errorf("the window does not say %q: %q", words, b.words())
		}
	}
	b.press("Show all pictures")
	b.until("all pictures", func() bool { return !b.says("Show all pictures") && b.main.gallery.Pictures.Len() == 6 })
	prompts, err := b.session.Library.Prompts.Recent(t.Context(), "", 10)
	if err != nil || len(prompts) != 1 || prompts[0].Text != "a {red|blue|green} coat" {
		t.Errorf("remembered: %+v, %v", prompts, err)
	}
}

func TestFewJobsAreSentWithoutAsking(t *testing.T) {
	w, b := opened(t)
	b.write("a {red|blue} coat", nil)
	b.choose("Generate")
	b.until("two requests", func() bool { return len(w.sent()) == 2 })
	if b.says("Send 2 jobs?") {
		t.Error("two jobs are asked about")
	}
}

// A long prompt with many alternatives is checked when it is sent.
func TestOneBadJobKeepsAllFromBeingSent(t *testing.T) {
	w, b := opened(t)
	b.write("{x|}", map[request.Field]string{request.Steps: "20, 30"})
	plan, err := variations.With(nil, b.main.params.State().Config, []variations.Sweep{{Field: request.Steps, Text: "20, 30"}})
	if err != nil {
		t.Fatal(err)
	}
	b.main.sender.submitPlan(plan)
	b.until("why nothing was sent", func() bool { return b.says("Nothing was sent, because of Prompt with (nothing), 20: Describe the") })
	if n := len(w.sent()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if n, err := b.session.Library.Totals(t.Context()); err != nil || n.Entries != 0 {
		t.Errorf("%d entries, %v", n.Entries, err)
	}
}

func TestADryRunSaysWhatItIsAbout(t *testing.T) {
	w, b := opened(t)
	b.write("a {red|blue} coat", nil)
	b.choose("Dry run")
	b.until("the answer", func() bool { return b.says("would accept the first of these 2 jobs") })
	b.write("a red coat", nil)
	b.choose("Dry run")
	b.until("the answer", func() bool { return b.says("would accept this. Nothing was charged.") })
	if totals, err := b.session.Library.Totals(t.Context()); err != nil || totals.Entries != 0 || w.server.Spent() != 0 {
		t.Errorf("%d entries, %d tokens, %v", totals.Entries, w.server.Spent(), err)
	}
	for _, body := range w.sent() {
		if !strings.Contains(string(body), `"dry_run":true`) {
			t.Errorf("sent %s", body)
		}
	}
}

func TestWhatWasWrittenIsThereAgain(t *testing.T) {
	w, b := opened(t)
	b.typed("a {red|blue")
	b.write("a {red|blue", map[request.Field]string{request.Seed: "1..", request.Steps: "20..40 by 10"})
	b.main.drafted(b.main.params.State())
	want := b.main.params.State()
	b.tick()
	b.until("the draft to be stored", func() bool {
		stored, err := b.session.Edit.Draft.Load(t.Context())
		return err == nil && strings.Contains(string(stored), "20..40 by 10")
	})
	b.end()
	again := w.window()
	again.until("the panes", again.onMain)
	if diff := cmp.Diff(want, again.main.params.State()); diff != "" {
		t.Errorf("-written +found:\n%s", diff)
	}
}

func TestWhatTheServiceRefusesIsMarked(t *testing.T) {
	w, b := opened(t)
	refuse := func() {
		w.server.Inject(apitest.Fault{
			Where: apitest.Submit, How: apitest.Answer, Status: 422, Times: 1,
			Body: `{"detail":[{"loc":["body","width"],"msg":"too wide for this model","type":"value_error"}]}`,
		})
	}
	refuse()
	b.generate(smallRequest("a red coat", 1))
	b.until("the field to be marked", func() bool { return b.says("too wide for this model") && b.main.params.Marked(request.Width) != "" })
	b.main.params.SetState(params.StateOf(smallRequest("another", 1)))
	if got := b.main.params.Marked(request.Width); got != "" {
		t.Errorf("another request is marked: %q", got)
	}
	refuse()
	b.choose("Dry run")
	b.until("the field to be marked by a dry run", func() bool {
		return b.main.params.Marked(request.Width) != "" && b.says("The service would not accept what is given for the marked fields")
	})
}

// Escape answers a question with no and sends nothing. Afterwards it works in
// the window again.
func TestEscapeAnswersAQuestionWithNo(t *testing.T) {
	w, b := opened(t)
	escape := func() { b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	b.write("a {red|blue|green} coat", map[request.Field]string{request.Steps: "20, 30"})
	for range 2 {
		b.choose("Generate")
		b.until("the question", func() bool { return b.says("Send 6 jobs?") })
		escape()
		b.until("no question", func() bool { return !b.says("Send 6 jobs?") })
	}
	escape()
	if n := len(w.sent()); n != 0 {
		t.Errorf("%d requests were sent without a yes", n)
	}
	b.choose("Generate")
	b.until("the question again", func() bool { return b.says("Send 6 jobs?") })
	b.press("Send 6")
	b.until("six requests", func() bool { return len(w.sent()) == 6 })
}

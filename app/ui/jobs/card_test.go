package jobs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/widgets/darkroom"
)

// recorder records the requested actions and their entries.
func recorder() (Actions, *[]string) {
	var done []string
	note := func(what string) func(library.Entry) {
		return func(e library.Entry) { done = append(done, fmt.Sprintf("%s %d", what, e.ID)) }
	}
	return Actions{
		Use: note("use"), Again: note("again"), CopyAs: note("copyAs"), CopyID: note("id"), Website: note("website"),
		Retry: note("retry"), Resend: note("resend"), Forget: note("forget"), Support: note("support"),
	}, &done
}

// labels returns the items of a menu; a separator is "-".
func labels(m *fyne.Menu) []string {
	var list []string
	for _, i := range m.Items {
		if i.IsSeparator {
			list = append(list, "-")
			continue
		}
		list = append(list, i.Label)
	}
	return list
}

func TestTheMenuOffersWhatTheStateAllows(t *testing.T) {
	actions, done := recorder()
	all := everyState()
	usual := []string{"Use these parameters", "Generate again", "Copy as API request"}
	withID := append(slices.Clone(usual), "-", "Copy job id", "Open on the website")
	for name, want := range map[string][]string{
		"success": withID,
		"queued":  withID,
		"refused": append(slices.Clone(usual), "-", "Send again", "Remove from the list", "Copy for support"),
		"unsaved": append(slices.Clone(withID), "-", "Save again now", "Copy for support"),
		"failure": append(slices.Clone(withID), "-", "Copy for support"),
	} {
		if got := labels(actions.Menu(all[name])); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	lost := all["unknown"]
	lost.Job.JobID = ""
	want := append(slices.Clone(usual), "-", "Send again", "Forget", "Copy for support")
	if got := labels(actions.Menu(lost)); !slices.Equal(got, want) {
		t.Errorf("answer lost: %q", got)
	}
	for _, i := range actions.Menu(lost).Items {
		if !i.IsSeparator {
			i.Action()
		}
	}
	if want := []string{"use 1", "again 1", "copyAs 1", "resend 1", "forget 1", "support 1"}; !slices.Equal(*done, want) {
		t.Errorf("the items did %q", *done)
	}
}

func TestSyncTroubleCanBeTriedAgain(t *testing.T) {
	actions, _ := recorder()
	e := everyState()["queued"]
	e.Problem = &library.Problem{What: "ask about the job", Message: "no answer"}
	if got := labels(actions.Menu(e)); !slices.Contains(got, "Try again now") {
		t.Errorf("%q", got)
	}
}

func newCard(t testing.TB, width float32) (*Card, *[]string, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Light))
	actions, done := recorder()
	c := NewCard(actions, func(id string) string { return strings.Replace(id, "ckp_lora", "ukj man · step 800 · LoRA", 1) })
	w := test.NewTempWindow(t, container.NewBorder(c, nil, nil, nil))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 400))
	return c, done, w
}

func TestTheCardTellsTheFacts(t *testing.T) {
	c, _, _ := newCard(t, 800)
	c.Tell(done(1, 4), noon)
	if got, want := c.facts.Text(), "3 min ago  ·  queued 2:11, ran 0:52  ·  768 × 1024  ·  ckp_15f9112b  ·  20 steps  ·  ig_1"; got != want {
		t.Errorf("facts: %q\nwant:  %q", got, want)
	}
	if c.dot.Word() != "4 images" || c.prompt.Text() != "prompt number 1" || c.trouble.Visible() {
		t.Errorf("%q, %q, trouble: %q", c.dot.Word(), c.prompt.Text(), c.trouble.Text())
	}
	lora := done(1, 4)
	lora.Job.Config.CheckpointID = "ckp_lora"
	if c.Tell(lora, noon); !strings.Contains(c.facts.Text(), "  ·  ukj man · step 800 · LoRA  ·  20 steps") {
		t.Errorf("a checkpoint: %q", c.facts.Text())
	}
	for jobType, want := range map[string]string{"": "", "image_gen": "", "upscale-x4": "upscale-x4  ·  ", "dreambooth-image-gen": "trained its own model  ·  "} {
		other := done(1, 4)
		other.Job.JobType = jobType
		if c.Tell(other, noon); !strings.HasSuffix(c.facts.Text(), "  ·  20 steps  ·  "+want+"ig_1") {
			t.Errorf("%q: %q", jobType, c.facts.Text())
		}
	}
	e := running(50)
	c.Tell(e, e.Synced)
	if got := c.facts.Text(); got != "50 %, 0:30" {
		t.Errorf("running: %q", got)
	}
	c.Tick(e.Synced.Add(10e9))
	if got := c.facts.Text(); got != "50 %, 0:20" {
		t.Errorf("ten seconds later: %q", got)
	}
	if c.copyID.Visible() || c.website.Visible() {
		t.Error("offers to copy an id that there is none of")
	}
}

func TestTheCardSaysWhatWentWrongAndWhatToPress(t *testing.T) {
	c, done, w := newCard(t, 800)
	for _, s := range []struct {
		state   string
		says    string
		actions int
	}{
		{"failure", "CUDA out of memory", 1},
		{"refused", "nothing was charged:", 3},
		{"unknown", "never sends it again by itself", 3},
		{"unsaved", "2 pictures are not saved yet", 2},
		{"missing", "no longer knows this job", 2},
		{"success", "", 0},
	} {
		t.Run(s.state, func(t *testing.T) {
			e := everyState()[s.state]
			c.Tell(e, noon)
			if c.trouble.Visible() != (s.says != "") || !strings.Contains(c.trouble.Text(), s.says) {
				t.Errorf("visible %v, says %q", c.trouble.Visible(), c.trouble.Text())
			}
			if got := len(c.actions.remedies(e)); got != s.actions {
				t.Errorf("%d actions", got)
			}
			w.Content().Refresh()
			if c.trouble.Visible() && c.trouble.Size().Height < c.trouble.MinSize().Height {
				t.Errorf("the panel is %v high and needs %v", c.trouble.Size().Height, c.trouble.MinSize().Height)
			}
		})
	}
	c.Tell(everyState()["refused"], noon)
	for _, a := range c.actions.remedies(c.Entry()) {
		a.Run()
	}
	if want := []string{"resend 1", "forget 1", "support 1"}; !slices.Equal(*done, want) {
		t.Errorf("%q", *done)
	}
}

func TestTheCardsButtonsActOnWhatIsShown(t *testing.T) {
	for _, width := range []float32{360, 900} {
		c, asked, _ := newCard(t, width)
		c.Tell(done(1, 4), noon)
		c.Tell(done(7, 4), noon)
		for _, o := range c.buttons.Objects {
			if o.Visible() {
				test.Tap(o.(fyne.Tappable))
			}
		}
		if want := []string{"use 7", "again 7", "id 7", "website 7"}; !slices.Equal(*asked, want) {
			t.Errorf("%g wide: %q", width, *asked)
		}
	}
}

func TestTheCardFitsItsWidth(t *testing.T) {
	c, _, w := newCard(t, 900)
	c.Tell(everyState()["failure"], noon)
	for _, width := range []float32{320, 500, 619, 620, 1400} {
		w.Resize(fyne.NewSize(width, 400))
		words := c.wide[0].Visible()
		if words != (width >= roomy) || words == c.narrow[0].Visible() {
			t.Errorf("%g wide: words %v, icons %v", width, words, c.narrow[0].Visible())
		}
		if c.MinSize().Width > width {
			t.Errorf("%g wide: needs %g", width, c.MinSize().Width)
		}
		if c.prompt.Size().Width < 120 {
			t.Errorf("%g wide: %g left for the prompt", width, c.prompt.Size().Width)
		}
	}
}

func TestTheCardHoldsTheLongestPrompt(t *testing.T) {
	c, _, w := newCard(t, 700)
	c.Tell(done(1, 4), noon)
	height := c.MinSize().Height
	c.Tell(everyState()["long"], noon)
	w.Content().Refresh()
	if got := c.MinSize().Height; got != height {
		t.Errorf("a prompt of %d bytes makes the card %g high, a short one %g", len(c.Entry().Job.Config.Prompt), got, height)
	}
}

func TestCardSight(t *testing.T) {
	c, _, w := newCard(t, 700)
	c.Tell(everyState()["failure"], noon)
	w.Content().Refresh()
	test.AssertRendersToMarkup(t, "card.xml", w.Canvas())
}

package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api/apitest"
	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/settings"
	"lookbook/app/ui/params"
)

// priced opens a window with a price of half a token a picture, and a limit.
func priced(t *testing.T, day string) (*world, *bench) {
	t.Helper()
	w, b := opened(t)
	b.change(func(v *settings.Values) {
		v.Prices, v.TokenPrice, v.LimitDay = cost.FormatRules([]cost.Rule{{Tokens: 500_000}}), "0,05 EUR", day
	})
	return w, b
}

// A limit blocks before the POST. A person may send all the same, and that is the only way.
func TestALimitBlocksBeforeThePost(t *testing.T) {
	w, b := priced(t, "1.5")
	b.generate(smallRequest("within", 2))
	b.until("the first", func() bool { return len(w.sent()) == 1 && b.says("2 pictures saved") })
	const question = "Send although it passes your limit?"
	b.generate(smallRequest("beyond", 2))
	b.until("the question", func() bool {
		return b.says(question) && b.says("your limit for a day is 1.5 tokens; 1 are spent, and this costs 1")
	})
	b.press("Don’t send")
	b.until("no question", func() bool { return !b.says(question) })
	if n := len(w.sent()); n != 1 || len(b.entries()) != 1 {
		t.Fatalf("%d requests were sent, %d entries", n, len(b.entries()))
	}
	b.choose("Generate")
	b.until("the question again", func() bool { return b.says(question) })
	if n := len(w.sent()); n != 1 {
		t.Fatalf("%d requests were sent before the answer", n)
	}
	b.press("Send all the same")
	b.until("the second", func() bool { return len(w.sent()) == 2 && b.says("4 pictures saved") })
	b.until("that the limit is reached", func() bool {
		b.main.limits.tick(b.clock.Now())
		return strings.Contains(b.notice(noticeLimit), "You reached your limit for a day: 2 tokens of 1.5 tokens")
	})
	b.notices.clear(noticeLimit)
	b.main.limits.stale = true
	b.main.limits.tick(b.clock.Now())
	for b.drain() {
	}
	if got := b.notice(noticeLimit); got != "" {
		t.Errorf("the same day it says again %q", got)
	}
	b.generate(smallRequest("once more", 1)) // the answer was for one request
	b.until("the question for the next one", func() bool { return b.says(question) })
	b.press("Don’t send")

	b.choose("What it cost…")
	b.until("the page", func() bool { return b.says("In all: 2 tokens for 4 pictures of 2 jobs.") })
	b.press("Close")
	if b.says("In all:") {
		t.Error("the page stays")
	}
}

// Without a price the cost is unknown, which is never 0: a limit can't be kept, and says so.
func TestAnUnknownCostAtALimit(t *testing.T) {
	w, b := opened(t)
	b.change(func(v *settings.Values) {
		v.Prices, v.LimitMonth = cost.FormatRules([]cost.Rule{{Type: request.SDXL, Tokens: 1_000_000}}), "100"
	})
	c := smallRequest("unknown", 1)
	b.generate(c)
	b.until("the question", func() bool { return b.says("you set a limit of 100 tokens, and what this costs is not known") })
	b.press("Send all the same")
	b.until("the request", func() bool { return len(w.sent()) == 1 && len(w.painted()) == 1 })
	b.choose("What it cost…")
	b.until("the page", func() bool { return b.says("The cost of 1 job is unknown.") })
	if b.says("0 tokens") || b.says(" 0 for") {
		t.Errorf("an unknown cost is shown as a number: %q", b.words())
	}
}

// What a press costs is on the button and in the confirmation.
func TestWhatAPressCosts(t *testing.T) {
	_, b := priced(t, "")
	b.main.params.SetState(params.StateOf(smallRequest("a coat", 4)))
	b.until("the cost on the button", func() bool { return b.says("Generate 4 · EUR 0.10") })
	b.write("a {red|blue|green} coat", map[request.Field]string{request.Steps: "20, 30"})
	b.choose("Generate")
	b.until("the cost in the question", func() bool { return b.says("6 jobs, 6 images, 3 tokens (EUR 0.15): every image is charged") })
	b.press("Don’t send")
	b.change(func(v *settings.Values) { v.TokenPrice = "" })
	b.until("tokens alone", func() bool { return b.says("· 3 tokens") })
	b.change(func(v *settings.Values) { v.Prices = "" })
	b.until("nothing", func() bool { return !b.says("·") || !b.says("tokens") })
}

// A failed job and a lost answer are shown apart from what is done.
func TestWhatFailedIsShownApart(t *testing.T) {
	w, b := priced(t, "")
	w.server.PlanNext(apitest.Plan{FailureReason: "out of memory", FailAt: 50})
	b.generate(smallRequest("fails", 2))
	b.until("the failure", func() bool { return len(b.entries()) == 1 && b.entries()[0].State == library.EntryFailure })
	b.choose("What it cost…")
	b.until("the page", func() bool { return b.says("Failed jobs, perhaps charged: 1 token.") })
}

// The prompts that a person kept most with a model become a priced batch before it is deleted.
func TestAFarewellToAModel(t *testing.T) {
	w, b := priced(t, "")
	now := b.clock.Now()
	model := library.Model{Kind: library.KindCheckpoint, ID: "ckp_15f9112b", Name: "photo of ukj", Type: request.SD, Created: now.Add(-45 * time.Hour), Expires: now.Add(3 * time.Hour)}
	if err := b.session.Library.Models.Remember(t.Context(), model); err != nil {
		t.Fatal(err)
	}
	propose := func() {
		t.Helper()
		b.main.params.RefreshModels()
		b.until("the model", func() bool {
			b.p.Settings.Update(func(v *settings.Values) { v.ModelTold = "" }) // as on another day
			b.main.leaving.tick(now)
			return strings.Contains(b.notice(noticeModel), "photo of ukj may be deleted in")
		})
		b.press("Propose a last batch")
	}
	propose()
	b.until("that nothing is kept", func() bool { return b.says("You kept no picture of") })
	for i, prompt := range []string{"loved most", "loved", "not loved"} {
		c := smallRequest(prompt, 2)
		c.BaseModel, c.CheckpointID, c.ModelType = "", model.ID, request.SD
		c.Seed = new(int64(7))
		b.generate(c)
		b.until("its pictures", func() bool { return b.says(fmt.Sprint(2*(i+1), " pictures saved")) })
		favourite := true
		images, err := b.session.Library.PageImages(t.Context(), library.ImageFilter{EntryID: b.entries()[0].ID}, 0, 10)
		if err != nil || len(images) != 2 {
			t.Fatalf("%+v, %v", images, err)
		}
		ids := pickedOf(images).ids
		if i == 1 {
			ids = ids[:1]
		}
		if i < 2 {
			if _, err := b.session.Edit.Marks.Set(t.Context(), ids, library.Marking{Favourite: &favourite}); err != nil {
				t.Fatal(err)
			}
		}
	}
	propose()
	b.until("the proposal", func() bool { return b.says("A last batch") && b.says("2 jobs, 8 pictures: 4 tokens (EUR 0.20).") })
	if !b.says("loved most 2 pictures kept loved 1 picture kept") || b.says("not loved 2 pictures") {
		t.Errorf("it proposes %q", b.words())
	}
	b.press("Go on")
	b.until("the question", func() bool { return b.says("Send 2 jobs?") && b.says("4 tokens (EUR 0.20)") })
	if n := len(w.sent()); n != 3 {
		t.Fatalf("%d requests were sent before the answer", n)
	}
	b.press("Send 2")
	b.until("the batch", func() bool { return len(w.sent()) == 5 })
	for i, want := range []string{"loved most", "loved"} {
		c := w.configs()[3+i]
		if c.Prompt != want || c.CheckpointID != model.ID || c.NumSamples != 4 || c.Seed == nil || *c.Seed != -1 {
			t.Errorf("request %d is %+v", i, c)
		}
	}
	b.until("its pictures", func() bool { return b.says("14 pictures saved") })
}

// A price is entered by keyboard alone: Enter leaves the search for the list of prices.
func TestAPriceIsEnteredByKeyboard(t *testing.T) {
	_, b := opened(t)
	b.preferences.show()
	b.typed("tokens for a picture")
	b.keys(fyne.KeyReturn) // to the first button of the list
	b.keys(fyne.KeySpace)  // which adds a price
	b.typed("0,5")
	b.keys(fyne.KeyReturn)
	if got := b.p.Settings.Current().Prices; got != `[{"tokens":"0.5"}]` {
		t.Errorf("the prices are %q; the window says %q", got, b.words())
	}
}

package ui

import (
	"encoding/json"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// till makes a debouncer with a clock that the test moves.
func till() (*debouncer, *clockwork.FakeClock) {
	clock := clockwork.NewFakeClock()
	return &debouncer{now: clock.Now}, clock
}

// buy is a press whose request is stored at once.
func (o *debouncer) buy(p batch) bool {
	if !o.press(p) {
		return false
	}
	s := o.begin(p)
	if s == nil {
		return false
	}
	o.end(s, true)
	return true
}

// A held key buys once, however long it is held, and also when the panel
// changes meanwhile. Pressed again, it buys again.
func TestAHeldKeyBuysOnce(t *testing.T) {
	o, clock := till()
	enter, ctrl := &fyne.KeyEvent{Name: fyne.KeyReturn}, &fyne.KeyEvent{Name: desktop.KeyControlLeft}
	o.keyDown(ctrl)
	for round := range 3 {
		o.keyDown(enter)
		bought := 0
		for i := range 200 {
			c := smallRequest("a coat", 1)
			if i > 100 {
				c.Prompt = "another coat"
			}
			if o.buy(batchOfOne(c)) {
				bought++
			}
			clock.Advance(700 * time.Millisecond) // a slow machine
		}
		if bought != 1 {
			t.Errorf("round %d: bought %d times", round, bought)
		}
		o.keyUp(enter)
		clock.Advance(sentFor)
	}
}

// Without key-down events, presses that follow each other faster than a person
// decides count as one.
func TestABurstOfPressesBuysOnce(t *testing.T) {
	o, clock := till()
	p := batchOfOne(smallRequest("a coat", 1))
	bought := 0
	for range 300 {
		if o.buy(p) {
			bought++
		}
		clock.Advance(33 * time.Millisecond)
	}
	if bought != 1 {
		t.Errorf("bought %d times", bought)
	}
	clock.Advance(burst)
	if !o.buy(p) {
		t.Error("a deliberate press does nothing")
	}
}

func TestADeliberateSecondPressBuysAgain(t *testing.T) {
	o, clock := till()
	p := batchOfOne(smallRequest("a coat", 1))
	for i, step := range []struct {
		after time.Duration
		want  bool
	}{
		{0, true},
		{100 * time.Millisecond, false},
		{sentFor - 100*time.Millisecond, true},
		{1500 * time.Millisecond, false}, // every one and a half seconds
		{1500 * time.Millisecond, true},
		{1500 * time.Millisecond, false},
		{1500 * time.Millisecond, true},
	} {
		clock.Advance(step.after)
		if got := o.buy(p); got != step.want {
			t.Errorf("press %d: %v, want %v", i, got, step.want)
		}
	}
}

// A key whose release was not reported doesn't prevent later batches.
func TestAKeyWhoseEndWasNotToldIsGivenUp(t *testing.T) {
	o, clock := till()
	o.keyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
	p := batchOfOne(smallRequest("a coat", 1))
	if !o.buy(p) {
		t.Error("the first press does nothing")
	}
	clock.Advance(sentFor)
	if !o.buy(p) {
		t.Error("a deliberate press does nothing")
	}
}

func TestWhatIsTheSamePurchase(t *testing.T) {
	coat := smallRequest("a coat", 1)
	hat, more, steps, unset := smallRequest("a hat", 1), smallRequest("a coat", 2), coat, coat
	steps.NumInferenceSteps++
	unset.Unknown = map[string]json.RawMessage{"new": json.RawMessage("1")}
	swept := func(list string) batch {
		return batch{config: coat, jobs: 2, sweeps: map[request.Field]string{request.Steps: list}}
	}
	other := []batch{
		batchOfOne(hat), batchOfOne(more), batchOfOne(steps), batchOfOne(unset), swept("20, 30"), swept("20, 40"),
		{again: true, config: coat, jobs: 1},
	}
	for i, p := range append(other, batchOfOne(coat)) {
		o, _ := till()
		if !o.buy(p) {
			t.Fatal("the first press does nothing")
		}
		if o.buy(p) {
			t.Errorf("batch %d was made twice", i)
		}
		for j, q := range other {
			if i != j && !o.buy(q) {
				t.Errorf("batch %d is taken for %d", j, i)
			}
		}
	}
}

// A request that could not be stored can be tried again at once. While a
// question is open, no other is asked.
func TestWhatWasNotSentIsTriedAgain(t *testing.T) {
	o, _ := till()
	p := batchOfOne(smallRequest("a coat", 1))
	o.press(p)
	o.end(o.begin(p), false)
	if !o.press(p) {
		t.Error("a second try does nothing")
	}
	o.asking = true
	if o.press(p) || o.press(batchOfOne(smallRequest("a hat", 1))) {
		t.Error("two questions at a time")
	}
}

func TestARequestIsNeverBoughtAsADryRun(t *testing.T) {
	c := smallRequest("a coat", 1)
	c.DryRun = true
	c.Unknown = map[string]json.RawMessage{"dry_run": json.RawMessage(`"yes"`), "new": json.RawMessage("1")}
	got := request.WithoutDryRun(c)
	if got.DryRun || len(got.Unknown) != 1 || len(c.Unknown) != 2 {
		t.Errorf("%+v from %+v", got, c)
	}
}

// frozen opens a window whose clock the test moves.
func frozen(t *testing.T) (*world, *bench, *clockwork.FakeClock) {
	t.Helper()
	w := newWorld(t, instant())
	w.ring.key = w.key
	clock := clockwork.NewFakeClockAt(time.Now())
	b := w.window(func(p *Params) { p.Clock = clock })
	b.until("the panes", b.onMain)
	return w, b, clock
}

func (b *bench) entries() []library.Entry {
	b.world.t.Helper()
	entries, err := b.session.Library.Entries(b.world.t.Context(), library.EntryFilter{}, 0, 100)
	if err != nil {
		b.world.t.Fatal(err)
	}
	return entries
}

// tapCard clicks the card's button with this text that generates again, and
// reports whether there is one.
func (b *bench) tapCard(words string) bool {
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*widgets.IconButton); ok && button.Tip() == words {
			found = button
		}
	})
	if found != nil {
		test.Tap(found)
	}
	return found != nil
}

func TestOnePressOfGenerateSendsOneRequest(t *testing.T) {
	w, b, clock := frozen(t)
	b.main.params.SetState(params.StateOf(smallRequest("a coat", 1)))
	b.press("Generate 1")
	for range 30 {
		b.choose("Generate") // as a held key does
	}
	b.until("the button to say so", func() bool { return len(w.sent()) == 1 && b.says("Sent") })
	for range 30 {
		b.press("Sent")
		b.choose("Generate")
		b.choose("Generate the selected job again")
	}
	b.drain()
	if n := len(b.entries()); n != 1 {
		t.Fatalf("%d jobs of one press", n)
	}
	b.main.params.SetState(params.StateOf(smallRequest("a hat", 1))) // another request waits for nothing
	b.press("Generate 1")
	b.until("the other", func() bool { return len(w.sent()) == 2 && b.says("Sent") })
	clock.Advance(sentFor) // the pause may start only now
	b.untilLater(clock, "the button as it was", func() bool { return b.says("Generate 1") })
	b.press("Generate 1")
	b.until("the third", func() bool { return len(w.sent()) == 3 })
	if n := len(b.entries()); n != 3 {
		t.Errorf("%d jobs, want 3", n)
	}
}

func TestOnePressOfGenerateAgainSendsOneRequest(t *testing.T) {
	w, b, clock := frozen(t)
	b.generate(smallRequest("a coat", 1))
	b.until("the job", func() bool { return len(w.sent()) == 1 && b.says("Sent") })
	clock.Advance(sentFor) // the pause may start only now
	b.untilLater(clock, "the buttons as they were", func() bool { return !b.says("Sent") && b.main.nav.shown != nil })
	for range 2 {
		if !b.tapCard("Generate again") {
			t.Fatal("the card can't be clicked")
		}
	}
	b.until("the other request", func() bool { return len(w.sent()) == 2 && b.tapCard("Sent") })
	for range 10 {
		b.main.sender.again(requestOf(*b.main.nav.shown), library.Origin{})
		b.choose("Generate the selected job again")
		b.choose("Generate") // the same request, now from the panel
	}
	b.drain()
	if n := len(b.entries()); n != 2 {
		t.Errorf("%d jobs, want 2", n)
	}
	clock.Advance(sentFor) // the pause may start only now
	b.untilLater(clock, "the button as it was", func() bool { return b.tapCard("Generate again") })
	b.until("one more", func() bool { return len(w.sent()) == 3 })
}

func TestOnePressOfSendAgainSendsOneRequest(t *testing.T) {
	w, b, _ := frozen(t)
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 402, Times: 3})
	refused := smallRequest("a coat", 1)
	b.generate(refused)
	b.until("the refusal", func() bool { return b.says("Not accepted") && b.says("Send again") })
	e := *b.main.nav.shown
	b.press("Send again")
	for range 10 {
		b.main.sender.resend(e)
		b.drain()
		if b.says("Send again") {
			b.press("Send again") // of the resulting entry
		}
	}
	b.until("the second refusal", func() bool { return len(w.sent()) == 2 && b.says("Not accepted") })
	b.drain()
	if n, jobs := len(w.sent()), len(b.entries()); n != 2 || jobs != 1 {
		t.Errorf("%d requests in %d lines, want 2 in 1", n, jobs)
	}
}

// A question is asked once, and its answer sends once.
func TestOneQuestionAtATime(t *testing.T) {
	w, b, _ := frozen(t)
	b.write("a {red|blue|green|black|white} coat", nil)
	for range 30 {
		b.choose("Generate")
	}
	b.until("the question", func() bool { return b.says("Send 5 jobs?") })
	if n := len(b.Window.window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d questions", n)
	}
	var yes fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*widgets.PrimaryButton); ok && button.Text() == "Send 5" {
			yes = button
		}
	})
	test.Tap(yes)
	test.Tap(yes)
	b.until("five requests", func() bool { return len(w.sent()) == 5 })
	b.drain()
	if n := len(b.entries()); n != 5 {
		t.Errorf("%d jobs", n)
	}
	b.choose("Generate")
	if b.says("Send 5 jobs?") {
		t.Error("asked again at once")
	}
}

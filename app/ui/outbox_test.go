package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/settings"
)

// held are the requests in the outbox, in their order.
func (b *bench) held() []library.Held {
	b.world.t.Helper()
	ids, err := b.session.Edit.Held.IDs(b.world.t.Context())
	if err != nil {
		b.world.t.Fatal(err)
	}
	held, err := b.session.Edit.Held.ByID(b.world.t.Context(), ids)
	if err != nil {
		b.world.t.Fatal(err)
	}
	return held
}

// holds waits until the outbox has exactly these prompts, in the library and in its pane.
func (b *bench) holds(prompts ...string) {
	b.world.t.Helper()
	b.until("the outbox to hold "+strings.Join(prompts, ", "), func() bool {
		var got []string
		for _, one := range b.held() {
			got = append(got, one.Config.Prompt)
		}
		return slices.Equal(got, prompts) && b.main.outbox.pane.Len() == len(prompts)
	})
}

// selectHeld selects a request in the outbox, by its place.
func (b *bench) selectHeld(i int) {
	b.world.t.Helper()
	id := b.held()[i].ID
	b.main.outbox.pane.Select(id)
	b.until("the request to be selected", func() bool {
		one, ok := b.main.outbox.pane.Selected()
		return ok && one.ID == id
	})
}

// act runs an action of the table.
func (b *bench) act(id string) {
	b.world.t.Helper()
	a := b.actions.Action(id)
	if a == nil || !a.Able() {
		b.world.t.Fatalf("%s can't be done", id)
	}
	a.Run()
}

// hold puts requests with these prompts into the outbox, as a person does.
func (b *bench) hold(prompts ...string) {
	b.world.t.Helper()
	before := b.main.outbox.pane.Len()
	for i, prompt := range prompts {
		b.main.params.SetPrompt(prompt)
		b.choose("Add to outbox")
		b.until("one more in the outbox", func() bool { return b.main.outbox.pane.Len() == before+i+1 })
	}
}

// The life of held requests: added, ordered, changed, removed, each with undo and redo, there after a
// restart, and each sent once when it is released.
func TestTheLifeOfHeldRequests(t *testing.T) {
	w, b := opened(t)
	b.write("", nil) // pictures that are quick to draw
	b.hold("one", "two", "three")
	b.holds("one", "two", "three")
	b.main.undoer.undo()
	b.holds("one", "two")
	b.main.undoer.redo()
	b.holds("one", "two", "three")

	b.selectHeld(2)
	b.chord("Ctrl+Shift+Up")
	b.holds("one", "three", "two")
	b.main.undoer.undo()
	b.holds("one", "two", "three")
	b.main.undoer.redo()
	b.holds("one", "three", "two")

	b.selectHeld(0)
	b.act("outbox.edit")
	b.until("the request in the panel", func() bool { return b.prompt() == "one" && b.says("change it, then save it there") })
	b.main.params.SetPrompt("one at night")
	b.press("Save in the outbox")
	b.holds("one at night", "three", "two")
	b.main.undoer.undo()
	b.holds("one", "three", "two")
	b.main.undoer.redo()
	b.holds("one at night", "three", "two")

	b.selectHeld(1)
	b.main.outbox.pane.Focus(b.Window.window.Canvas())
	b.keys(fyne.KeyDelete)
	b.holds("one at night", "two")
	b.main.undoer.undo()
	b.holds("one at night", "three", "two")
	b.main.undoer.redo()
	b.holds("one at night", "two")
	b.main.undoer.undo()
	b.holds("one at night", "three", "two")
	if n := len(w.sent()); n != 0 {
		t.Fatalf("%d requests were sent", n)
	}
	b.end()

	b = w.window()
	b.until("the panes and the key", b.keyed)
	b.holds("one at night", "three", "two")
	b.selectHeld(1)
	b.act("outbox.release")
	b.holds("one at night", "two")
	b.until("its request", func() bool { return len(w.sent()) == 1 && strings.Contains(string(w.sent()[0]), `"three"`) })
	b.act("outbox.release.all")
	b.holds()
	b.until("all requests and their pictures", func() bool { return len(w.sent()) == 3 && b.says("3 pictures saved") })
	var sent []string
	for _, e := range b.entries() {
		sent = append(sent, e.Job.Config.Prompt)
	}
	slices.Sort(sent)
	if !slices.Equal(sent, []string{"one at night", "three", "two"}) {
		t.Errorf("sent %q", sent)
	}
}

// Many are asked about, with what they cost. What is sent passes a limit only when a person says so.
func TestReleasingManyAndOverALimit(t *testing.T) {
	w, b := opened(t)
	b.change(func(v *settings.Values) {
		v.Prices, v.TokenPrice = cost.FormatRules([]cost.Rule{{Tokens: 1_000_000}}), "0,05 EUR"
	})
	b.write("a {red|blue|green} coat", map[request.Field]string{request.Steps: "20, 30"})
	b.choose("Add to outbox")
	b.until("six held requests", func() bool { return b.main.outbox.pane.Len() == 6 })
	b.act("outbox.release.all")
	b.until("the question", func() bool { return b.says("Send 6 jobs?") && b.says("6 tokens") && b.says("EUR 0.30") })
	b.press("Don’t send")
	b.change(func(v *settings.Values) { v.LimitDay = "5" })
	b.act("outbox.release.all")
	b.until("the question", func() bool { return b.says("Send 6 jobs?") })
	b.press("Send 6")
	b.until("that the limit holds it", func() bool { return strings.Contains(b.notice(noticeSending), "your limit for a day is 5 tokens") })
	if n := len(w.sent()); n != 0 || len(b.held()) != 6 {
		t.Fatalf("%d requests were sent, %d are held", n, len(b.held()))
	}
	b.press("Release over the limit")
	b.until("six requests", func() bool {
		return len(w.sent()) == 6 && b.main.outbox.pane.Len() == 0 && b.notice(noticeSending) == ""
	})
}

// Without a network a released request stays in the outbox and says why. It is sent once, when there is one.
func TestAReleaseWithoutANetworkStaysHeld(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window(func(p *Params) { p.BaseURL = "http://127.0.0.1:9" }) // nobody listens there
	b.until("the panes", b.onMain)
	b.write("", nil) // pictures that are quick to draw
	b.hold("one", "two")
	b.selectHeld(1)
	b.act("outbox.release")
	b.until("the reason in its row", func() bool {
		held := b.held()
		return len(held) == 2 && held[1].Config.Prompt == "two" && held[1].Problem != nil && b.says("not sent")
	})
	if n := len(b.entries()); n != 0 {
		t.Errorf("%d entries are listed", n)
	}
	b.end()

	b = w.window()
	b.until("the panes and the key", b.keyed)
	b.holds("one", "two")
	b.act("outbox.release.all")
	b.until("each once", func() bool { return len(w.sent()) == 2 && b.says("2 pictures saved") })
	b.holds()
}

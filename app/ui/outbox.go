package ui

import (
	"cmp"
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/edit"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/request/variations"
	"lookbook/app/session"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/background"
	"lookbook/app/ui/heldlist"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// heldRequests are a person's actions on the outbox: requests are added, changed,
// ordered, removed and released. Nothing of a request is sent before it is released.
// UI goroutine only.
type heldRequests struct {
	held    *edit.Held
	release func(ctx context.Context, ids []int64) ([]library.Entry, error)
	over    func(ctx context.Context, ids []int64) ([]library.Entry, error) // also over a limit
	prices  func() cost.Prices
	pane    *heldlist.Pane
	panel   *params.Pane
	sender  *sender
	filler  *filler
	queue   *background.Queue
	tasks   *tasks
	undoer  *undoer
	notices *notices
	window  fyne.Window
	now     func() time.Time

	editing *library.Held // the request that was put into the panel to be changed; nil: none
}

// add puts the panel's requests into the outbox.
func (h *heldRequests) add() { h.putPanel(nil, h.sender.account()) }

// save puts the panel's requests in the place of the one that is being changed.
func (h *heldRequests) save() {
	if h.editing != nil {
		h.putPanel(h.editing, h.editing.Account)
	}
}

func (h *heldRequests) putPanel(old *library.Held, account int64) {
	plan, ok := h.panel.Checked()
	if !ok || h.sender.debouncer.repeated() {
		return
	}
	state := h.panel.State()
	h.put(old, func() ([]library.Request, error) {
		requests, err := requestsOfPlan(plan, state)
		for i := range requests {
			requests[i].Account = account
		}
		return requests, err
	})
}

// put adds requests, in the place of old if that isn't nil.
func (h *heldRequests) put(old *library.Held, requests func() ([]library.Request, error)) {
	h.queue.Add(func() background.Work {
		return h.tasks.watched("outbox.adding", func(ctx context.Context, _ files.Progress) func() {
			list, err := requests()
			var added []library.Held
			var change edit.Change
			if err == nil && old != nil {
				added, change, err = h.held.Replace(ctx, *old, list)
			} else if err == nil {
				added, change, err = h.held.Add(ctx, list)
			}
			return func() { h.added(old, added, change, err) }
		})
	})
}

func (h *heldRequests) added(old *library.Held, added []library.Held, change edit.Change, err error) {
	if wrong, ok := errors.AsType[*planError](err); ok {
		h.panel.Buttons.ShowNote(widgets.ToneFailed, wrong.words())
		return
	}
	if err != nil {
		h.notices.fail("outbox.add.failed", err)
		return
	}
	h.pane.Select(added[0].ID)
	words := message.N("outbox.added", len(added))
	if old != nil {
		h.editing = nil
		h.panel.Hush()
		words = message.T("outbox.changed")
	}
	h.undoer.did(heldStep(words, change), true)
}

// heldStep is the step of a change of the outbox. It says nothing when it was undone.
func heldStep(words string, change edit.Change) edit.Step {
	return edit.Step{
		Words: words, Undoing: "outbox.undoing",
		Undo: func(ctx context.Context, _ edit.Progress) (string, error) { return "", change.Undo(ctx) },
		Redo: func(ctx context.Context, _ edit.Progress) (bool, error) {
			err := change.Redo(ctx)
			return err == nil, err
		},
	}
}

// edit shows a request in the panel, from where it can be saved.
func (h *heldRequests) edit(one library.Held) {
	state := params.StateOf(one.Config)
	state.Parent = one.Parent
	if h.filler.fill(state, message.T("outbox.editing"), widgets.Action{Text: message.T("outbox.save"), Run: h.save}) {
		h.editing = &one
	}
}

// filled ends the change of a request: the panel shows another one.
func (h *heldRequests) filled() { h.editing = nil }

// remove takes requests out of the outbox.
func (h *heldRequests) remove(ids []int64) {
	h.do("outbox.remove.failed", func(ctx context.Context) (edit.Change, error) { return h.held.Remove(ctx, ids) }, message.N("outbox.removed", len(ids)))
}

// move moves the selected request up or down.
func (h *heldRequests) move(one library.Held, by int) {
	h.do("outbox.move.failed", func(ctx context.Context) (edit.Change, error) { return h.held.Move(ctx, []int64{one.ID}, by) }, "")
}

// schedule has requests released at a time; zero: when a person says so.
func (h *heldRequests) schedule(ids []int64, due time.Time) {
	words := message.N("outbox.unscheduled", len(ids))
	if !due.IsZero() {
		words = message.N("outbox.scheduled", len(ids), message.With{"Due": message.DateTime(due.Local())})
	}
	h.do("outbox.schedule.failed", func(ctx context.Context) (edit.Change, error) { return h.held.Schedule(ctx, ids, due) }, words)
}

// do makes a change that can be undone, and says it; "": the list shows it.
func (h *heldRequests) do(failed string, change func(ctx context.Context) (edit.Change, error), words string) {
	h.queue.Add(func() background.Work {
		return func(ctx context.Context) func() {
			changed, err := change(ctx)
			return func() {
				switch {
				case err != nil:
					h.notices.fail(failed, err)
				case changed.Undo != nil:
					h.undoer.did(heldStep(cmp.Or(words, message.T("outbox.moved")), changed), words != "")
				}
			}
		}
	})
}

// releaseAll releases requests. It asks first if there are many.
func (h *heldRequests) releaseAll(held []library.Held) {
	if h.sender.debouncer.repeated() || h.sender.debouncer.asking || len(held) == 0 {
		return
	}
	ids, configs, images := make([]int64, len(held)), make([]api.Config, len(held)), 0
	for i, one := range held {
		ids[i], configs[i] = one.ID, one.Config
		images += max(one.Config.NumSamples, 1)
	}
	if len(ids) <= variations.AskJobs && images <= variations.AskImages {
		h.send(ids)
		return
	}
	amount := message.T("params.amount", message.With{"Jobs": message.N("params.jobs", len(ids)), "Images": message.N("params.images", images)})
	h.sender.debouncer.asking = true
	question.Ask(h.window, question.Question{
		Title: message.N("send.title", len(ids)), Text: h.sender.charge(amount, h.sender.costs.ofRequests(configs)),
		Yes: message.N("send.yes", len(ids)), No: message.T("send.no"),
	}, func(yes bool) {
		h.sender.debouncer.asking = false
		if yes {
			h.send(ids)
		}
	})
}

// send releases requests after trying the image host.
func (h *heldRequests) send(ids []int64) { h.sendBy(h.release, ids) }

func (h *heldRequests) sendBy(release func(ctx context.Context, ids []int64) ([]library.Entry, error), ids []int64) {
	h.sender.host.try(func() {
		background.Do(h.sender.run, func(ctx context.Context) ([]library.Entry, error) { return release(ctx, ids) }, func(entries []library.Entry, err error) {
			limit, over := errors.AsType[*cost.LimitError](err)
			switch {
			case over:
				again := widgets.Action{Text: message.T("outbox.release.over"), Run: func() { h.sendBy(h.over, ids) }}
				h.notices.set(noticeSending, widgets.BannerWarning, message.T("outbox.release.failed", because(limit)), again)
			case err != nil:
				h.notices.failed(noticeSending, "outbox.release.failed", err)
			default:
				h.notices.clear(noticeSending)
			}
			if len(entries) > 0 {
				h.sender.show(entries[0].ID)
			}
		})
	}, func() {})
}

// withAll calls do with all held requests, read off the UI goroutine.
func (h *heldRequests) withAll(do func(held []library.Held)) {
	background.Do(h.sender.run, func(ctx context.Context) ([]library.Held, error) {
		ids, err := h.held.IDs(ctx)
		if err != nil {
			return nil, err
		}
		return h.held.ByID(ctx, ids)
	}, func(held []library.Held, err error) {
		if err != nil {
			h.notices.fail("outbox.read.failed", err)
			return
		}
		do(held)
	})
}

// askTime asks when requests are released.
func (h *heldRequests) askTime(ids []int64) {
	ask, entry := heldlist.AskTime(h.window, h.now, len(ids), func(due time.Time) { h.schedule(ids, due) })
	question.Show(h.window, ask)
	h.window.Canvas().Focus(entry)
	entry.SelectAll()
}

// askBudget asks for a budget, and releases what it pays for.
func (h *heldRequests) askBudget(all []library.Held) {
	ask, entry := heldlist.AskBudget(h.window, all, h.prices(), h.send)
	question.Show(h.window, ask)
	h.window.Canvas().Focus(entry)
}

// offers are the actions on the selected request, in the order of its menu.
func (h *heldRequests) offers() []actions.Offer {
	one, ok := h.pane.Selected()
	if !ok {
		return nil
	}
	ids := []int64{one.ID}
	list := []actions.Offer{
		{ID: "outbox.release", Words: message.T("outbox.release"), Run: func() { h.releaseAll([]library.Held{one}) }},
		{ID: "outbox.time", Words: message.T("outbox.time"), Run: func() { h.askTime(ids) }},
	}
	if !one.Due.IsZero() {
		list = append(list, actions.Offer{ID: "outbox.untime", Words: message.T("outbox.untime"), Run: func() { h.schedule(ids, time.Time{}) }})
	}
	return append(list,
		actions.Offer{ID: "outbox.edit", Words: message.T("outbox.edit"), Apart: true, Run: func() { h.edit(one) }},
		actions.Offer{ID: "outbox.up", Words: message.T("outbox.up"), Run: func() { h.move(one, -1) }},
		actions.Offer{ID: "outbox.down", Words: message.T("outbox.down"), Run: func() { h.move(one, 1) }},
		actions.Offer{ID: "outbox.remove", Words: message.T("outbox.remove"), Apart: true, Run: func() { h.remove(ids) }},
	)
}

// allOffers are the actions on the whole outbox.
func (h *heldRequests) allOffers() []actions.Offer {
	if h.pane.Len() == 0 {
		return nil
	}
	return []actions.Offer{
		{ID: "outbox.release.all", Words: message.T("outbox.release.all"), Run: func() { h.withAll(h.releaseAll) }},
		{ID: "outbox.time.all", Words: message.T("outbox.time.all"), Run: func() { h.withAll(func(held []library.Held) { h.askTime(heldIDs(held)) }) }},
		{ID: "outbox.budget", Words: message.T("outbox.budget"), Run: func() { h.withAll(h.askBudget) }},
		{ID: "outbox.remove.all", Words: message.T("outbox.remove.all"), Apart: true, Run: func() { h.withAll(func(held []library.Held) { h.remove(heldIDs(held)) }) }},
	}
}

func heldIDs(held []library.Held) []int64 {
	ids := make([]int64, len(held))
	for i, one := range held {
		ids[i] = one.ID
	}
	return ids
}

// makeOutbox makes the outbox and its actions.
func (m *mainPage) makeOutbox() {
	w := m.w
	h := &heldRequests{
		held: m.session.Edit.Held, release: m.session.Engine.Outbox.Release, over: m.session.Engine.Outbox.ReleaseOverLimit,
		prices: func() cost.Prices { return session.TermsOf(w.p.Settings.Current()).Prices }, panel: m.params, sender: m.sender,
		filler: m.filler, queue: m.queue, tasks: m.tasks, undoer: m.undoer, notices: w.notices, window: w.window, now: w.clock.Now,
	}
	h.pane = heldlist.New(heldlist.Params{
		Table: m.session.Edit.Held, Run: w.run, Now: w.clock.Now, Failed: m.readFailed, Canvas: w.window.Canvas,
		Account: func(id int64) string {
			if !w.accounts.several() {
				return ""
			}
			return w.accounts.name(id)
		},
		Resized: func() {
			if m.column != nil {
				m.column.Refresh()
			}
		},
		Opened: h.edit, Removed: func(one library.Held) { h.remove([]int64{one.ID}) },
		Menu:    func() *fyne.Menu { return w.actions.ContextMenu(h.offers()) },
		All:     func() *fyne.Menu { return w.actions.ContextMenu(h.allOffers()) },
		Counted: func(n int) { m.status.showOutbox(n) },
	})
	m.outbox = h
	m.prompts = &promptFiles{
		panel: m.params, lists: w.wildcards.lists, models: m.models.labelled, sender: m.sender, outbox: h, run: w.run, window: w.window, dialogs: w.dialogs,
	}
	m.filler.prompts = m.prompts
}

// outboxRows are the actions on the outbox. heldRequests says when they can be done.
func (b *menuBar) outboxRows() []actions.Action {
	const menu = "menu.job"
	of := func(m *mainPage) []actions.Offer { return append(m.outbox.offers(), m.outbox.allOffers()...) }
	one := func(id string, keys ...actions.Keys) actions.Action {
		a := actions.Action{
			ID: id, Topic: menu,
			Enabled: func() bool { m := b.page(); return m != nil && offered(of(m), id) != nil },
			Run: b.on(func(m *mainPage) {
				if o := offered(of(m), id); o != nil {
					o.Run()
				}
			}),
		}
		if len(keys) > 0 {
			a.Keys, a.Sheet = keys[0], actions.SheetRequest
		}
		return a
	}
	add := actions.Action{
		ID: "outbox.add", Menu: menu, Apart: true, Keys: actions.On("Ctrl+Alt+Enter"), Sheet: actions.SheetRequest, Enabled: b.open,
		Run: b.on(func(m *mainPage) { m.outbox.add() }),
	}
	show := actions.Action{
		ID: "outbox.show", Menu: menu, Keys: actions.On("Ctrl+Shift+J"), Sheet: actions.SheetWindow, Enabled: b.open,
		Run: b.on(func(m *mainPage) { m.outbox.pane.Focus(b.window.Canvas()) }),
	}
	save := actions.Action{
		ID: "outbox.save", Topic: menu, Enabled: func() bool { m := b.page(); return m != nil && m.outbox.editing != nil },
		Run: b.on(func(m *mainPage) { m.outbox.save() }),
	}
	return []actions.Action{
		add, show, save, one("outbox.release"), one("outbox.release.all"), one("outbox.time"), one("outbox.untime"), one("outbox.time.all"), one("outbox.budget"),
		one("outbox.edit"), one("outbox.up", actions.On("Ctrl+Shift+Up")), one("outbox.down", actions.On("Ctrl+Shift+Down")), one("outbox.remove"), one("outbox.remove.all"),
	}
}

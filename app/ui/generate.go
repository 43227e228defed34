package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2/dialog"
	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request/variations"
	"lookbook/app/submit"
	"lookbook/app/ui/background"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// generate sends the requests of a plan. Many of them are asked about first.
func (m *mainPage) generate(plan variations.Plan) {
	defer m.showSent()
	if !m.w.once.press(m.purchaseOf(plan)) {
		return
	}
	if !plan.Asks() {
		m.submitPlan(plan)
		return
	}
	jobs := humanize.Comma(int64(plan.Count()))
	ask := dialog.NewConfirm("Send "+jobs+" jobs?",
		params.Amount(plan)+". "+m.chargeWords(),
		func(yes bool) {
			m.w.once.asking = false
			if yes {
				m.submitPlan(plan)
			}
		}, m.w.window)
	m.w.once.asking = true
	ask.SetConfirmText("Send " + jobs)
	ask.SetDismissText("Don’t send")
	ask.Show()
}

// chargeWords is what sending much comes to.
func (m *mainPage) chargeWords() string {
	if m.w.session.Demo {
		return "Nothing is charged in the demo."
	}
	return "Every image is charged, and what was sent can’t be called back."
}

// submitPlan sends the requests of a plan, in order and as one group. They are
// expanded and checked off the UI goroutine: there may be a thousand.
func (m *mainPage) submitPlan(plan variations.Plan) {
	written := m.params.State().Config.Prompt
	m.submit(m.purchaseOf(plan), func() ([]library.Request, error) {
		if problems := plan.Problems(); len(problems) > 0 {
			return nil, &planError{problems[0]}
		}
		variants := params.Requests(plan, plan.Count())
		configs := make([]api.Config, len(variants))
		labels := make([][]library.Label, len(variants))
		for i, v := range variants {
			configs[i] = finished(v.Config)
			for _, l := range v.Labels {
				labels[i] = append(labels[i], library.Label{Name: l.Axis, Value: l.Value})
			}
		}
		if len(configs) == 1 {
			return []library.Request{{Config: configs[0], Written: written}}, nil
		}
		return library.NewGroup(configs, labels, written), nil
	})
}

// planError is why a plan's requests can't be sent.
type planError struct{ variations.Problem }

func (e *planError) Error() string {
	words := strings.TrimSuffix(e.Message, ".")
	if len(e.Labels) == 0 {
		return words
	}
	var values []string
	for _, l := range e.Labels {
		values = append(values, l.Value)
	}
	return "for " + strings.Join(values, ", ") + ": " + words
}

// again sends a finished request as it is.
func (m *mainPage) again(c api.Config) {
	defer m.showSent()
	c = finished(c)
	if !m.w.once.press(onePurchase(c)) {
		return
	}
	m.submit(onePurchase(c), func() ([]library.Request, error) {
		return []library.Request{{Config: c, Written: variations.Escape(c.Prompt)}}, nil
	})
}

// submit sends the requests that a purchase consists of, once the image host
// was tried.
func (m *mainPage) submit(p purchase, requests func() ([]library.Request, error)) {
	sending := m.w.once.begin(p)
	if sending == nil {
		return
	}
	m.beforeCharging(func() { m.send(sending, requests) }, func() { m.sentJust(sending, false) })
}

// send sends requests. Their rows appear as soon as they are on disk, before
// anything is sent.
func (m *mainPage) send(sending *sending, requests func() ([]library.Request, error)) {
	m.submitting++
	m.params.SetBusy(true)
	if m.early == nil {
		m.early = map[int64]library.Entry{}
	}
	background.Do(m.w.run, func(ctx context.Context) ([]library.Entry, error) {
		list, err := requests()
		if err != nil {
			return nil, err
		}
		return m.session.Engine.Outbox.SendAll(ctx, list)
	}, func(entries []library.Entry, err error) {
		m.submitting--
		m.params.SetBusy(m.submitting > 0)
		early := m.early
		if m.submitting == 0 {
			m.early = nil
		}
		m.sentJust(sending, err == nil)
		if wrong, ok := errors.AsType[*planError](err); ok {
			m.params.ShowCheck(widgets.ToneFailed, "Nothing was sent, "+wrong.Error()+".")
			return
		}
		if errors.Is(err, background.ErrPanic) {
			m.w.fail("This request may have been sent; look at the job list before you send it again: ", err)
			return
		}
		if err == nil || libraryWords(err) != err.Error() {
			m.watch.told(err)
		}
		if err != nil {
			m.w.fail("This request could not be written down, so it was not sent: ", err)
			return
		}
		m.sentAll(entries, early)
	})
}

// sentAll shows what was sent.
func (m *mainPage) sentAll(entries []library.Entry, early map[int64]library.Entry) {
	m.w.notices.clear(noticeAction)
	m.params.Hush()
	m.sent = map[int64]bool{}
	for _, e := range entries {
		m.sent[e.ID] = true
	}
	for _, e := range early {
		m.markRefused(e)
	}
	if entries[0].Submission.Group != nil {
		m.showGroup(entries[0])
		return
	}
	m.jobs.Select(entries[0].ID)
}

// markRefused marks the fields that the service refused a request for, as long
// as it is the last one and still what the panel shows.
func (m *mainPage) markRefused(e library.Entry) {
	if e.State != library.EntryRefused || e.Problem == nil || len(e.Problem.Fields) == 0 {
		return
	}
	if m.early != nil {
		m.early[e.ID] = e // the service was quicker than the word that it was sent
		return
	}
	if !m.sent[e.ID] {
		return
	}
	m.sent = nil // once, however many of a group are refused
	plan, err := m.params.Plan()
	if err != nil {
		return
	}
	for v := range plan.All() {
		if api.Same(v.Config, e.Submission.Config) {
			m.params.MarkProblems(e.Problem.Fields)
			return
		}
	}
}

// showGroup shows the pictures of the requests that an entry was sent with.
func (m *mainPage) showGroup(e library.Entry) {
	if e.Submission == nil || e.Submission.Group == nil {
		return
	}
	m.w.views.Close()
	m.jobs.Select(0)
	m.shown = nil
	m.gallery.ShowGroup(e.Submission.Group.ID)
}

// check asks the service whether it would take the first request of a plan.
func (m *mainPage) check(c api.Config, plan variations.Plan) {
	if m.w.once.repeated() {
		return
	}
	m.params.SetBusy(true)
	background.Try(m.w.run, func(ctx context.Context) error { return m.session.Engine.Outbox.DryRun(ctx, c) }, func(err error) {
		m.params.SetBusy(false)
		m.showCheck(err, plan)
	})
}

func (m *mainPage) showCheck(err error, plan variations.Plan) {
	if err == nil {
		words := "The service would accept this. Nothing was charged."
		if plan.Count() > 1 {
			words = "The service would accept the first of these " + humanize.Comma(int64(plan.Count())) + " jobs. Nothing was charged."
		}
		m.params.ShowCheck(widgets.ToneDone, words)
		return
	}
	if errors.Is(err, submit.ErrNotDry) {
		m.params.ShowCheck(widgets.ToneWarning, "The service answered this check as if it had started a job, which may be charged: see the job list.")
		return
	}
	var told *api.Error
	if errors.As(err, &told) && len(told.Fields) > 0 {
		rest := m.params.MarkProblems(told.Fields)
		words := "The service would not accept this: see the marked fields. Nothing was charged."
		if len(rest) > 0 {
			words = "The service would not accept this: " + strings.TrimRight(told.Message, ".") + ". Nothing was charged."
		}
		m.params.ShowCheck(widgets.ToneFailed, words)
		return
	}
	m.params.ShowCheck(widgets.ToneWarning, "This could not be checked: "+strings.TrimRight(err.Error(), ".")+". Nothing was charged.")
}

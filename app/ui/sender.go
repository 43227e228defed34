package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/submit"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// outbox sends requests. Its methods wait for the disk or the service.
type outbox interface {
	SendAll(ctx context.Context, requests []library.Request) ([]library.Entry, error)
	SendAgain(ctx context.Context, entry int64) (library.Entry, error)
	SendAgainOverLimit(ctx context.Context, entry int64) (library.Entry, error)
	DryRun(ctx context.Context, account int64, c api.Config) error
}

// sender sends the panel's requests, and earlier ones again. One press sends
// once, and nothing is sent before it is on disk. UI goroutine only.
type sender struct {
	outbox    outbox
	account   func() int64 // whose key is used
	demo      bool
	panel     *params.Pane
	debouncer *debouncer
	host      *hostCheck
	run       background.Run
	rest      func(ctx context.Context, long time.Duration)
	log       *slog.Logger
	window    fyne.Window
	notices   *notices
	costs     *costs
	// wrote is given the result of a write to the library.
	wrote func(error)
	// show selects an entry of the job list, showGroup shows the pictures of a
	// group. shown returns the selected entry; 0: none.
	show       func(entry int64)
	showGroup  func(library.Entry)
	shown      func() int64
	showOnCard func() // updates the buttons below the job

	sent map[int64]bool // entries of the last sending
	// submitting counts requests that are being written down.
	submitting int
	early      map[int64]library.Entry // refusals that arrived before their entries were known here; nil otherwise
}

// generate sends the requests of a plan. It asks first if there are many.
func (s *sender) generate(plan variations.Plan) {
	defer s.showSent()
	if !s.debouncer.press(s.batchOf(plan)) {
		return
	}
	if !plan.Asks() {
		s.submitPlan(plan)
		return
	}
	s.confirm(plan.Count(), params.Amount(plan), s.costs.ofPlan(plan), func() { s.submitPlan(plan) })
}

// confirm asks whether to send so many jobs. cost says what they cost; "": nothing is said.
func (s *sender) confirm(jobs int, amount, cost string, send func()) {
	s.debouncer.asking = true
	question.Ask(s.window, question.Question{
		Title: message.N("send.title", jobs), Text: s.charge(amount, cost), Yes: message.N("send.yes", jobs), No: message.T("send.no"),
	}, func(yes bool) {
		s.debouncer.asking = false
		if yes {
			send()
		}
	})
}

// charge says that jobs are charged. cost says what they cost; "": nothing is said.
func (s *sender) charge(amount, cost string) string {
	switch {
	case s.demo:
		return message.T("send.charge.demo", message.With{"Amount": amount})
	case cost != "":
		return message.T("send.charge.cost", message.With{"Amount": amount, "Cost": cost})
	}
	return message.T("send.charge", message.With{"Amount": amount})
}

// submitPlan sends the requests of a plan, in order and as one group. They are
// expanded and checked off the UI goroutine, because there may be a thousand.
func (s *sender) submitPlan(plan variations.Plan) {
	state := s.panel.State()
	s.submit(s.batchOf(plan), func() ([]library.Request, error) { return requestsOfPlan(plan, state) })
}

// requestsOfPlan returns the requests of a plan, as one group, off the UI
// goroutine. state is what they were written as. The error is a *planError.
func requestsOfPlan(plan variations.Plan, state params.State) ([]library.Request, error) {
	for _, problem := range plan.Problems(api.Description{}) { // unusual values were already shown
		if !problem.Warning {
			return nil, &planError{problem}
		}
	}
	variants := params.Requests(plan, plan.Count())
	configs := make([]api.Config, len(variants))
	labels := make([][]library.Label, len(variants))
	for i, v := range variants {
		configs[i] = request.WithoutDryRun(v.Config)
		for _, l := range v.Labels {
			labels[i] = append(labels[i], library.Label{Name: l.Axis, Value: l.Value})
		}
	}
	requests := []library.Request{{Config: configs[0], Written: state.Config.Prompt}}
	if len(configs) > 1 {
		requests = library.NewGroup(configs, labels, state.Config.Prompt)
	}
	for i := range requests {
		requests[i].Parent = state.Parent
	}
	return requests, nil
}

// planError says why the requests of a plan can't be sent.
type planError struct{ variations.Problem }

func (e *planError) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Why.Code) }

// words say which request is not right, and why.
func (e *planError) words() string {
	with := message.With{"Field": message.Field(e.Field), "Why": message.Wrong(e.Field, e.Why)}
	if len(e.Labels) == 0 {
		return message.T("send.nothing", with)
	}
	var values []string
	for _, l := range e.Labels {
		values = append(values, message.Value(l.Value))
	}
	with["Values"] = strings.Join(values, ", ")
	return message.T("send.nothing.of", with)
}

// again sends a finished request unchanged.
func (s *sender) again(c api.Config, from library.Origin) {
	defer s.showSent()
	c = request.WithoutDryRun(c)
	if !s.debouncer.press(batchOfOne(c)) {
		return
	}
	s.submit(batchOfOne(c), func() ([]library.Request, error) {
		return []library.Request{{Config: c, Written: variations.Escape(c.Prompt), Parent: from}}, nil
	})
}

// submit sends the requests of a batch after trying the image host.
func (s *sender) submit(p batch, requests func() ([]library.Request, error)) {
	s.submitWithin(p, requests, false)
}

// submitWithin is submit within the spending limits, or over them.
func (s *sender) submitWithin(p batch, requests func() ([]library.Request, error), over bool) {
	sending := s.debouncer.begin(p)
	if sending == nil {
		return
	}
	account := s.account() // as it is when the button is pressed
	s.host.try(func() {
		s.send(sending, func() ([]library.Request, error) {
			list, err := requests()
			for i := range list {
				list[i].Account, list[i].OverLimit = account, over
			}
			return list, err
		}, func() { s.submitWithin(p, requests, true) })
	}, func() { s.finish(sending, false) })
}

// send sends requests. Their rows appear when they are on disk, before anything
// is sent. If they would pass a spending limit, over is what sends them all the same.
func (s *sender) send(sending *sending, requests func() ([]library.Request, error), over func()) {
	s.submitting++
	s.panel.Buttons.SetBusy(true)
	if s.early == nil {
		s.early = map[int64]library.Entry{}
	}
	background.Do(s.run, func(ctx context.Context) ([]library.Entry, error) {
		list, err := requests()
		if err != nil {
			return nil, err
		}
		return s.outbox.SendAll(ctx, list)
	}, func(entries []library.Entry, err error) {
		s.submitting--
		s.panel.Buttons.SetBusy(s.submitting > 0)
		early := s.early
		if s.submitting == 0 {
			s.early = nil
		}
		s.finish(sending, err == nil)
		if wrong, ok := errors.AsType[*planError](err); ok {
			s.panel.Buttons.ShowNote(widgets.ToneFailed, wrong.words())
			return
		}
		if s.askOver(err, over) {
			return
		}
		if errors.Is(err, background.ErrPanic) {
			s.notices.failed(noticeSending, "send.maybe", err)
			return
		}
		if err == nil || library.Unusable(err) {
			s.wrote(err)
		}
		if err != nil {
			s.notices.failed(noticeSending, "send.unwritten", err)
			return
		}
		s.sentAll(entries, early)
	})
}

// sentAll shows what was sent.
func (s *sender) sentAll(entries []library.Entry, early map[int64]library.Entry) {
	s.notices.clear(noticeSending)
	s.panel.Hush()
	s.sent = map[int64]bool{}
	for _, e := range entries {
		s.sent[e.ID] = true
	}
	for _, e := range early {
		s.markRefused(e)
	}
	if entries[0].Submission.Group != nil {
		s.showGroup(entries[0])
		return
	}
	s.show(entries[0].ID)
}

// markRefused marks the fields for which the service refused the last request,
// if the panel still shows it.
func (s *sender) markRefused(e library.Entry) {
	if e.State != library.EntryRefused || e.Problem == nil || len(e.Problem.Fields) == 0 {
		return
	}
	if s.early != nil {
		s.early[e.ID] = e // the refusal came before the entry was known here
		return
	}
	if !s.sent[e.ID] {
		return
	}
	s.sent = nil // only once for a group
	plan, err := s.panel.Plan()
	if err != nil {
		return
	}
	for v := range plan.All() {
		if api.Same(v.Config, e.Submission.Config) {
			s.panel.MarkProblems(e.Problem.Fields)
			return
		}
	}
}

// dryRun asks the service whether it would accept the first request of a plan.
func (s *sender) dryRun(c api.Config, plan variations.Plan) {
	if s.debouncer.repeated() {
		return
	}
	s.panel.Buttons.SetBusy(true)
	account := s.account()
	background.Try(s.run, func(ctx context.Context) error { return s.outbox.DryRun(ctx, account, c) }, func(err error) {
		s.panel.Buttons.SetBusy(false)
		s.showDryRun(err, plan)
	})
}

func (s *sender) showDryRun(err error, plan variations.Plan) {
	if err == nil {
		s.panel.Buttons.ShowNote(widgets.ToneDone, message.N("dry.accepted", plan.Count()))
		return
	}
	if errors.Is(err, submit.ErrNotDry) {
		s.panel.Buttons.ShowNote(widgets.ToneWarning, message.T("dry.started"))
		return
	}
	var told *api.Error
	if errors.As(err, &told) && len(told.Fields) > 0 {
		rest := s.panel.MarkProblems(told.Fields)
		words := message.T("dry.refused.fields")
		if len(rest) > 0 {
			words = message.T("dry.refused", because(err))
		}
		s.panel.Buttons.ShowNote(widgets.ToneFailed, words)
		return
	}
	s.panel.Buttons.ShowNote(widgets.ToneWarning, message.T("dry.failed", because(err)))
}

// resend sends a request again. If the old one may have been accepted, it asks
// first, because both could be charged.
func (s *sender) resend(e library.Entry) {
	p := batchOfOne(request.WithoutDryRun(requestOf(e)))
	p.again = true
	if !s.debouncer.press(p) {
		return
	}
	again := func() { s.sendAgain(e, p) }
	if e.State != library.EntryUnknown {
		again()
		return
	}
	s.debouncer.asking = true
	question.Ask(s.window, question.Question{
		Title: message.T("send.again.title"), Text: message.T("send.again"),
		Yes: message.N("send.yes", 1), No: message.T("send.no"), Careful: true,
	}, func(yes bool) {
		s.debouncer.asking = false
		if yes {
			again()
		}
	})
}

// sendAgain sends a request that replaces a refused or lost entry. If the old
// entry was selected, the new one is, so that no other entry with this button
// moves under the pointer.
func (s *sender) sendAgain(e library.Entry, p batch) { s.sendAgainWithin(e, p, s.outbox.SendAgain) }

// sendAgainWithin is sendAgain within the spending limits, or over them.
func (s *sender) sendAgainWithin(e library.Entry, p batch, send func(ctx context.Context, entry int64) (library.Entry, error)) {
	sending := s.debouncer.begin(p)
	if sending == nil {
		return
	}
	seen := s.shown() == e.ID
	s.host.try(func() {
		background.Do(s.run, func(ctx context.Context) (library.Entry, error) {
			return send(ctx, e.ID)
		}, func(entry library.Entry, err error) {
			s.finish(sending, err == nil)
			if s.askOver(err, func() { s.sendAgainWithin(e, p, s.outbox.SendAgainOverLimit) }) {
				return
			}
			if err != nil {
				s.notices.failed(noticeSending, "send.again.failed", err)
				return
			}
			if now := s.shown(); seen && (now == 0 || now == e.ID) {
				s.show(entry.ID)
			}
		})
	}, func() { s.finish(sending, false) })
}

package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request/variations"
	"lookbook/app/submit"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// outbox is what sends requests. Its methods wait for the disk or the
// service.
type outbox interface {
	SendAll(ctx context.Context, requests []library.Request) ([]library.Entry, error)
	SendAgain(ctx context.Context, entry int64) (library.Entry, error)
	DryRun(ctx context.Context, c api.Config) error
}

// sender sends requests: what the panel shows, and what was sent before. One
// press sends once, and nothing is sent before it is on disk. It is for the UI
// goroutine.
type sender struct {
	outbox    outbox
	demo      bool
	panel     *params.Pane
	debouncer *debouncer
	host      *hostCheck
	run       background.Run
	rest      func(ctx context.Context, long time.Duration)
	window    fyne.Window
	notices   *notices
	// wrote takes what became of a write to the library.
	wrote func(error)
	// show selects an entry of the job list, showGroup the pictures of a group;
	// shown is the entry that is selected, 0 for none.
	show       func(entry int64)
	showGroup  func(library.Entry)
	shown      func() int64
	showOnCard func() // brings the buttons beneath the job up to date

	sent map[int64]bool // the entries of what was sent last
	// submitting counts what is being written down, to be sent.
	submitting int
	early      map[int64]library.Entry // refusals that came while a submission was being written down; nil otherwise
}

// generate sends the requests of a plan. Many of them are asked about first.
func (s *sender) generate(plan variations.Plan) {
	defer s.showSent()
	if !s.debouncer.press(s.purchaseOf(plan)) {
		return
	}
	if !plan.Asks() {
		s.submitPlan(plan)
		return
	}
	charge := "send.charge"
	if s.demo {
		charge = "send.charge.demo"
	}
	ask := dialog.NewConfirm(message.N("send.title", plan.Count()), message.T(charge, message.With{"Amount": params.Amount(plan)}),
		func(yes bool) {
			s.debouncer.asking = false
			if yes {
				s.submitPlan(plan)
			}
		}, s.window)
	s.debouncer.asking = true
	ask.SetConfirmText(message.N("send.yes", plan.Count()))
	ask.SetDismissText(message.T("send.no"))
	showDialog(s.window, ask)
}

// submitPlan sends the requests of a plan, in order and as one group. They are
// expanded and checked off the UI goroutine: there may be a thousand.
func (s *sender) submitPlan(plan variations.Plan) {
	written := s.panel.State().Config.Prompt
	s.submit(s.purchaseOf(plan), func() ([]library.Request, error) {
		for _, problem := range plan.Problems(api.Description{}) { // what is unusual was shown
			if !problem.Warning {
				return nil, &planError{problem}
			}
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

// again sends a finished request as it is.
func (s *sender) again(c api.Config) {
	defer s.showSent()
	c = finished(c)
	if !s.debouncer.press(onePurchase(c)) {
		return
	}
	s.submit(onePurchase(c), func() ([]library.Request, error) {
		return []library.Request{{Config: c, Written: variations.Escape(c.Prompt)}}, nil
	})
}

// submit sends the requests that a purchase consists of, once the image host
// was tried.
func (s *sender) submit(p purchase, requests func() ([]library.Request, error)) {
	sending := s.debouncer.begin(p)
	if sending == nil {
		return
	}
	s.host.try(func() { s.send(sending, requests) }, func() { s.finish(sending, false) })
}

// send sends requests. Their rows appear as soon as they are on disk, before
// anything is sent.
func (s *sender) send(sending *sending, requests func() ([]library.Request, error)) {
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

// markRefused marks the fields that the service refused a request for, as long
// as it is the last one and still what the panel shows.
func (s *sender) markRefused(e library.Entry) {
	if e.State != library.EntryRefused || e.Problem == nil || len(e.Problem.Fields) == 0 {
		return
	}
	if s.early != nil {
		s.early[e.ID] = e // the service was quicker than the word that it was sent
		return
	}
	if !s.sent[e.ID] {
		return
	}
	s.sent = nil // once, however many of a group are refused
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

// dryRun asks the service whether it would take the first request of a plan.
func (s *sender) dryRun(c api.Config, plan variations.Plan) {
	if s.debouncer.repeated() {
		return
	}
	s.panel.Buttons.SetBusy(true)
	background.Try(s.run, func(ctx context.Context) error { return s.outbox.DryRun(ctx, c) }, func(err error) {
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

// resend sends a request again. One that may have been accepted could be
// charged twice, so that is asked first.
func (s *sender) resend(e library.Entry) {
	p := onePurchase(finished(requestOf(e)))
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
	ask := dialog.NewConfirm(message.T("send.again.title"), message.T("send.again"),
		func(yes bool) {
			s.debouncer.asking = false
			if yes {
				again()
			}
		}, s.window)
	showDialog(s.window, ask)
}

// sendAgain sends a request in place of an entry that was refused or lost.
// Where the old one was shown the new one is: no other entry that could be sent
// again comes up under the pointer.
func (s *sender) sendAgain(e library.Entry, p purchase) {
	sending := s.debouncer.begin(p)
	if sending == nil {
		return
	}
	seen := s.shown() == e.ID
	s.host.try(func() {
		background.Do(s.run, func(ctx context.Context) (library.Entry, error) {
			return s.outbox.SendAgain(ctx, e.ID)
		}, func(entry library.Entry, err error) {
			s.finish(sending, err == nil)
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

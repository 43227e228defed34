package ui

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// models are the models to generate with: those in the library, and the user's
// trained ones at the service.
type models struct {
	known   func(ctx context.Context) ([]library.Model, error) // reads the library; waits for the disk
	ask     func(ctx context.Context) error                    // asks the service
	run     background.Run
	log     *slog.Logger
	askable func() bool // reports whether the service can be asked
	offer   func()      // updates the panel's list

	asked    time.Time // when the service was last asked; zero: not by tick
	finished time.Time // when a job first finished since the models were offered; zero: none has

	named atomic.Pointer[[]request.Model] // models with short names
}

// take sets the models for name.
func (m *models) take(list []request.Model) {
	list = slices.Clone(list)
	for i, one := range list {
		if name := []rune(one.Name); len(name) > longestName {
			list[i].Name = string(name[:longestName]) + "…"
		}
		list[i].Display = message.Model(list[i].Name, one.Step, one.LoRA)
	}
	m.named.Store(&list)
}

// longestName bounds a model's name beside other facts, in characters.
const longestName = 40

// name returns a model's name in lists, short enough to keep the step and the kind visible. It may
// be called on any goroutine.
func (m *models) name(id string) string {
	if list := m.named.Load(); list != nil {
		return request.LabelOf(id, *list)
	}
	return id
}

// labelled are the models as they were last offered. It may be called on any goroutine.
func (m *models) labelled() []request.Model {
	if list := m.named.Load(); list != nil {
		return *list
	}
	return nil
}

// list runs off the UI goroutine.
func (m *models) list(ctx context.Context) ([]request.Model, error) {
	known, err := m.known(ctx)
	if err != nil {
		return nil, err
	}
	return composeModels(known), nil
}

// trained returns the library's models in the panel's order, off the UI
// goroutine.
func (m *models) trained(ctx context.Context) ([]library.Model, error) {
	known, err := m.known(ctx)
	return orderModels(known), err
}

// refresh asks the service and updates the panel's list. Without an answer the
// panel keeps its list; the status bar reports the service's trouble.
func (m *models) refresh() {
	if !m.askable() {
		return
	}
	m.run(func(ctx context.Context) func() {
		if err := m.ask(ctx); err != nil {
			m.log.Info("trained models could not be asked for", "error", err)
		}
		return m.offer
	})
}

const (
	// askModelsEvery is how often the service is asked for newly trained models. The call is free.
	askModelsEvery = time.Hour
	// offerModelsAfter is the delay after the end of a job, in which its models are stored.
	offerModelsAfter = 3 * time.Second
)

// took handles a changed job: it may have trained a model, or have shown that
// one works.
func (m *models) took(e library.Entry, now time.Time) {
	if e.Job.State.Finished() && m.finished.IsZero() {
		m.finished = now
	}
}

// tick asks the service again, or updates the list, when that is due.
func (m *models) tick(now time.Time) {
	if m.asked.IsZero() {
		m.asked = now // the start has just asked the service
	}
	switch {
	case now.Sub(m.asked) >= askModelsEvery:
		m.asked, m.finished = now, time.Time{}
		m.refresh()
	case !m.finished.IsZero() && now.Sub(m.finished) >= offerModelsAfter:
		m.finished = time.Time{}
		m.offer()
	}
}

// composeModels makes the panel's list from the library's models.
func composeModels(known []library.Model) []request.Model {
	var list []request.Model
	for _, k := range orderModels(known) {
		kind := request.Stock
		switch k.Kind {
		case library.KindCheckpoint:
			kind = request.Trained
		case library.KindBase:
		default:
			continue
		}
		list = append(list, request.Model{
			ID: k.ID, Kind: kind, Name: k.Name, Display: message.Model(k.Name, k.Step, k.LoRA),
			Type: k.Type, Step: k.Step, LoRA: k.LoRA, Created: k.Created, Expires: k.Expires,
		})
	}
	return list
}

// orderModels puts the models of a training together, the last step first and a
// LoRA after its full model.
func orderModels(known []library.Model) []library.Model {
	place := map[string]int{} // of a training or another model: where it is first named
	of := func(k library.Model) string { return cmp.Or(k.JobID, k.Kind+" "+k.ID) }
	for i, k := range slices.Backward(known) {
		place[of(k)] = i
	}
	return slices.SortedStableFunc(slices.Values(known), func(a, b library.Model) int {
		lora := map[bool]int{true: 1}
		return cmp.Or(cmp.Compare(place[of(a)], place[of(b)]), cmp.Compare(b.Step, a.Step), cmp.Compare(lora[a.LoRA], lora[b.LoRA]))
	})
}

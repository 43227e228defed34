package ui

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"

	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/background"
)

// models are what can be generated with: what the library remembers, and what
// the service tells of models that the user trained.
type models struct {
	known   func(ctx context.Context) ([]library.Model, error) // waits for the disk
	ask     func(ctx context.Context) error                    // asks the service
	run     background.Run
	log     *slog.Logger
	askable func() bool // the service knows who asks
	offer   func()      // has the panel offer them again

	named atomic.Pointer[[]request.Model] // with short names
}

// take takes the models that there are, for name.
func (m *models) take(list []request.Model) {
	list = slices.Clone(list)
	for i, one := range list {
		if name := []rune(one.Name); len(name) > longestName {
			list[i].Name = string(name[:longestName]) + "…"
		}
	}
	m.named.Store(&list)
}

// longestName is how many characters of a model's name stand beside other facts.
const longestName = 40

// name is what the list of models calls a model, at a length that leaves the step
// and the kind in sight. It may be called on any goroutine.
func (m *models) name(id string) string {
	if list := m.named.Load(); list != nil {
		return request.LabelOf(id, *list)
	}
	return id
}

// list runs off the UI goroutine.
func (m *models) list(ctx context.Context) ([]request.Model, error) {
	known, err := m.known(ctx)
	if err != nil {
		return nil, err
	}
	return composeModels(known), nil
}

// refresh asks the service, and has the panel offer what it tells. Without an
// answer the panel offers what was known before; what is wrong with the service
// is said by the status bar.
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

// composeModels turns what the library remembers into what the panel offers.
func composeModels(known []library.Model) []request.Model {
	var list []request.Model
	for _, k := range known {
		kind := request.Stock
		switch k.Kind {
		case library.KindCheckpoint:
			kind = request.Trained
		case library.KindBase:
		default:
			continue
		}
		list = append(list, request.Model{ID: k.ID, Kind: kind, Name: k.Name, Type: k.Type, Step: k.Step, LoRA: k.LoRA, Created: k.Created, Expires: k.Expires})
	}
	return list
}

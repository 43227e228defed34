package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/app/ui/spending"
	"lookbook/widgets/darkroom"
)

// mostLoved bounds the prompts of a farewell batch.
const mostLoved = 50

// farewell proposes a last batch with a model that will be deleted soon. UI goroutine only.
type farewell struct {
	library  *library.Library
	settings *settings.Store
	costs    *costs
	send     func(requests []api.Config)
	run      background.Run
	window   fyne.Window
	now      func() time.Time
	failed   func(error)
	say      func(words string)
}

// propose shows the prompts whose pictures a person kept most with a model.
func (f *farewell) propose(m request.Model) {
	rating := f.settings.Current().KeptRating
	background.Do(f.run, func(ctx context.Context) ([]spending.Loved, error) { return f.loved(ctx, m, rating) }, func(loved []spending.Loved, err error) {
		switch {
		case err != nil:
			f.failed(err)
		case len(loved) == 0:
			f.say(message.T("farewell.nothing", message.With{"Model": m.Label()}))
		default:
			f.show(m, loved)
		}
	})
}

// loved reads the requests, with new seeds: the same again would be the same pictures.
func (f *farewell) loved(ctx context.Context, m request.Model, rating int) ([]spending.Loved, error) {
	kept, err := f.library.Costs.KeptPrompts(ctx, m.ID, rating, mostLoved)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(kept))
	for i, k := range kept {
		ids[i] = k.Entry
	}
	entries, err := f.library.EntriesByID(ctx, ids)
	var loved []spending.Loved
	for i, e := range entries {
		c := request.WithoutDryRun(e.Asked())
		anew := int64(-1)
		c.CheckpointID, c.BaseModel, c.Seed = m.ID, "", &anew
		if m.Type != "" {
			c.ModelType = m.Type
		}
		loved = append(loved, spending.Loved{Config: c, Kept: kept[i].Kept})
	}
	return loved, err
}

func (f *farewell) show(m request.Model, loved []spending.Loved) {
	intro := message.T("farewell.intro", message.With{"Model": m.Label(), "When": message.Ago(m.Expires, f.now())})
	page := spending.NewFarewell(intro, loved, f.costs.ofRequests)
	room := f.window.Canvas().Size().SubtractWidthHeight(2*darkroom.Space24, 2*darkroom.Space24)
	question.Ask(f.window, question.Question{
		Title: message.T("farewell.title"), Content: page.Object(), Yes: message.T("farewell.send"), No: message.T("send.no"),
		Size: fyne.NewSize(min(room.Width, 600), min(room.Height, 520)),
	}, func(yes bool) {
		if requests := page.Requests(); yes && len(requests) > 0 {
			f.send(requests)
		}
	})
}

// sendBatch sends requests as one group, after asking.
func (s *sender) sendBatch(requests []api.Config) {
	p := batch{config: requests[0], jobs: len(requests)}
	if !s.debouncer.press(p) {
		return
	}
	images := 0
	for _, c := range requests {
		images += c.NumSamples
	}
	amount := message.T("params.amount", message.With{"Jobs": message.N("params.jobs", len(requests)), "Images": message.N("params.images", images)})
	s.confirm(len(requests), amount, s.costs.ofRequests(requests), func() {
		s.submit(p, func() ([]library.Request, error) {
			if len(requests) == 1 {
				return []library.Request{{Config: requests[0], Written: variations.Escape(requests[0].Prompt)}}, nil
			}
			return library.NewGroup(requests, nil, ""), nil
		})
	})
}

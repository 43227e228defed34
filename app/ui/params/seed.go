package params

import (
	"strconv"

	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/icons"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// seedField is the seed: a number, or empty for a new one for each picture.
type seedField struct {
	form         *form
	entry        *widgets.NumberEntry
	roll, random *widgets.IconButton
}

func (s *seedField) build(roll func() int64) fyne.CanvasObject {
	row, draft := request.Seed.Row(), s.form.draft
	row.Min = 0
	s.entry = s.form.number(row, func(n widgets.Number, ok bool) {
		s.form.edit(func() {
			switch {
			case !ok:
				draft.Reject(request.Seed, row.Expected())
			case n.Set:
				if seed, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
					draft.SetSeed(seed)
				} else {
					draft.Set(request.Seed, n.Text)
				}
			default:
				draft.SetRandom(true)
			}
		}, request.Seed)
		s.random.SetOn(draft.Random())
	})
	s.form.shows[request.Seed] = nil // fill does that
	s.roll = widgets.NewIconButton(icons.Icon("roll"), message.T("params.seed.roll"), func() { s.set(roll()) })
	s.random = widgets.NewIconButton(icons.Icon("shuffle"), message.T("params.seed.random"), func() {
		s.form.edit(func() { draft.SetRandom(!draft.Random()) }, request.Seed)
		s.fill()
	})
	return arrange.Beside(darkroom.Space4, labelHeight(), s.entry, s.roll, s.random)
}

// set sets the seed.
func (s *seedField) set(seed int64) {
	s.form.edit(func() { s.form.draft.SetSeed(seed) }, request.Seed)
	s.fill()
}

func (s *seedField) fill() {
	seed := ""
	if !s.form.draft.Random() {
		seed = s.form.draft.Get(request.Seed)
	}
	s.form.quietly(func() { s.entry.SetText(seed) })
	s.random.SetOn(s.form.draft.Random())
}

package imageview

import (
	"context"

	"lookbook/app/duel"
	"lookbook/app/library"
	"lookbook/app/ui/message"
)

// DuelSelected begins a blind duel between the gallery's selection or, if nothing is selected, all that the gallery
// shows, for example a sweep. A duel between the same images goes on.
func (v *Views) DuelSelected() {
	gallery := v.p.Gallery
	ids := gallery.SelectedIDs()
	if n := gallery.Len(); len(ids) < 2 && n <= MostInDuel {
		ids = ids[:0]
		for i := range n {
			ids = append(ids, gallery.ID(i))
		}
	}
	switch {
	case v.Slideshow.opened || v.Duel.opened:
	case len(ids) < 2:
		v.p.Say(message.N("duel.select", MostInDuel))
	case len(ids) > MostInDuel:
		v.p.Say(message.T("duel.many", message.With{"Most": MostInDuel, "Count": len(ids)}))
	default:
		v.startDuel(func(history *duel.History) *duel.Duel {
			if d := history.Find(ids); d != nil {
				return d
			}
			shuffled := make([]int64, len(ids))
			for i, at := range v.p.Shuffled(len(ids)) {
				shuffled[i] = ids[at]
			}
			return duel.New(shuffled)
		})
	}
}

// ResumeDuel goes on with the last duel that was interrupted.
func (v *Views) ResumeDuel() {
	if v.Slideshow.opened || v.Duel.opened {
		return
	}
	v.startDuel(func(history *duel.History) *duel.Duel {
		d := history.Last()
		if d == nil {
			v.p.Say(message.T("duel.no.last"))
		}
		return d
	})
}

// startDuel starts the duel that is chosen from those that were kept; nil: none.
func (v *Views) startDuel(which func(*duel.History) *duel.Duel) {
	v.p.Run(func(ctx context.Context) func() {
		var stored []byte
		var err error
		if v.p.Duels != nil {
			stored, err = v.p.Duels(ctx)
		}
		history := duel.ReadHistory(stored)
		return func() {
			if err != nil {
				v.p.Failed(err)
				return
			}
			if v.Duel.history == nil {
				v.Duel.history = history
			}
			if state := which(v.Duel.history); state != nil {
				v.showDuel(state)
			}
		}
	})
}

func (v *Views) showDuel(state *duel.Duel) {
	v.p.Run(func(ctx context.Context) func() {
		images, err := v.p.Images(ctx, state.IDs)
		return func() {
			switch {
			case err != nil:
				v.p.Failed(err)
			case len(onDisk(images)) < 2 && len(state.Games) == 0:
				v.p.Say(message.T("duel.unsaved"))
			default:
				v.Duel.Start(state, images)
			}
		}
	})
}

// onDisk returns the images whose files are there.
func onDisk(images []library.Image) []library.Image {
	var list []library.Image
	for _, img := range images {
		if img.State == library.ImageSaved {
			list = append(list, img)
		}
	}
	return list
}

// duelClosed handles the end of a duel; nil: no image was chosen.
func (v *Views) duelClosed(best *library.Image) {
	v.uncover()
	if best == nil {
		return
	}
	if i := v.p.Gallery.IndexOf(best.ID); i >= 0 {
		v.Viewer.Open(i)
	}
}

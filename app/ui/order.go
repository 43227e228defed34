package ui

import (
	"cmp"

	"lookbook/app/library"
	"lookbook/app/library/index"
	"lookbook/app/settings"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/gallery"
)

// orderOf is an order as it is stored in the preferences.
func orderOf(by settings.Order, seed int) library.Order {
	order := library.Order{By: index.By(by)}
	if order.By == index.Shuffled {
		order.Seed = uint64(seed)
	}
	return order
}

// keepOrder stores the orders in the preferences.
func keepOrder(store *settings.Store, all, job library.Order) {
	store.Update(func(v *settings.Values) {
		v.Order, v.JobOrder = settings.Order(cmp.Or(all.By, index.Newest)), settings.Order(cmp.Or(job.By, index.Newest))
		if seed := cmp.Or(all.Seed, job.Seed); seed != 0 {
			v.OrderSeed = int(seed)
		}
	})
}

// orderRows are the orders of what the gallery shows.
func (b *menuBar) orderRows() []actions.Action {
	able := func() bool {
		m := b.page()
		return m != nil && m.gallery.Arrangement.Order() != ""
	}
	set := func(by index.By) func() { return b.on(func(m *mainPage) { m.gallery.Arrangement.SetOrder(by) }) }
	list := []actions.Action{{ID: "menu.order", Menu: "menu.view", Apart: true, Unlisted: true, Items: func() []actions.Offer {
		var offers []actions.Offer
		for _, by := range gallery.By() {
			offers = append(offers, actions.Offer{ID: "gallery.order." + string(by), Words: gallery.OrderWords(by), Run: set(by)})
		}
		return offers
	}}}
	for _, by := range gallery.By() {
		list = append(list, actions.Action{ID: "gallery.order." + string(by), Topic: "menu.order", Enabled: able, Run: set(by)})
	}
	foldable := func() bool {
		m := b.page()
		return m != nil && m.gallery.Folding.Able()
	}
	return append(list,
		actions.Action{ID: "gallery.fold", Menu: "menu.view", Fixed: actions.On("Ctrl+Left"), Sheet: actions.SheetPictures, Enabled: foldable, Run: b.on(func(m *mainPage) { m.gallery.Folding.Current() })},
		actions.Action{ID: "gallery.fold.all", Menu: "menu.view", Fixed: actions.On("Ctrl+Shift+Left"), Enabled: foldable, Run: b.on(func(m *mainPage) { m.gallery.Folding.All(true) })},
		actions.Action{ID: "gallery.unfold", Menu: "menu.view", Fixed: actions.On("Ctrl+Right"), Sheet: actions.SheetPictures, Enabled: foldable, Run: b.on(func(m *mainPage) { m.gallery.Folding.All(false) })},
	)
}

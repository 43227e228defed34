package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/actions"
)

// pictureRows are the actions on the viewed picture, or the selected ones.
func (b *menuBar) pictureRows() []actions.Action {
	const menu = "menu.picture"
	list := []actions.Action{
		b.onOffer(actions.Action{ID: "picture.view", Fixed: actions.On("Enter"), Sheet: actions.SheetPictures}),
		b.onPicked(actions.Action{ID: "picture.favourite", Menu: menu, Fixed: actions.On("."), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.marker.toggleFavourite(p) }),
		{ID: "picture.rate", Menu: menu, FixedWords: "shortcut.keys.rate", Sheet: actions.SheetPictures, Items: func() []actions.Offer {
			return ratingOffers(func(rating int) { b.rate(rating) })
		}},
		b.onPicked(actions.Action{ID: "picture.tag", Menu: menu, Keys: actions.On("Ctrl+T"), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.tagger.tag(p) }),
		b.onPicked(actions.Action{ID: "picture.export", Menu: menu, Apart: true, Keys: actions.On("Ctrl+Shift+X"), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.exporter.ask(p) }),
		b.onPicked(actions.Action{ID: "picture.sheet", Menu: menu}, func(m *mainPage, p picked) { m.delivery.sheets.ask(p) }),
		b.onPicked(actions.Action{ID: "picture.proof", Menu: menu}, func(m *mainPage, p picked) { m.delivery.proofs.ask(p) }),
		b.onPicked(actions.Action{ID: "picture.copy", Menu: menu, Keys: actions.On("Ctrl+C"), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.images.copier.picked(p) }),
		b.onPicked(actions.Action{ID: "picture.copy.path", Menu: menu, Keys: actions.On("Ctrl+Alt+C"), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.images.copier.paths(p) }),
		b.onPicked(actions.Action{ID: "picture.open.with", Menu: menu}, func(m *mainPage, p picked) { m.delivery.opener.ask(p) }),
		b.onPicked(actions.Action{ID: "picture.show", Menu: menu}, func(m *mainPage, p picked) { m.images.showPicked(p) }),
		b.onPicked(actions.Action{ID: "picture.trash", Menu: menu, Apart: true, Keys: actions.On().Mac("⌘⌫"), Fixed: actions.On("Delete"), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.trasher.trash(p) }),
		{ID: "picture.trash.rejected", Menu: menu, Enabled: func() bool {
			m := b.page()
			return m != nil && m.rejects.possible()
		}, Run: b.on(func(m *mainPage) { m.rejects.trashAll() })},
		b.onOffer(actions.Action{ID: "picture.copy.prompt"}),
		b.onOffer(actions.Action{ID: "picture.copy.seed"}),
		b.onOffer(actions.Action{ID: "picture.use.seed"}),
		b.onOffer(actions.Action{ID: "picture.use"}),
		b.onPicked(actions.Action{ID: "picture.parent"}, func(m *mainPage, p picked) { m.views.Viewer.OpenParentOf(p.ids[0]) }),
		b.onOffer(actions.Action{ID: "picture.save"}),
		b.onOffer(actions.Action{ID: "picture.fetch"}),
	}
	digits := [...]string{"0", "1", "2", "3", "4", "5"}
	for rating, id := range ratingIDs {
		list = append(list, b.onPicked(actions.Action{ID: id, Fixed: actions.On(digits[rating])},
			func(m *mainPage, p picked) { m.marker.rate(p, rating) }))
	}
	judge := func(id string, verdict library.Verdict, keys ...string) {
		list = append(list, b.onPicked(actions.Action{ID: id, Fixed: actions.On(keys...), Sheet: actions.SheetPictures},
			func(m *mainPage, p picked) { m.marker.judge(p, verdict) }))
	}
	judge("picture.pick", library.Picked, "P")
	judge("picture.reject", library.Rejected, "X", "!")
	judge("picture.neither", library.Neither, "U")
	for i := range list {
		list[i].Topic = menu
		if list[i].ID == "picture.copy" {
			list[i].Run = b.orText(&fyne.ShortcutCopy{}, list[i].Run)
		}
	}
	return list
}

// rate rates the picked pictures.
func (b *menuBar) rate(rating int) {
	b.on(func(m *mainPage) { m.images.with(func(p picked) { m.marker.rate(p, rating) })() })()
}

// onPicked does an action with the picked pictures.
func (b *menuBar) onPicked(a actions.Action, do func(m *mainPage, p picked)) actions.Action {
	a.Enabled = func() bool {
		m := b.page()
		return m != nil && len(m.images.picked().ids) > 0
	}
	a.Run = b.on(func(m *mainPage) { m.images.with(func(p picked) { do(m, p) })() })
	return a
}

// onOffer does an action of the pictures' context menu with the picked pictures.
// imageActions says what that is, and when it can be done.
func (b *menuBar) onOffer(a actions.Action) actions.Action {
	offer := func(m *mainPage) *actions.Offer { return offered(m.images.offers(m.images.picked()), a.ID) }
	a.Enabled = func() bool {
		m := b.page()
		return m != nil && offer(m) != nil
	}
	a.Run = b.on(func(m *mainPage) {
		m.images.with(func(picked) {
			if o := offer(m); o != nil {
				o.Run()
			}
		})()
	})
	return a
}

// jobRows are the actions on the request and on the selected job. jobs.Actions
// says what the latter do, and when.
func (b *menuBar) jobRows() []actions.Action {
	const menu = "menu.job"
	return []actions.Action{
		{ID: "menu.generate", Menu: menu, Keys: actions.On("Ctrl+Enter"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.params.Generate() })},
		{ID: "menu.dry.run", Menu: menu, Keys: actions.On("Ctrl+Shift+Enter"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.params.DryRun() })},
		b.onJob(actions.Action{ID: "menu.again", Menu: menu, Apart: true}),
		{ID: "models.leaving.farewell", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.leaving.lastBatch(m.w.clock.Now()) })},
		{ID: "menu.website", Menu: menu, Run: func() { b.desktop.openURL(jobsPage) }},
		{ID: "menu.sync", Menu: menu, Apart: true, Keys: actions.On("F5", "Ctrl+R").Mac("⌘R", "F5"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(m *mainPage) { m.syncNow() })},
		{ID: "menu.pause", Menu: menu, Enabled: b.open, Run: b.pause},
		b.onJob(actions.Action{ID: "menu.copy.job"}),
		b.onJob(actions.Action{ID: "menu.variations"}),
		b.onJob(actions.Action{ID: "jobs.review"}),
		{
			ID: "jobs.fold", Topic: menu, Fixed: actions.On("←", "→"), Sheet: actions.SheetWindow, Run: b.on(func(m *mainPage) { m.jobs.Folding.Toggle() }),
			Enabled: func() bool {
				m := b.page()
				return m != nil && m.jobs.Folding.Able()
			},
		},
		b.onJob(actions.Action{ID: "jobs.send.again"}),
		b.onJob(actions.Action{ID: "jobs.forget"}),
		b.onJob(actions.Action{ID: "jobs.remove"}),
		b.onJob(actions.Action{ID: "jobs.save.again"}),
		b.onJob(actions.Action{ID: "jobs.ask.again"}),
		b.onJob(actions.Action{ID: "jobs.try.again"}),
		b.onJob(actions.Action{ID: "jobs.copy.support"}),
	}
}

// onJob lets jobs.Actions do an action, with the selected job.
func (b *menuBar) onJob(a actions.Action) actions.Action {
	a.Topic = "menu.job"
	offer := func() *actions.Offer {
		m := b.page()
		if m == nil {
			return nil
		}
		e, ok := m.jobs.Selected()
		if !ok {
			return nil
		}
		return offered(m.jobActions().Offers(e), a.ID)
	}
	a.Enabled = func() bool { return offer() != nil }
	a.Run = func() {
		if o := offer(); o != nil {
			o.Run()
		}
	}
	return a
}

// offered returns the offer of an action that can be taken; nil: there is none.
func offered(offers []actions.Offer, id string) *actions.Offer {
	at := slices.IndexFunc(offers, func(o actions.Offer) bool { return o.ID == id && !o.Disabled && o.Run != nil })
	if at < 0 {
		return nil
	}
	return &offers[at]
}

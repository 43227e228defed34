package ui

import (
	"context"
	"log/slog"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
)

// imageActions are the actions on selected or displayed pictures, for keys,
// buttons and menus.
type imageActions struct {
	gallery  func() *gallery.Pane
	views    func() *imageview.Views
	panel    *params.Pane
	rows     *imageRows
	copier   *imageCopier
	marker   *marker
	tagger   *tagger
	exporter *exporter
	opener   *programOpener
	trasher  *trasher
	undoer   *undoer
	filler   *filler
	presets  *presetList
	duels    *edit.Duels
	log      *slog.Logger
	queue    *background.Queue
	toaster  *toaster
	reveal   func(path string)
	rescan   func()
	// retryOne saves a picture again. It waits for the disk, so do runs it off
	// the UI goroutine.
	retryOne func(ctx context.Context, id int64) error
	do       func(failed string, action func(ctx context.Context) error)
	keyed    func([]actions.Offer) *fyne.Menu // makes a menu, with keys
}

// galleryActions are the gallery's actions on the selection.
func (a *imageActions) galleryActions() gallery.Actions {
	return gallery.Actions{
		Favourite:    func(on bool) { a.marker.favourite(a.picked(), on) },
		Reject:       func() { a.marker.toggleRejected(a.picked()) },
		Rate:         func(rating int) { a.marker.rate(a.picked(), rating) },
		Judge:        func(verdict library.Verdict) { a.marker.judge(a.picked(), verdict) },
		Tag:          a.with(a.tagger.tag),
		Export:       a.with(a.exporter.ask),
		Copy:         a.with(a.copier.picked),
		ShowInFolder: a.with(a.showPicked),
		Trash:        a.with(a.trasher.trash),
		Undo:         a.undoer.undo,
	}
}

// showPicked shows the first picture with a file in the desktop's file manager.
func (a *imageActions) showPicked(p picked) {
	for _, img := range p.held {
		if img.Path != "" && img.State != library.ImageTrashed {
			a.reveal(img.Path)
			return
		}
	}
	a.toaster.show(message.T("picture.no.file"))
}

// menu is the menu of pictures; nil: there are none.
func (a *imageActions) menu(p picked) *fyne.Menu {
	if len(p.held) == 0 {
		return nil
	}
	return a.keyed(a.offers(p))
}

// offers are the actions that these pictures allow.
func (a *imageActions) offers(p picked) []actions.Offer {
	if len(p.held) == 0 {
		return nil
	}
	first, n := p.held[0], len(p.ids)
	seeded := first.Generated.Seed != nil
	offers := []actions.Offer{
		{ID: "picture.view", Words: message.T("picture.open"), Run: func() { a.views().Viewer.Open(a.gallery().Pictures.IndexOf(first.ID)) }},
		{ID: "picture.favourite", Words: a.favouriteWords(p), Apart: true, Run: func() { a.marker.toggleFavourite(p) }},
		{ID: "picture.rate", Words: message.T("picture.rate"), Items: a.ratings(p)},
		{ID: "picture.tag", Words: message.T("picture.tag"), Run: func() { a.tagger.tag(p) }},
		{ID: "picture.export", Words: message.N("picture.export.n", n), Apart: true, Run: func() { a.exporter.ask(p) }},
		{ID: "picture.copy", Words: message.N("picture.copy.n", n), Run: func() { a.copier.picked(p) }},
	}
	if n == 1 {
		offers = append(offers, actions.Offer{ID: "picture.copy.path", Words: message.T("picture.copy.path"), Disabled: first.Path == "", Run: func() { a.copier.paths(p) }})
	}
	offers = append(offers,
		actions.Offer{ID: "picture.open.with", Words: message.T("picture.open.with"), Disabled: first.Path == "", Run: func() { a.opener.ask(p) }},
		actions.Offer{ID: "picture.show", Words: message.T("picture.show"), Disabled: first.Path == "", Run: func() { a.showPicked(p) }},
		actions.Offer{ID: "picture.copy.prompt", Words: message.T("picture.copy.prompt"), Apart: true, Run: func() { a.copier.prompt(first) }},
		actions.Offer{ID: "picture.copy.seed", Words: message.T("picture.copy.seed"), Disabled: !seeded, Run: func() { a.copier.seed(first) }},
		actions.Offer{ID: "picture.use.seed", Words: message.T("picture.use.seed"), Disabled: !seeded, Run: func() { a.useSeed(first) }},
		actions.Offer{ID: "picture.use", Words: message.T("picture.use"), Run: func() { a.useAll(first) }})
	if unsaved := withState(p.held, library.ImageFailed, library.ImageKnown); len(unsaved) > 0 {
		offers = append(offers, actions.Offer{ID: "picture.save", Words: message.N("picture.save.n", len(unsaved)), Apart: true, Run: func() { a.retry(unsaved) }})
	}
	return append(append(offers, a.goneOffers(p.held)...), actions.Offer{
		ID: "picture.trash", Words: message.N("picture.trash.n", n), Apart: true, Run: func() { a.trasher.trash(p) },
	})
}

// favouriteWords names the action that toggles favourites.
func (a *imageActions) favouriteWords(p picked) string {
	if allFavourites(p.held) {
		return message.T("picture.not.favourite")
	}
	return message.T("picture.favourite")
}

// ratings offers no stars, one to five, and rejected, in this order.
func (a *imageActions) ratings(p picked) []actions.Offer {
	rated := p.held[0].Marks.Rating
	for _, img := range p.held {
		if img.Marks.Rating != rated {
			rated = mixedRatings
		}
	}
	offers := ratingOffers(func(rating int) { a.marker.rate(p, rating) })
	for i := range offers {
		offers[i].Checked = i == rated || rated == search.RejectedRating && i > search.HighestRating
	}
	return offers
}

// mixedRatings means that pictures have different ratings.
const mixedRatings = search.RejectedRating - 1

// ratingIDs are the actions that give no stars to five.
var ratingIDs = [search.HighestRating + 1]string{
	"picture.rate.none", "picture.rate.1", "picture.rate.2", "picture.rate.3", "picture.rate.4", "picture.rate.5",
}

// ratingOffers are no stars, one to five, and rejected, in this order.
func ratingOffers(rate func(rating int)) []actions.Offer {
	var offers []actions.Offer
	for stars, id := range ratingIDs {
		words := message.T(id)
		if stars > 0 {
			words = strings.Repeat("★", stars)
		}
		offers = append(offers, actions.Offer{ID: id, Words: words, Run: func() { rate(stars) }})
	}
	return append(offers, actions.Offer{ID: "picture.reject", Words: message.T("picture.reject"), Run: func() { rate(search.RejectedRating) }})
}

func withState(images []library.Image, states ...library.ImageState) []library.Image {
	var list []library.Image
	for _, i := range images {
		for _, s := range states {
			if i.State == s {
				list = append(list, i)
				break
			}
		}
	}
	return list
}

func (a *imageActions) retry(images []library.Image) {
	a.do("do.save", func(ctx context.Context) error {
		for _, i := range images {
			if err := a.retryOne(ctx, i.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// useSeed sets the panel's seed to that of a picture and changes nothing else.
func (a *imageActions) useSeed(img library.Image) {
	if img.Generated.Seed != nil {
		a.views().Close()
		a.panel.SetSeed(*img.Generated.Seed)
	}
}

// useAll fills the panel with all parameters of a picture, with its own seed.
func (a *imageActions) useAll(img library.Image) {
	a.rows.withEntry(img, func(e library.Entry) {
		a.views().Close()
		if a.filler.use(requestOfImage(img, e), originOf(img)) && img.Generated.Seed != nil {
			a.panel.SetSeed(*img.Generated.Seed)
		}
	})
}

// savePreset asks for a name and saves all parameters of a picture as a preset.
func (a *imageActions) savePreset(img library.Image) {
	a.rows.withEntry(img, func(e library.Entry) {
		a.presets.saveRequest(requestOfImage(img, e), originOf(img), func(words string) { a.toaster.show(words) })
	})
}

// keepDuels stores the duels, the latest last.
func (a *imageActions) keepDuels(content []byte) {
	a.queue.Add(func() background.Work {
		return func(ctx context.Context) func() {
			err := a.duels.Keep(ctx, content)
			return func() {
				if err != nil {
					a.toaster.show(message.T("duel.not.kept", because(err)))
					return
				}
				a.log.Debug("duel stored", "bytes", len(content))
			}
		}
	})
}

// goneOffers are the actions for pictures whose files were moved or deleted.
func (a *imageActions) goneOffers(images []library.Image) []actions.Offer {
	gone := withState(images, library.ImageGone)
	if len(gone) == 0 {
		return nil
	}
	return []actions.Offer{
		{ID: "menu.folder.rescan", Words: message.T("menu.folder.rescan"), Apart: true, Run: a.rescan},
		{ID: "picture.fetch", Words: message.N("picture.fetch.n", len(gone)), Run: func() { a.retry(gone) }},
	}
}

func (a *imageActions) trash(images []library.Image) { a.trasher.trash(pickedOf(images)) }

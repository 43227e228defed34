package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
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
	trasher  *trasher
	undoer   *undoer
	filler   *filler
	toaster  *toaster
	reveal   func(path string)
	rescan   func()
	// retryOne saves a picture again. It waits for the disk, so do runs it off
	// the UI goroutine.
	retryOne func(ctx context.Context, id int64) error
	do       func(failed string, action func(ctx context.Context) error)
}

// galleryActions are the gallery's actions on the selection.
func (a *imageActions) galleryActions() gallery.Actions {
	return gallery.Actions{
		Favourite:    func(on bool) { a.marker.favourite(a.picked(), on) },
		Reject:       func() { a.marker.toggleRejected(a.picked()) },
		Rate:         func(rating int) { a.marker.rate(a.picked(), rating) },
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

// menu is the menu of pictures.
func (a *imageActions) menu(p picked) *fyne.Menu {
	if len(p.held) == 0 {
		return nil
	}
	first, n := p.held[0], len(p.ids)
	item := func(label string, enabled bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(label, do)
		i.Disabled = !enabled
		return i
	}
	items := []*fyne.MenuItem{
		item(message.T("picture.open"), true, func() { a.views().Viewer.Open(a.gallery().Pictures.IndexOf(first.ID)) }),
		fyne.NewMenuItemSeparator(),
		item(a.favouriteWords(p), true, func() { a.marker.toggleFavourite(p) }),
		a.rateItem(p),
		item(message.T("picture.tag"), true, func() { a.tagger.tag(p) }),
		fyne.NewMenuItemSeparator(),
		item(message.N("picture.export.n", n), true, func() { a.exporter.ask(p) }),
		item(message.N("picture.copy.n", n), true, func() { a.copier.picked(p) }),
	}
	if n == 1 {
		items = append(items, item(message.T("picture.copy.path"), first.Path != "", func() { a.copier.paths(p) }))
	}
	items = append(items,
		item(message.T("picture.show"), first.Path != "", func() { a.showPicked(p) }),
		fyne.NewMenuItemSeparator(),
		item(message.T("picture.copy.prompt"), true, func() { a.copier.prompt(first) }),
		item(message.T("picture.copy.seed"), first.Generated.Seed != nil, func() { a.copier.seed(first) }),
		item(message.T("picture.use.seed"), first.Generated.Seed != nil, func() { a.useSeed(first) }),
		item(message.T("picture.use"), true, func() { a.useAll(first) }))
	if unsaved := withState(p.held, library.ImageFailed, library.ImageKnown); len(unsaved) > 0 {
		items = append(items, fyne.NewMenuItemSeparator(),
			item(message.N("picture.save.n", len(unsaved)), true, func() { a.retry(unsaved) }))
	}
	items = append(items, a.goneItems(p.held)...)
	return fyne.NewMenu("", append(items, fyne.NewMenuItemSeparator(),
		item(message.N("picture.trash.n", n), true, func() { a.trasher.trash(p) }))...)
}

// favouriteWords names the action that toggles favourites.
func (a *imageActions) favouriteWords(p picked) string {
	if allFavourites(p.held) {
		return message.T("picture.not.favourite")
	}
	return message.T("picture.favourite")
}

// rateItem is the menu of ratings.
func (a *imageActions) rateItem(p picked) *fyne.MenuItem {
	rated := p.held[0].Marks.Rating
	for _, img := range p.held {
		if img.Marks.Rating != rated {
			rated = mixedRatings
		}
	}
	item := fyne.NewMenuItem(message.T("picture.rate.plain"), nil)
	item.ChildMenu = fyne.NewMenu("", ratingItems(func(rating int) { a.marker.rate(p, rating) })...)
	for i, child := range item.ChildMenu.Items {
		child.Checked = i == rated || rated == search.RejectedRating && i > search.HighestRating
	}
	return item
}

// mixedRatings means that pictures have different ratings.
const mixedRatings = search.RejectedRating - 1

// ratingItems are no stars, one to five, and rejected, in this order.
func ratingItems(rate func(rating int)) []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(message.T("picture.rate.none"), func() { rate(0) })}
	for stars := 1; stars <= search.HighestRating; stars++ {
		items = append(items, fyne.NewMenuItem(strings.Repeat("★", stars), func() { rate(stars) }))
	}
	return append(items, fyne.NewMenuItem(message.T("picture.reject"), func() { rate(search.RejectedRating) }))
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
		if a.filler.use(requestOfImage(img, e)) && img.Generated.Seed != nil {
			a.panel.SetSeed(*img.Generated.Seed)
		}
	})
}

// goneItems are the menu items for pictures whose files were moved or deleted.
func (a *imageActions) goneItems(images []library.Image) []*fyne.MenuItem {
	gone := withState(images, library.ImageGone)
	if len(gone) == 0 {
		return nil
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(message.T("menu.folder.rescan"), a.rescan),
		fyne.NewMenuItem(message.N("picture.fetch.n", len(gone)), func() { a.retry(gone) }),
	}
}

func (a *imageActions) trash(images []library.Image) { a.trasher.trash(pickedOf(images)) }

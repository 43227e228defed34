package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/gallery"
)

// galleryActions are what the gallery offers to do with the selection.
func (m *mainPage) galleryActions() gallery.Actions {
	return gallery.Actions{
		Favourite:    func(on bool) { m.favourite(m.picked(), on) },
		Rate:         func(rating int) { m.rate(m.picked(), rating) },
		Tag:          m.with(m.tagger.tag),
		Export:       m.with(m.exporter.ask),
		Copy:         m.with(m.copyPicked),
		ShowInFolder: m.with(m.showPicked),
		Trash:        m.with(m.trasher.trash),
		Undo:         m.undoer.undo,
	}
}

// showPicked shows the first of the pictures that has a file in the desktop's
// file manager.
func (m *mainPage) showPicked(p picked) {
	for _, img := range p.held {
		if img.Path != "" && img.State != library.ImageTrashed {
			m.w.desktop.reveal(img.Path)
			return
		}
	}
	m.voice.say("There is no file to show yet.")
}

// imageMenu is the menu of pictures.
func (m *mainPage) imageMenu(p picked) *fyne.Menu {
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
		item("Open", true, func() { m.w.views.Viewer.Open(m.gallery.IndexOf(first.ID)) }),
		fyne.NewMenuItemSeparator(),
		item(m.favouriteWords(p), true, func() { m.toggleFavourite(p) }),
		m.rateItem(p),
		item("Tag…", true, func() { m.tagger.tag(p) }),
		fyne.NewMenuItemSeparator(),
		item(several("Export a copy…", "Export %s copies…", n), true, func() { m.exporter.ask(p) }),
		item(several("Copy picture", "Copy %s paths", n), true, func() { m.copyPicked(p) }),
	}
	if n == 1 {
		items = append(items, item("Copy path", first.Path != "", func() { m.copyPathsOf(p) }))
	}
	items = append(items,
		item("Show in folder", first.Path != "", func() { m.showPicked(p) }),
		fyne.NewMenuItemSeparator(),
		item("Copy prompt", true, func() { m.copyPrompt(first) }),
		item("Copy seed", first.Generated.Seed != nil, func() { m.copySeed(first) }),
		item("Use this seed", first.Generated.Seed != nil, func() { m.useSeed(first) }),
		item("Use these parameters", true, func() { m.useAll(first) }))
	if unsaved := withState(p.held, library.ImageFailed, library.ImageKnown); len(unsaved) > 0 {
		items = append(items, fyne.NewMenuItemSeparator(),
			item(several("Save again now", "Save these %s again now", len(unsaved)), true, func() { m.retry(unsaved) }))
	}
	items = append(items, m.goneItems(p.held)...)
	return fyne.NewMenu("", append(items, fyne.NewMenuItemSeparator(),
		item(several("Move to the trash", "Move %s to the trash", n), true, func() { m.trasher.trash(p) }))...)
}

// several is what one thing is called, or many with their number.
func several(one, many string, n int) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, count(n))
}

// favouriteWords is what toggling does to pictures.
func (m *mainPage) favouriteWords(p picked) string {
	if allFavourites(p.held) {
		return "No longer a favourite"
	}
	return "Favourite"
}

// rateItem offers the ratings.
func (m *mainPage) rateItem(p picked) *fyne.MenuItem {
	rated := p.held[0].Marks.Rating
	for _, img := range p.held {
		if img.Marks.Rating != rated {
			rated = -1
		}
	}
	item := fyne.NewMenuItem("Rate", nil)
	item.ChildMenu = fyne.NewMenu("", ratingItems(func(rating int) { m.rate(p, rating) })...)
	for i, child := range item.ChildMenu.Items {
		child.Checked = i == rated
	}
	return item
}

// ratingItems are no stars and one to five, in this order.
func ratingItems(rate func(rating int)) []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem("No rating", func() { rate(0) })}
	for stars := 1; stars <= search.HighestRating; stars++ {
		items = append(items, fyne.NewMenuItem(strings.Repeat("★", stars), func() { rate(stars) }))
	}
	return items
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

func (m *mainPage) retry(images []library.Image) {
	m.do("save these again", func(ctx context.Context) error {
		for _, i := range images {
			if err := m.session.Engine.Downloads.RetryImage(ctx, i.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// withEntry reads the job of a picture and paints what comes of it.
func (m *mainPage) withEntry(img library.Image, paint func(library.Entry)) {
	m.w.run(func(ctx context.Context) func() {
		entry, err := m.session.Library.Entry(ctx, img.EntryID)
		return func() {
			if err != nil {
				m.readFailed(err)
				return
			}
			paint(entry)
		}
	})
}

func (m *mainPage) copyPrompt(img library.Image) {
	m.withEntry(img, func(e library.Entry) { m.w.desktop.copy(requestOf(e).Prompt) })
}

func (m *mainPage) copySeed(img library.Image) {
	if img.Generated.Seed != nil {
		m.w.desktop.copy(strconv.FormatInt(*img.Generated.Seed, 10))
	}
}

// useSeed fixes the panel's seed to that of a picture and leaves the rest.
func (m *mainPage) useSeed(img library.Image) {
	if img.Generated.Seed != nil {
		m.w.views.Close()
		m.params.SetSeed(*img.Generated.Seed)
	}
}

// useAll takes all parameters of a picture into the panel, its own seed among
// them.
func (m *mainPage) useAll(img library.Image) {
	m.withEntry(img, func(e library.Entry) {
		m.w.views.Close()
		if m.filler.use(requestOf(e)) && img.Generated.Seed != nil {
			m.params.SetSeed(*img.Generated.Seed)
		}
	})
}

package ui

import (
	"context"
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
)

// imageMenu is the menu of the selected pictures.
func (m *mainPage) imageMenu(images []library.Image) *fyne.Menu {
	first := images[0]
	item := func(label string, enabled bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(label, do)
		i.Disabled = !enabled
		return i
	}
	items := []*fyne.MenuItem{
		item("Open", true, func() { m.w.viewer.Open(m.gallery.IndexOf(first.ID)) }),
		item("Show in folder", first.Path != "", func() { m.w.reveal(first.Path) }),
		fyne.NewMenuItemSeparator(),
		item("Copy prompt", true, func() { m.copyPrompt(first) }),
		item("Copy seed", first.Generated.Seed != nil, func() { m.copySeed(first) }),
		item("Use this seed", first.Generated.Seed != nil, func() { m.useSeed(first) }),
		item("Use these parameters", true, func() { m.useAll(first) }),
	}
	if unsaved := withState(images, library.ImageFailed, library.ImageKnown); len(unsaved) > 0 {
		label := "Save again now"
		if len(unsaved) > 1 {
			label = fmt.Sprintf("Save these %d again now", len(unsaved))
		}
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(label, func() { m.retry(unsaved) }))
	}
	return fyne.NewMenu("", append(items, m.goneItems(images)...)...)
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
			if err := m.session.Engine.RetryImage(ctx, i.ID); err != nil {
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
	m.withEntry(img, func(e library.Entry) { m.w.copy(requestOf(e).Prompt) })
}

func (m *mainPage) copySeed(img library.Image) {
	if img.Generated.Seed != nil {
		m.w.copy(strconv.FormatInt(*img.Generated.Seed, 10))
	}
}

// useSeed fixes the panel's seed to that of a picture and leaves the rest.
func (m *mainPage) useSeed(img library.Image) {
	if img.Generated.Seed != nil {
		m.w.viewer.Close()
		m.params.SetSeed(*img.Generated.Seed)
	}
}

// useAll takes all parameters of a picture into the panel, its own seed among
// them.
func (m *mainPage) useAll(img library.Image) {
	m.withEntry(img, func(e library.Entry) {
		m.w.viewer.Close()
		m.use(requestOf(e))
		if img.Generated.Seed != nil {
			m.params.SetSeed(*img.Generated.Seed)
		}
	})
}

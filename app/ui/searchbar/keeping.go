package searchbar

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/widgets"
)

// withKept reads the kept searches unless they are known, and then does what
// follows.
func (b *Bar) withKept(then func()) {
	if b.shelf.read {
		then()
		return
	}
	b.shelf.then = append(b.shelf.then, then)
	if !b.shelf.asking {
		b.readKept()
	}
}

// readKept reads the kept searches anew.
func (b *Bar) readKept() {
	b.shelf.asking, b.shelf.tried = true, true
	b.p.Run(func(ctx context.Context) func() {
		list, err := b.p.Searches.All(ctx)
		return func() { b.keptRead(list, err) }
	})
}

func (b *Bar) keptRead(list []library.SavedSearch, err error) {
	then := b.shelf.then
	b.shelf.asking, b.shelf.then = false, nil
	if err != nil {
		b.fail("The saved searches can’t be read: ", err)
		return
	}
	b.shelf.list, b.shelf.read = list, true
	b.note.Hide()
	b.showName()
	b.fit()
	for _, f := range then {
		f()
	}
}

// changeKept changes the kept searches, reads them anew and says what was
// done.
func (b *Bar) changeKept(change func(ctx context.Context) error, done func()) {
	b.p.Run(func(ctx context.Context) func() {
		err := change(ctx)
		var list []library.SavedSearch
		if err == nil {
			list, err = b.p.Searches.All(ctx)
		}
		return func() {
			if err != nil {
				b.fail("The saved searches could not be changed: ", err)
				return
			}
			done()
			b.keptRead(list, nil)
		}
	})
}

// showName puts the name of the search on the screen onto the button, and
// reports whether it is another than before.
func (b *Bar) showName() bool {
	name, tip := "Saved", "Saved searches"
	if one, ok := b.shelf.current(b.wording.query(), b.today()); ok {
		name, tip = shortName(one.Name), "Saved search: "+one.Name
	}
	other := name != b.kept.word.Text()
	b.kept.say(name, tip, name != "Saved")
	return other
}

// openKept opens the menu of kept searches.
func (b *Bar) openKept() {
	b.commit(true)
	b.changed()
	b.withKept(func() {
		at := b.kept.shape()
		driver := fyne.CurrentApp().Driver()
		if c := driver.CanvasForObject(at); c != nil {
			widget.ShowPopUpMenuAtPosition(b.keptMenu(), c, driver.AbsolutePositionForObject(at).AddXY(0, at.Size().Height))
		}
	})
}

// keptMenu offers the kept searches and what can be done with them.
func (b *Bar) keptMenu() *fyne.Menu {
	q := b.wording.query()
	current, isKept := b.shelf.current(q, b.today())
	var items []*fyne.MenuItem
	for _, one := range b.shelf.list {
		item := fyne.NewMenuItem(one.Name, func() { b.use(one) })
		item.Checked = isKept && one.Name == current.Name
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	save := fyne.NewMenuItem("Save this search…", b.askToKeep)
	save.Disabled = q.IsZero()
	items = append(items, save)
	if used, ok := b.shelf.named(b.shelf.used); ok && !isKept && !q.IsZero() {
		items = append(items, fyne.NewMenuItem("Update “"+used.Name+"”", func() { b.keep(used.Name) }))
	}
	if isKept {
		items = append(items,
			fyne.NewMenuItem("Rename “"+current.Name+"”…", func() { b.askToRename(current) }),
			fyne.NewMenuItem("Delete “"+current.Name+"”", func() { b.deleteKept(current) }))
	}
	return fyne.NewMenu("", items...)
}

// use looks for what was kept.
func (b *Bar) use(one library.SavedSearch) {
	b.shelf.used = one.Name
	b.change(func(w *wording) { *w = wordingOf(keptQuery(one.Query, b.today())) })
}

// keep keeps the search on the screen under a name, in place of the one that
// had it.
func (b *Bar) keep(name string) {
	text := keptText(b.wording.query(), b.today())
	old, replaced := b.shelf.named(name)
	var undo edit.Undo
	b.changeKept(func(ctx context.Context) (err error) {
		undo, err = b.p.Searches.Save(ctx, name, text)
		return err
	}, func() {
		b.shelf.used = name
		switch {
		case !replaced:
			b.p.Say("Saved as “" + name + "”.")
		case old.Query != text:
			b.did("replaced", old, undo)
		}
	})
}

func (b *Bar) deleteKept(one library.SavedSearch) {
	var undo edit.Undo
	b.changeKept(func(ctx context.Context) (err error) {
		undo, err = b.p.Searches.Delete(ctx, one.Name)
		return err
	}, func() {
		b.did("deleted", one, undo)
	})
}

// did tells what became of a search, and how it comes back as it was.
func (b *Bar) did(what string, was library.SavedSearch, undo edit.Undo) {
	b.p.Did(Deed{
		Words:  "The search “" + was.Name + "” was " + what,
		Undone: "The search “" + was.Name + "” is back.",
		Undo:   undo,
	})
}

// Reread tells that the saved searches were changed elsewhere.
func (b *Bar) Reread() { b.readKept() }

func (b *Bar) rename(one library.SavedSearch, name string) {
	b.changeKept(func(ctx context.Context) error { return b.p.Searches.Rename(ctx, one.Name, name) }, func() {
		b.shelf.used = name
	})
}

func (b *Bar) askToKeep() {
	b.askName("Save this search", "", "Save", func(name string) (trouble, again string) {
		if old, taken := b.shelf.named(name); taken {
			return "There already is a search called “" + old.Name + "”.", "Replace it"
		}
		return "", ""
	}, b.keep)
}

func (b *Bar) askToRename(one library.SavedSearch) {
	b.askName("Rename the search", one.Name, "Rename", func(name string) (trouble, again string) {
		if old, taken := b.shelf.named(name); taken && old.Name != one.Name {
			return "There already is a search called “" + old.Name + "”.", ""
		}
		return "", ""
	}, func(name string) { b.rename(one, name) })
}

// fail says beneath the bar what went wrong.
func (b *Bar) fail(what string, err error) {
	words := what + err.Error()
	if errors.Is(err, library.ErrNotFound) {
		words = what + "it is not there any more."
	}
	b.note.SetContent(widgets.BannerFailed, words)
	b.note.SetOnDismissed("Hide", func() {
		b.note.Hide()
		b.fit()
	})
	b.note.Show()
	b.fit()
}

// cleanName is a name as it is kept.
func cleanName(name string) string { return search.CleanTag(name) }

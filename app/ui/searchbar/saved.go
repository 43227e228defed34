package searchbar

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// saved is the button with the saved searches, what can be done with them, and the note that says what went wrong.
type saved struct {
	current *current
	fit     func() // there is a note, or none any more, or another name

	list   savedList
	button twoButtons
	note   *widgets.Banner
}

func newSaved(c *current) *saved {
	s := &saved{current: c, note: widgets.NewBanner(widgets.BannerFailed, "")}
	s.button = newTwoButtons(keptIcon(), message.T("searchbar.saved"), message.T("searchbar.saved.tip"), s.open)
	s.note.Hide()
	return s
}

// show puts the name of the search on the screen onto the button, and reports whether it is another than before. The searches
// are read the first time that something is looked for.
func (s *saved) show() (moved bool) {
	q := s.current.wording.query()
	if !s.list.tried && !q.IsZero() {
		defer s.read()
	}
	name, tip := message.T("searchbar.saved"), message.T("searchbar.saved.tip")
	one, ok := s.list.current(q, s.current.today())
	if ok {
		name, tip = shortName(one.Name), message.T("searchbar.saved.name.tip", message.With{"Name": one.Name})
	}
	moved = name != s.button.word.Text()
	s.button.say(name, tip, ok)
	return moved
}

// with reads the searches unless they are known, and then does what follows.
func (s *saved) with(then func()) {
	if s.list.read {
		then()
		return
	}
	s.list.then = append(s.list.then, then)
	if !s.list.asking {
		s.read()
	}
}

// read reads the searches again.
func (s *saved) read() {
	s.list.asking, s.list.tried = true, true
	s.current.p.Run(func(ctx context.Context) func() {
		list, err := s.current.p.Searches.All(ctx)
		return func() { s.take(list, err) }
	})
}

// take is the answer.
func (s *saved) take(list []library.SavedSearch, err error) {
	then := s.list.then
	s.list.asking, s.list.then = false, nil
	if err != nil {
		s.fail(message.T("searchbar.saved.unread", message.With{"Why": err}))
		return
	}
	s.list.list, s.list.read = list, true
	s.note.Hide()
	s.show()
	s.fit()
	for _, f := range then {
		f()
	}
}

// change changes the searches, reads them again and says what was done.
func (s *saved) change(how func(ctx context.Context) error, done func()) {
	s.current.p.Run(func(ctx context.Context) func() {
		err := how(ctx)
		var list []library.SavedSearch
		if err == nil {
			list, err = s.current.p.Searches.All(ctx)
		}
		return func() {
			switch {
			case errors.Is(err, library.ErrNotFound):
				s.fail(message.T("searchbar.saved.gone"))
			case err != nil:
				s.fail(message.T("searchbar.saved.unchanged", message.With{"Why": err}))
			default:
				done()
				s.take(list, nil)
			}
		}
	})
}

// fail says beneath the bar what went wrong.
func (s *saved) fail(words string) {
	s.note.SetContent(widgets.BannerFailed, words)
	s.note.SetOnDismissed(message.T("searchbar.hide"), func() {
		s.note.Hide()
		s.fit()
	})
	s.note.Show()
	s.fit()
}

// open opens the menu of the searches.
func (s *saved) open() {
	s.current.settle()
	s.with(func() {
		at := s.button.shape()
		driver := fyne.CurrentApp().Driver()
		if c := driver.CanvasForObject(at); c != nil {
			widget.ShowPopUpMenuAtPosition(s.menu(), c, driver.AbsolutePositionForObject(at).AddXY(0, at.Size().Height))
		}
	})
}

// menu offers the searches and what can be done with them.
func (s *saved) menu() *fyne.Menu {
	q := s.current.wording.query()
	present, isSaved := s.list.current(q, s.current.today())
	var items []*fyne.MenuItem
	for _, one := range s.list.list {
		item := fyne.NewMenuItem(one.Name, func() { s.use(one) })
		item.Checked = isSaved && one.Name == present.Name
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	save := fyne.NewMenuItem(message.T("searchbar.save.this"), s.askToKeep)
	save.Disabled = q.IsZero()
	items = append(items, save)
	if used, ok := s.list.named(s.list.used); ok && !isSaved && !q.IsZero() {
		items = append(items, fyne.NewMenuItem(message.T("searchbar.update", message.With{"Name": used.Name}), func() { s.keep(used.Name) }))
	}
	if isSaved {
		name := message.With{"Name": present.Name}
		items = append(items,
			fyne.NewMenuItem(message.T("searchbar.rename.this", name), func() { s.askToRename(present) }),
			fyne.NewMenuItem(message.T("searchbar.delete", name), func() { s.delete(present) }))
	}
	return fyne.NewMenu("", items...)
}

// use looks for what was saved.
func (s *saved) use(one library.SavedSearch) {
	s.list.used = one.Name
	s.current.change(func(w *wording) { *w = wordingOf(keptQuery(one.Query, s.current.today())) })
}

// keep saves the search on the screen under a name, in place of the one that had it.
func (s *saved) keep(name string) {
	text := keptText(s.current.wording.query(), s.current.today())
	old, replaced := s.list.named(name)
	var undo edit.Undo
	s.change(func(ctx context.Context) (err error) {
		undo, err = s.current.p.Searches.Save(ctx, name, text)
		return err
	}, func() {
		s.list.used = name
		switch {
		case !replaced:
			s.current.p.Say(message.T("searchbar.saved.as", message.With{"Name": name}))
		case old.Query != text:
			s.did("searchbar.saved.replaced", old, undo)
		}
	})
}

func (s *saved) delete(one library.SavedSearch) {
	var undo edit.Undo
	s.change(func(ctx context.Context) (err error) {
		undo, err = s.current.p.Searches.Delete(ctx, one.Name)
		return err
	}, func() {
		s.did("searchbar.saved.deleted", one, undo)
	})
}

// did tells what became of a search, and how it comes back as it was.
func (s *saved) did(what string, was library.SavedSearch, undo edit.Undo) {
	name := message.With{"Name": was.Name}
	s.current.p.Did(Change{
		Words:  message.T(what, name),
		Undone: message.T("searchbar.saved.back", name),
		Undo:   undo,
	})
}

func (s *saved) askToKeep() {
	again := message.T("searchbar.name.replace")
	s.ask("searchbar.save.title", "searchbar.save", "", again, s.keep)
}

func (s *saved) askToRename(one library.SavedSearch) {
	s.ask("searchbar.rename.title", "searchbar.rename", one.Name, "", func(name string) {
		s.change(func(ctx context.Context) error { return s.current.p.Searches.Rename(ctx, one.Name, name) }, func() {
			s.list.used = name
		})
	})
}

// ask asks for a name that no other search has. With again the person may take it from the one that has it.
func (s *saved) ask(title, ok, name, again string, named func(string)) {
	n := newNamer(message.T(title), message.T(ok), name)
	n.named = named
	n.check = func(wanted string) (trouble, instead string) {
		if old, taken := s.list.named(wanted); taken && (name == "" || old.Name != name) {
			return message.T("searchbar.name.taken", message.With{"Name": old.Name}), again
		}
		return "", ""
	}
	n.open(s.button.shape(), s.current)
}

// cleanName is a name as it is kept.
func cleanName(name string) string { return search.CleanTag(name) }

package searchbar

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// saved is the button of the saved searches, its menu, and a note about failures.
type saved struct {
	current *current
	fit     func() // called when the note or the name changed

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

// show writes the name of the present search on the button, and reports whether it changed. The searches are read at
// the first query.
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

// with reads the searches if needed, and then calls then.
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

// take handles the answer.
func (s *saved) take(list []library.SavedSearch, err error) {
	then := s.list.then
	s.list.asking, s.list.then = false, nil
	if err != nil {
		s.fail(message.T("searchbar.saved.unread", message.With{"Why": err}))
		return
	}
	s.list.list, s.list.read = slices.SortedStableFunc(slices.Values(list), func(a, b library.SavedSearch) int {
		return message.Compare(a.Name, b.Name)
	}), true
	s.note.Hide()
	s.show()
	s.fit()
	for _, f := range then {
		f()
	}
}

// change changes the searches, reads them again and reports the action.
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

// fail shows below the bar what failed.
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

// menu makes the menu of the searches and their actions.
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

// use applies a saved search.
func (s *saved) use(one library.SavedSearch) {
	s.list.used = one.Name
	s.current.change(func(w *wording) { *w = wordingOf(keptQuery(one.Query, s.current.today())) })
}

// keep saves the present search under a name and replaces the one with that name.
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
			s.did("searchbar.saved.replaced", old, undo, func(ctx context.Context) error {
				_, err := s.current.p.Searches.Save(ctx, name, text)
				return err
			})
		}
	})
}

func (s *saved) delete(one library.SavedSearch) {
	var undo edit.Undo
	s.change(func(ctx context.Context) (err error) {
		undo, err = s.current.p.Searches.Delete(ctx, one.Name)
		return err
	}, func() {
		s.did("searchbar.saved.deleted", one, undo, func(ctx context.Context) error {
			_, err := s.current.p.Searches.Delete(ctx, one.Name)
			return err
		})
	})
}

// did reports an action on a search, with its undo and how to do it again.
func (s *saved) did(what string, was library.SavedSearch, undo edit.Undo, redo func(ctx context.Context) error) {
	name := message.With{"Name": was.Name}
	s.current.p.Did(Change{
		Words:  message.T(what, name),
		Undone: message.T("searchbar.saved.back", name),
		Undo:   undo,
		Redo:   redo,
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

// ask asks for a name that no other search has. With again, the person may take it from the search that has it.
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

// cleanName returns a name in its stored form.
func cleanName(name string) string { return search.CleanTag(name) }

package ui

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/platform/atomicfile"
	"lookbook/app/request/presets"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// presetList holds the presets, and the one that the panel was last filled
// from. UI goroutine only.
type presetList struct {
	store   presets.Store
	run     background.Run
	panel   *params.Pane
	window  fyne.Window
	dialogs *fileDialogs
	fail    failing
	fill    func(state params.State, words string, more ...widgets.Action) bool
	read    func(path string) // imports a file
	undoer  *undoer

	list []presets.Preset
	used string // name of the preset in the panel; "": none
}

// load reads the presets and then calls then.
func (s *presetList) load(then func()) {
	background.Do(s.run, s.store.List, func(list []presets.Preset, err error) {
		if err != nil {
			s.fail("preset.unread", err)
			return
		}
		s.list = slices.SortedStableFunc(slices.Values(list), func(a, b presets.Preset) int { return message.Compare(a.Name, b.Name) })
		if then != nil {
			then()
		}
	})
}

// change changes the presets off the UI goroutine and reads them again.
func (s *presetList) change(change func(ctx context.Context) error, then func()) {
	background.Try(s.run, change, func(err error) {
		if err != nil {
			s.panel.Say(widgets.BannerFailed, message.T("preset.failed", because(err)))
			return
		}
		s.load(then)
	})
}

// menu offers the presets and the actions on them.
func (s *presetList) menu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, p := range s.list {
		item := fyne.NewMenuItem(p.Name, func() { s.use(p) })
		item.Checked = presets.Key(p.Name) == presets.Key(s.used)
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, fyne.NewMenuItem(message.T("preset.save"), s.saveAs))
	if current, ok := s.current(); ok {
		items = append(items,
			fyne.NewMenuItem(message.T("preset.update", named(current.Name)), func() { s.update(current) }),
			fyne.NewMenuItem(message.T("preset.rename", named(current.Name)), func() { s.rename(current) }),
			fyne.NewMenuItem(message.T("preset.delete", named(current.Name)), func() { s.delete(current) }),
			fyne.NewMenuItem(message.T("preset.export", named(current.Name)), func() { s.export(current) }))
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.T("preset.import"), s.importFile))
	all := fyne.NewMenuItem(message.T("preset.export.all"), func() { s.export(s.list...) })
	all.Disabled = len(s.list) == 0
	return fyne.NewMenu("", append(items, all)...)
}

// current returns the preset that the panel was last filled from.
func (s *presetList) current() (presets.Preset, bool) {
	if s.used == "" {
		return presets.Preset{}, false
	}
	return s.named(s.used)
}

func (s *presetList) use(p presets.Preset) {
	state, kept := stateOfPreset(p, s.panel.State())
	key := "preset.used"
	if kept {
		key = "preset.used.prompt.kept"
	}
	if s.fill(state, message.T(key, named(p.Name))) {
		s.used = p.Name
	}
}

// saveAs asks for a name and saves the panel's content under it.
func (s *presetList) saveAs() {
	s.ask(s.used, s.panel.State(), func(words string) { s.panel.Say(widgets.BannerFailed, words) }, s.save)
}

// saveRequest asks for a name and saves a request under it. The panel stays as it
// is; said shows how it went.
func (s *presetList) saveRequest(c api.Config, from library.Origin, said func(words string)) {
	state := params.StateOf(c)
	state.Parent = from
	s.ask("", state, said, func(p presets.Preset, words string) {
		kept := s.keeping(p, words)
		background.Try(s.run, func(ctx context.Context) error { return s.store.Save(ctx, p) }, func(err error) {
			if err != nil {
				said(message.T("preset.failed", because(err)))
				return
			}
			s.load(func() {
				kept()
				said(words)
			})
		})
	})
}

// ask asks for a name and passes a state, as a preset of that name, to save. If
// another one is called so, it asks once more.
func (s *presetList) ask(name string, state params.State, failed func(words string), save func(p presets.Preset, words string)) {
	s.askName(message.T("preset.save.title"), name, func(name string) {
		p, err := presetOf(name, state)
		if err != nil {
			failed(message.T("preset.failed", because(err)))
			return
		}
		if _, taken := s.named(p.Name); !taken {
			save(p, message.T("preset.saved", named(p.Name)))
			return
		}
		question.Ask(s.window, question.Question{
			Title: message.T("preset.replace.title"), Text: message.T("preset.taken", named(p.Name)),
			Yes: message.T("preset.replace.yes"), No: message.T("cancel"),
		}, func(yes bool) {
			if yes {
				save(p, message.T("preset.replaced", named(p.Name)))
			}
		})
	})
}

func (s *presetList) save(p presets.Preset, words string) {
	kept := s.keeping(p, words)
	s.change(s.saving(p), func() {
		s.used = p.Name
		s.panel.Say(widgets.BannerInfo, words)
		kept()
	})
}

// keeping returns what records that a preset was saved. Call it before that.
func (s *presetList) keeping(p presets.Preset, words string) func() {
	undone, undo := message.T("preset.deleted", named(p.Name)), s.deleting(p.Name)
	if old, replaced := s.named(p.Name); replaced {
		undone, undo = message.T("preset.back", named(old.Name)), s.saving(old)
	}
	return func() { s.did(words, undone, undo, s.saving(p)) }
}

func (s *presetList) saving(list ...presets.Preset) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		for _, p := range list {
			if err := s.store.Save(ctx, p); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *presetList) deleting(names ...string) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		for _, name := range names {
			if err := s.store.Delete(ctx, name); err != nil {
				return err
			}
		}
		return nil
	}
}

// did records a change, and returns the action that undoes it. undone says what that came to.
func (s *presetList) did(words, undone string, undo, redo func(ctx context.Context) error) widgets.Action {
	id := s.undoer.did(edit.Step{
		Words: words, Undoing: "undo.doing", Undone: func() { s.load(nil) },
		Undo: func(ctx context.Context, _ edit.Progress) (string, error) { return undone, undo(ctx) },
		Redo: func(ctx context.Context, _ edit.Progress) (bool, error) {
			err := redo(ctx)
			return err == nil, err
		},
	}, false)
	return widgets.Action{Text: message.T("undo"), Run: func() { s.undoer.undoStep(id) }}
}

// named returns the preset with a name.
func (s *presetList) named(name string) (presets.Preset, bool) {
	at := slices.IndexFunc(s.list, func(p presets.Preset) bool { return presets.Key(p.Name) == presets.Key(name) })
	if at < 0 {
		return presets.Preset{}, false
	}
	return s.list[at], true
}

// update stores the panel's content under the name of a preset.
func (s *presetList) update(old presets.Preset) {
	p, err := presetOf(old.Name, s.panel.State())
	if err != nil {
		s.panel.Say(widgets.BannerFailed, message.T("preset.failed", because(err)))
		return
	}
	for name, kept := range old.Unknown { // fields of a newer program
		if name != presetSweeps && name != presetLocked && name != presetParent {
			p.Unknown[name] = kept
		}
	}
	s.change(s.saving(p), func() {
		words := message.T("preset.updated", named(p.Name))
		s.panel.Say(widgets.BannerInfo, words, s.did(words, message.T("preset.back", named(p.Name)), s.saving(old), s.saving(p)))
	})
}

func (s *presetList) rename(p presets.Preset) {
	s.askName(message.T("preset.rename.title"), p.Name, func(name string) {
		name, err := presets.CleanName(name)
		if err != nil {
			s.panel.Say(widgets.BannerFailed, message.T("preset.failed", because(err)))
			return
		}
		renaming := func(from, to string) func(ctx context.Context) error {
			return func(ctx context.Context) error { return s.store.Rename(ctx, from, to) }
		}
		s.change(renaming(p.Name, name), func() {
			s.used = name
			words := message.T("preset.renamed", message.With{"Name": p.Name, "To": name})
			undo := s.did(words, message.T("preset.renamed", message.With{"Name": name, "To": p.Name}), renaming(name, p.Name), renaming(p.Name, name))
			s.panel.Say(widgets.BannerInfo, words, undo)
		})
	})
}

func (s *presetList) delete(p presets.Preset) {
	s.change(s.deleting(p.Name), func() {
		s.used = ""
		words := message.T("preset.deleted", named(p.Name))
		s.panel.Say(widgets.BannerInfo, words, s.did(words, message.T("preset.back", named(p.Name)), s.saving(p), s.deleting(p.Name)))
	})
}

// askName asks for a preset's name.
func (s *presetList) askName(title, name string, named func(string)) {
	entry := widgets.NewNameEntry(name)
	entry.OnPaste = func(text string) string { return redact.Text(text) } // keeps keys out of names and lists
	ask := question.New(s.window, question.Question{
		Title: title, Content: entry, Yes: message.T("preset.name.yes"), No: message.T("cancel"), Size: fyne.NewSize(420, 0),
	}, func(yes bool) {
		if yes {
			named(entry.Text)
		}
	})
	entry.OnSubmitted = func(string) {
		ask.Hide()
		named(entry.Text)
	}
	entry.OnCancelled = ask.Hide
	question.Show(s.window, ask)
	s.window.Canvas().Focus(entry)
	entry.SelectAll()
}

func (s *presetList) importFile() {
	s.dialogs.chooseFile(message.T("preset.import.title"), message.T("preset.files"), []string{"json"}, s.read)
}

// add imports the presets of a file.
func (s *presetList) add(file presets.File) {
	var added []presets.Preset
	s.change(func(ctx context.Context) (err error) {
		added, err = presets.Add(ctx, s.store, file.Presets)
		return err
	}, func() {
		names, own := make([]string, len(added)), make([]string, len(added))
		for i, p := range added {
			own[i], names[i] = p.Name, message.T("quoted", named(p.Name))
		}
		if len(names) == 0 {
			s.panel.Say(widgets.BannerInfo, message.T("preset.import.none"))
			return
		}
		words := message.N("preset.imported", len(names), message.With{"Names": listWords(names)})
		s.panel.Say(widgets.BannerInfo, words, s.did(words, message.N("preset.imported.undone", len(names)), s.deleting(own...), s.saving(added...)))
	})
}

// export writes presets to a file that the user chooses.
func (s *presetList) export(list ...presets.Preset) {
	name := message.T("preset.file") + ".json"
	if len(list) == 1 {
		name = fileName(list[0].Name) + ".json"
	}
	s.dialogs.saveFile(message.T("preset.export.title"), name, func(path string) { s.exportTo(path, list) })
}

func (s *presetList) exportTo(path string, list []presets.Preset) {
	background.Try(s.run, func(context.Context) error {
		var b bytes.Buffer
		if err := presets.Export(&b, presets.File{Presets: list}); err != nil {
			return err
		}
		return atomicfile.Write(path, &b)
	}, func(err error) {
		if err != nil {
			s.fail("preset.export.failed", err)
			return
		}
		s.panel.Say(widgets.BannerInfo, message.N("preset.exported", len(list), message.With{"Path": path}))
	})
}

// named is the parameter of a sentence about a preset.
func named(name string) message.With { return message.With{"Name": name} }

// fileName removes the characters that some system doesn't allow in a file's
// name.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
	return strings.Trim(name, " .")
}

// homeFolder is where a file dialog starts.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

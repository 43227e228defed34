package ui

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"github.com/dustin/go-humanize/english"
	"github.com/natefinch/atomic"

	"lookbook/api/redact"
	"lookbook/app/request/presets"
	"lookbook/widgets"
)

// presetShelf is the panel's presets: those there are, and the one that the
// panel was last filled from.
type presetShelf struct {
	store presets.Store
	list  []presets.Preset
	used  string // its name; empty: none
}

// loadPresets reads what there is, and then does what follows.
func (m *mainPage) loadPresets(then func()) {
	m.w.run(func(ctx context.Context) func() {
		list, err := m.presets.store.List(ctx)
		return func() {
			if err != nil {
				m.w.fail("The presets can’t be read: ", err)
				return
			}
			m.presets.list = list
			if then != nil {
				then()
			}
		}
	})
}

// changePresets changes the shelf off the UI goroutine and reads it anew.
func (m *mainPage) changePresets(change func(ctx context.Context) error, then func()) {
	m.w.run(func(ctx context.Context) func() {
		err := change(ctx)
		return func() {
			if err != nil {
				m.params.Say(widgets.BannerFailed, sentence(err))
				return
			}
			m.loadPresets(then)
		}
	})
}

// presetMenu offers the presets and what can be done with them.
func (m *mainPage) presetMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, p := range m.presets.list {
		item := fyne.NewMenuItem(p.Name, func() { m.usePreset(p) })
		item.Checked = presets.Key(p.Name) == presets.Key(m.presets.used)
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, fyne.NewMenuItem("Save as a preset…", m.saveAsPreset))
	if current, ok := m.usedPreset(); ok {
		items = append(items,
			fyne.NewMenuItem("Update “"+current.Name+"”", func() { m.updatePreset(current) }),
			fyne.NewMenuItem("Rename “"+current.Name+"”…", func() { m.renamePreset(current) }),
			fyne.NewMenuItem("Delete “"+current.Name+"”", func() { m.deletePreset(current) }),
			fyne.NewMenuItem("Export “"+current.Name+"”…", func() { m.exportPresets(current) }))
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Import…", m.importPresets))
	all := fyne.NewMenuItem("Export all…", func() { m.exportPresets(m.presets.list...) })
	all.Disabled = len(m.presets.list) == 0
	return fyne.NewMenu("", append(items, all)...)
}

// usedPreset is the preset that the panel was last filled from.
func (m *mainPage) usedPreset() (presets.Preset, bool) {
	at := slices.IndexFunc(m.presets.list, func(p presets.Preset) bool {
		return presets.Key(p.Name) == presets.Key(m.presets.used)
	})
	if at < 0 || m.presets.used == "" {
		return presets.Preset{}, false
	}
	return m.presets.list[at], true
}

func (m *mainPage) usePreset(p presets.Preset) {
	state, kept := stateOfPreset(p, m.params.State())
	words := "Filled in from the preset “" + p.Name + "”."
	if kept {
		words = "Filled in from the preset “" + p.Name + "”, which has no prompt: yours stays."
	}
	if m.fill(state, words) {
		m.presets.used = p.Name
	}
}

func (m *mainPage) saveAsPreset() {
	m.askName("Save as a preset", m.presets.used, func(name string) {
		p, err := presetOf(name, m.params.State())
		if err != nil {
			m.params.Say(widgets.BannerFailed, sentence(err))
			return
		}
		taken := slices.ContainsFunc(m.presets.list, func(other presets.Preset) bool {
			return presets.Key(other.Name) == presets.Key(p.Name)
		})
		if !taken {
			m.savePreset(p, "Saved as the preset “"+p.Name+"”.")
			return
		}
		ask := dialog.NewConfirm("Replace the preset?", "There already is a preset called “"+p.Name+"”.", func(yes bool) {
			if yes {
				m.savePreset(p, "The preset “"+p.Name+"” was replaced.")
			}
		}, m.w.window)
		ask.SetConfirmText("Replace it")
		ask.SetDismissText("Cancel")
		ask.Show()
	})
}

func (m *mainPage) savePreset(p presets.Preset, words string) {
	m.changePresets(func(ctx context.Context) error { return m.presets.store.Save(ctx, p) }, func() {
		m.presets.used = p.Name
		m.params.Say(widgets.BannerInfo, words)
	})
}

// updatePreset keeps what the panel shows under the name of a preset.
func (m *mainPage) updatePreset(old presets.Preset) {
	p, err := presetOf(old.Name, m.params.State())
	if err != nil {
		m.params.Say(widgets.BannerFailed, sentence(err))
		return
	}
	for name, kept := range old.Unknown { // fields of a newer program
		if name != presetSweeps && name != presetLocked {
			p.Unknown[name] = kept
		}
	}
	m.changePresets(func(ctx context.Context) error { return m.presets.store.Save(ctx, p) }, func() {
		m.params.Say(widgets.BannerInfo, "The preset “"+p.Name+"” was updated.", m.putBack(old))
	})
}

func (m *mainPage) renamePreset(p presets.Preset) {
	m.askName("Rename the preset", p.Name, func(name string) {
		name, err := presets.CleanName(name)
		if err != nil {
			m.params.Say(widgets.BannerFailed, sentence(err))
			return
		}
		m.changePresets(func(ctx context.Context) error { return m.presets.store.Rename(ctx, p.Name, name) }, func() {
			m.presets.used = name
			m.params.Say(widgets.BannerInfo, "The preset “"+p.Name+"” is now called “"+name+"”.")
		})
	})
}

func (m *mainPage) deletePreset(p presets.Preset) {
	m.changePresets(func(ctx context.Context) error { return m.presets.store.Delete(ctx, p.Name) }, func() {
		m.presets.used = ""
		m.params.Say(widgets.BannerInfo, "The preset “"+p.Name+"” was deleted.", m.putBack(p))
	})
}

// putBack is the way back to a preset as it was.
func (m *mainPage) putBack(p presets.Preset) widgets.Action {
	return widgets.Action{Text: "Undo", Run: func() { m.savePreset(p, "The preset “"+p.Name+"” is back.") }}
}

// askName asks for a preset's name.
func (m *mainPage) askName(title, name string, named func(string)) {
	entry := widgets.NewNameEntry(name)
	entry.OnPaste = func(text string) string { return redact.Text(text) } // no key ends up in a name or a list
	ask := dialog.NewCustomConfirm(title, "Save", "Cancel", entry, func(yes bool) {
		if yes {
			named(entry.Text)
		}
	}, m.w.window)
	entry.OnSubmitted = func(string) {
		ask.Hide()
		named(entry.Text)
	}
	entry.OnCancelled = ask.Hide
	ask.Resize(fyne.NewSize(420, 0))
	ask.Show()
	m.w.window.Canvas().Focus(entry)
	entry.SelectAll()
}

func (m *mainPage) importPresets() {
	m.w.chooseFile("Import presets", "Presets", []string{"json"}, m.readFile)
}

// addPresets takes in the presets of a file.
func (m *mainPage) addPresets(file presets.File) {
	var added []presets.Preset
	m.changePresets(func(ctx context.Context) (err error) {
		added, err = presets.Add(ctx, m.presets.store, file.Presets)
		return err
	}, func() {
		names := make([]string, len(added))
		for i, p := range added {
			names[i] = "“" + p.Name + "”"
		}
		if len(names) == 0 {
			m.params.Say(widgets.BannerInfo, "There are no presets in this file.")
			return
		}
		m.params.Say(widgets.BannerInfo, english.Plural(len(names), "preset was", "presets were")+" added: "+listWords(names)+".")
	})
}

// exportPresets writes presets into a file of the user's choice.
func (m *mainPage) exportPresets(list ...presets.Preset) {
	name := "Lookbook presets.json"
	if len(list) == 1 {
		name = fileName(list[0].Name) + ".json"
	}
	m.w.saveFile("Export presets", name, func(path string) {
		m.w.run(func(context.Context) func() {
			var b bytes.Buffer
			err := presets.Export(&b, presets.File{Presets: list})
			if err == nil {
				err = atomic.WriteFile(path, &b)
			}
			return func() {
				if err != nil {
					m.w.fail("The presets could not be exported: ", err)
					return
				}
				m.params.Say(widgets.BannerInfo, english.Plural(len(list), "preset", "")+" exported to "+path+".")
			}
		})
	})
}

// fileName is a name without what some system can't have in a file's name.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
	return strings.Trim(name, " .")
}

// sentence is an error that stands alone: a capital at its front and a stop at
// its end.
func sentence(err error) string {
	words := strings.TrimRight(err.Error(), ".")
	if words == "" {
		return ""
	}
	first := []rune(words)[:1]
	return fmt.Sprintf("%s%s.", strings.ToUpper(string(first)), words[len(string(first)):])
}

// homeFolder is where a file dialog begins.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

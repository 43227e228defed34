package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/exportbox"
	"lookbook/widgets"
)

// exportPicked asks where copies of pictures should go, and makes them.
func (m *mainPage) exportPicked(p picked) {
	if m.exporting {
		m.say("An export is under way. The next one can begin when it is done.")
		return
	}
	if len(p.ids) == 0 {
		return
	}
	v := m.w.p.Settings.Current()
	var panel *widgets.Popover
	var box *exportbox.Box
	box = exportbox.New(exportbox.Params{
		Title: "Export " + pictures(len(p.ids)), Button: "Export " + count(len(p.ids)),
		Folder: m.exportFolder(), Bare: v.ExportBare,
		Choose: func() { m.chooseExportFolder(box) },
		Export: func(folder string, bare bool) {
			panel.Hide()
			m.w.p.Settings.Update(func(v *settings.Values) { v.ExportFolder, v.ExportBare = folder, bare })
			m.exportTo(p, files.ExportTo{Folder: folder, Metadata: !bare})
		},
		Cancel: func() { panel.Hide() },
	})
	panel = widgets.NewPopover(box.Object())
	panel.Show(m.popoverPlace())
	m.w.window.Canvas().Focus(box.Begin())
}

// exportFolder is where copies went last, or the user's own pictures.
func (m *mainPage) exportFolder() string {
	if folder := m.w.p.Settings.Current().ExportFolder; folder != "" {
		return folder
	}
	return filepath.Dir(m.w.p.Paths.Pictures)
}

// popoverPlace is what a panel about the pictures belongs to.
func (m *mainPage) popoverPlace() fyne.CanvasObject {
	if place := m.w.views.PopoverPlace(); place != nil {
		return place
	}
	return m.gallery.Foot()
}

// chooseExportFolder asks for the folder that copies go to.
func (m *mainPage) chooseExportFolder(box *exportbox.Box) {
	m.w.browse("Choose the folder for the copies", m.exportFolder(), box.SetFolder)
}

// exportTo makes the copies, and says where they are and what is missing.
func (m *mainPage) exportTo(p picked, to files.ExportTo) {
	m.exporting = true
	eng := m.session.Engine
	var result files.Exported
	work := m.watched("Exporting pictures", func(ctx context.Context, progress files.Progress) func() {
		var err error
		result, err = eng.Files.Export(ctx, p.ids, to, progress)
		return func() { m.sayExported(p, result, to.Folder, err) }
	})
	background.Do(m.w.run, func(ctx context.Context) (func(), error) { return work(ctx), nil }, func(paint func(), _ error) {
		m.exporting = false
		if paint != nil {
			paint()
		}
	})
}

// sayExported says where the copies are, which are missing and why.
func (m *mainPage) sayExported(p picked, result files.Exported, folder string, err error) {
	made, left := len(result.Files), leftAlone(result.Skipped)
	again := widgets.Action{Text: "Choose another folder…", Run: func() { m.exportPicked(p) }}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, engine.ErrClosed):
		m.say("Stopped. " + pictures(made) + " " + oneOrMany(made, "was", "were") + " exported until then.")
		return
	case err != nil:
		m.w.log.Warn("exporting pictures", "error", err)
		m.w.notices.set(noticeAction, widgets.BannerFailed, "The pictures could not be exported: "+endless(err.Error())+".", again)
		return
	case made == 0:
		m.w.notices.set(noticeAction, widgets.BannerWarning, "Nothing was exported. "+left+".", again)
		return
	}
	words := "Exported " + pictures(made) + " to " + folder + "."
	if left != "" {
		words += " " + left + "."
	}
	m.say(words, widgets.Action{Text: "Show", Run: func() { m.w.reveal(result.Files[0].Path) }})
}

// endless is words without the full stop at their end.
func endless(words string) string { return strings.TrimRight(words, ".") }

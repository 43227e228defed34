package ui

import (
	"context"
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/exportbox"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// exporter copies pictures to another folder. UI goroutine only.
type exporter struct {
	export   func(ctx context.Context, ids []int64, to files.ExportTo, p files.Progress) (files.Exported, error)
	run      background.Run
	tasks    *tasks
	toaster  *toaster
	notices  *notices
	settings *settings.Store
	dialogs  *fileDialogs
	log      *slog.Logger
	canvas   fyne.Canvas
	usual    string                   // folder for copies until one was chosen
	place    func() fyne.CanvasObject // object that the panel belongs to
	reveal   func(path string)
	inside   func(folder string) bool // reads the disk
	preview  *exportPreview

	busy bool
}

// ask asks where copies of pictures should go, and makes them.
func (e *exporter) ask(p picked) {
	if e.busy {
		e.toaster.show(message.T("export.busy"))
		return
	}
	if len(p.ids) == 0 {
		return
	}
	choice := exportbox.Remembered(e.settings.Current())
	choice.Folder = e.folder()
	var panel *widgets.Popover
	var box *exportbox.Box
	box = exportbox.New(exportbox.Params{
		Title: message.N("export.title", len(p.ids)), Button: message.N("export.button", len(p.ids)), Choice: choice,
		Choose: func() { e.choose(box) },
		Tell:   func(c exportbox.Choice) { e.preview.show(p.ids[0], c.To()) },
		Chosen: func(folder string) {
			e.run(func(context.Context) func() {
				inside := e.inside(folder)
				return func() { box.SetInside(folder, inside) }
			})
		},
		Export: func(c exportbox.Choice) {
			panel.Hide()
			e.settings.Update(c.Remember)
			e.exportTo(p, c.To())
		},
		Resized: func() {
			if panel != nil {
				panel.SetSize(fyne.NewSize(box.Width(), box.Height()))
			}
		},
		Cancel: func() { panel.Hide() },
	})
	panel = widgets.NewPopover(box.Object())
	panel.SetSize(fyne.NewSize(box.Width(), box.Height()))
	panel.Show(e.place())
	e.canvas.Focus(box.Begin())
}

// folder returns the last folder for copies, or the user's own pictures.
func (e *exporter) folder() string {
	if folder := e.settings.Current().ExportFolder; folder != "" {
		return folder
	}
	return e.usual
}

// choose asks for the folder for copies.
func (e *exporter) choose(box *exportbox.Box) {
	e.dialogs.browse(message.T("export.choose.title"), e.folder(), box.SetFolder)
}

// exportTo makes the copies and reports the result.
func (e *exporter) exportTo(p picked, to files.ExportTo) {
	e.busy = true
	var result files.Exported
	work := e.tasks.watched("export.doing", func(ctx context.Context, progress files.Progress) func() {
		var err error
		result, err = e.export(ctx, p.ids, to, progress)
		return func() { e.sayExported(p, result, to.Folder, err) }
	})
	background.Do(e.run, func(ctx context.Context) (func(), error) { return work(ctx), nil }, func(paint func(), _ error) {
		e.busy = false
		if paint != nil {
			paint()
		}
	})
}

// sayExported says where the copies are, and which are missing and why.
func (e *exporter) sayExported(p picked, result files.Exported, folder string, err error) {
	made := len(result.Files)
	with := message.With{"Folder": folder, "Left": leftAlone(result.Skipped)}
	if result.Unsigned > 0 {
		with["Unsigned"] = message.N("export.unsigned", result.Unsigned)
	}
	if result.Shortened > 0 {
		with["Shortened"] = message.N("export.shortened", result.Shortened)
	}
	again := widgets.Action{Text: message.T("folder.choose.another"), Run: func() { e.ask(p) }}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, engine.ErrClosed):
		e.toaster.show(message.N("export.stopped", made))
		return
	case err != nil:
		e.log.Warn("exporting pictures", "error", err)
		e.notices.set(noticeAction, widgets.BannerFailed, message.T("export.failed", because(err, aboutFolder(err))), append(e.notices.details(err), again)...)
		return
	case made == 0:
		e.notices.set(noticeAction, widgets.BannerWarning, message.T("export.nothing", with), append(e.notices.details(errorsOf(result.Skipped)...), again)...)
		return
	}
	e.toaster.show(message.N("export.done", made, with), widgets.Action{Text: message.T("export.show"), Run: func() { e.reveal(result.Files[0].Path) }})
}

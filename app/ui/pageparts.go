package ui

import (
	"path/filepath"

	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
)

// makePictureParts makes the parts that act on pictures. They stay as long as the page: what can be
// undone, and what is under way.
func (m *mainPage) makePictureParts() {
	w, lib, eng := m.w, m.session.Library, m.session.Engine
	m.queue = background.NewQueue(w.run)
	m.toaster = &toaster{toast: w.layers.toast, place: w.layers.toasts, open: m.open}
	m.tasks = &tasks{now: w.clock.Now, dispatch: w.dispatch, toaster: m.toaster}
	m.undoer = &undoer{queue: m.queue, tasks: m.tasks, toaster: m.toaster, log: w.log, fail: w.notices.fail}
	m.trasher = &trasher{
		engine: eng.Files, queue: m.queue, tasks: m.tasks, undoer: m.undoer, toaster: m.toaster, notices: w.notices, fail: w.notices.fail,
		back: func(ids []int64) { w.dispatch(func() { m.gallery.Pictures.SelectWhenListed(ids) }) },
	}
	m.exporter = &exporter{
		export: eng.Files.Copies.Export, run: w.run, tasks: m.tasks, toaster: m.toaster, notices: w.notices, settings: w.p.Settings,
		dialogs: w.dialogs, log: w.log, canvas: w.window.Canvas(), usual: filepath.Dir(w.p.Paths.Pictures),
		place: m.nav.popoverPlace, reveal: w.desktop.reveal, inside: eng.Files.Copies.Inside,
		preview: &exportPreview{tell: eng.Files.Copies.Preview, run: w.run, canvas: w.window.Canvas(), fail: w.notices.fail},
	}
	m.marker = &marker{marks: m.session.Edit.Marks, queue: m.queue, tasks: m.tasks, undoer: m.undoer, fail: w.notices.fail}
	m.delivery = newDelivery(m, m.session.Edit.Marks)
	galleryPane := func() *gallery.Pane { return m.gallery }
	m.reviewer = &reviewer{
		reviews: m.session.Edit.Reviews, list: lib.ListImages, run: w.run, queue: m.queue, gallery: galleryPane,
		views: func() *imageview.Views { return m.views }, shown: m.nav.shownID, toaster: m.toaster, fail: w.notices.fail, log: w.log,
	}
	m.rejects = &rejects{
		list: lib.ListImages, run: w.run, gallery: galleryPane, shown: m.nav.shownID, query: m.nav.query,
		trash: m.trasher.trash, toaster: m.toaster, failed: m.readFailed,
	}
	m.second = &secondScreen{
		app: w.p.App, icon: w.icon, views: m.reviewer.views, gallery: galleryPane, params: m.viewParams,
	}
	m.tagger = &tagger{
		tags: lib.Marks.Tags, images: lib.ImagesByID, run: w.run, canvas: w.window.Canvas(), place: m.nav.popoverPlace,
		mark: m.marker.markPicked, failed: m.readFailed,
	}
}

// makeImageActions makes the actions on pictures that the panel has a part in.
func (m *mainPage) makeImageActions() {
	w, lib, eng := m.w, m.session.Library, m.session.Engine
	rows := &imageRows{run: w.run, images: lib.ImagesByID, entry: lib.Entry, failed: m.readFailed}
	m.images = &imageActions{
		gallery: func() *gallery.Pane { return m.gallery }, views: func() *imageview.Views { return m.views },
		panel: m.params, rows: rows, marker: m.marker, tagger: m.tagger, exporter: m.exporter, opener: m.delivery.opener, trasher: m.trasher,
		undoer: m.undoer, filler: m.filler, presets: m.presets, duels: m.session.Edit.Duels, log: w.log, queue: m.queue, toaster: m.toaster, reveal: w.desktop.reveal, rescan: w.rescanner.begin,
		retryOne: eng.Downloads.RetryImage, do: m.do, keyed: w.actions.ContextMenu,
		copier: &imageCopier{
			rows: rows, desktop: w.desktop, run: w.run, tasks: m.tasks, toaster: m.toaster, fail: w.notices.fail,
		},
	}
}

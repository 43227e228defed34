package ui

import (
	"context"
	"image"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/api"
	"lookbook/app/edit"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/thumbs"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/params"
	"lookbook/app/ui/picture"
	"lookbook/app/ui/searchbar"
	"lookbook/widgets"
)

// The narrowest that the panes get, in Fyne's pixels.
const (
	minParams  float32 = 280
	minJobs    float32 = 240
	minGallery float32 = 320
)

// mainPage is the window's three panes and its status bar for one session.
type mainPage struct {
	w *Window
	// session is the page's own: the window may have another by the time that
	// work off the UI goroutine begins, or an answer comes.
	session *session.Session
	content fyne.CanvasObject
	params  *params.Pane
	jobs    *jobs.Pane
	card    *jobs.Card
	gallery *gallery.Pane
	search  *searchbar.Bar
	panes   *widgets.Panes
	status  *statusBar
	shown   *library.Entry     // the selected job; nil: all pictures
	empty   bool               // the library held nothing when it was opened
	drafted func(params.State) // notes the draft
	// watch sees whether the library takes what is written.
	watch libraryWatch

	// What a person can do, a part each.
	presets  *presetShelf
	filler   *filler
	copier   *requestCopier
	sender   *sender
	queue    *background.Queue // what is done with pictures, one after the other
	tasks    *tasks
	voice    *voice
	undoer   *undoer
	trasher  *trasher
	exporter *exporter
	tagger   *tagger
	marker   *marker
	images   *imageActions

	listing listing // what is shown now
}

func newMainPage(w *Window, totals library.Totals, draft []byte) *mainPage {
	m := &mainPage{w: w, session: w.session, empty: totals.Entries == 0}
	m.drafted = draftOf(m.session.Edit.Draft, w.log)
	m.watch.m = m
	m.params = params.New(params.Params{
		Run: w.run, Models: m.models, OnDraft: m.drafted, Redact: w.apiKey.redacted,
		OnGenerate: func(plan variations.Plan) { m.sender.generate(plan) },
		OnCheck:    func(c api.Config, plan variations.Plan) { m.sender.check(c, plan) },
		OnRequest:  func(text string) { m.filler.takeRequest(text) },
		OnKey:      func(text string) { m.filler.key.take(text) },
		Presets:    func() *fyne.Menu { return m.presets.menu() },
		Start:      startDraft(draft), Clock: w.clock, OnRecent: m.showRecent,
		Advanced: w.p.Settings.Current().AdvancedOpen,
		OnAdvanced: func(open bool) {
			w.p.Settings.Update(func(v *settings.Values) { v.AdvancedOpen = open })
		},
	})
	m.makeRequestParts()
	m.makePictureParts()
	actions := m.jobActions()
	m.card = jobs.NewCard(actions)
	m.jobs = jobs.New(jobs.Params{
		Queries: m.session.Library, Run: w.run, Thumbs: m.thumbnail, Now: w.now,
		Selected: m.selected, Opened: func(library.Entry) { m.gallery.Focus(w.window.Canvas()) },
		Menu: actions.Menu, Failed: m.readFailed, Canvas: w.window.Canvas,
	})
	m.makeGallery()
	m.status = newStatusBar(w)
	m.layOut()
	m.jobs.Reload()
	m.gallery.ShowAll()
	m.presets.load(nil)
	m.status.show(m.session.Engine.Status(), w.now())
	m.status.showKey(w.apiKey.key, m.session.Demo)
	return m
}

// open reports whether the page is the window's.
func (m *mainPage) open() bool { return m.w.main == m }

// makeRequestParts makes what fills the panel and what sends its requests.
func (m *mainPage) makeRequestParts() {
	w := m.w
	clipboard := w.p.App.Clipboard()
	m.presets = &presetShelf{
		store: m.session.Edit.Presets, run: w.run, panel: m.params, window: w.window, dialogs: w.dialogs, fail: w.notices.fail,
		fill: func(state params.State, words string, more ...widgets.Action) bool {
			return m.filler.fill(state, words, more...)
		},
		read: func(path string) { m.filler.readFile(path) },
	}
	m.filler = &filler{
		panel: m.params, presets: m.presets, run: w.run, window: w.window, dialogs: w.dialogs, clipboard: clipboard,
		log: w.log, baseURL: w.p.BaseURL, fail: w.notices.fail, changed: m.drafted, front: func() { w.views.Close() },
		key: &pastedKey{
			panel: m.params, window: w.window, run: w.run, use: w.apiKey.use,
			current: func() secrets.Secret { return w.apiKey.key.Secret },
		},
	}
	m.copier = &requestCopier{panel: m.params, run: w.run, clipboard: clipboard, baseURL: w.p.BaseURL, fail: w.notices.fail}
	m.sender = &sender{
		outbox: m.session.Engine.Outbox, demo: m.session.Demo, panel: m.params, once: w.once, run: w.run, rest: w.rest,
		window: w.window, notices: w.notices, wrote: m.watch.told,
		host: &hostCheck{
			hosts: m.session.Engine.Downloads.Hosts, run: w.run, window: w.window, panel: m.params, once: w.once, open: m.open, say: w.hosts.say,
		},
		show: func(entry int64) { m.jobs.Select(entry) }, showGroup: m.showGroup,
		shown: func() int64 {
			if m.shown == nil {
				return 0
			}
			return m.shown.ID
		},
		showOnCard: func() { m.card.ShowSent() },
	}
}

// makePictureParts makes what is done with pictures.
func (m *mainPage) makePictureParts() {
	w, lib, eng := m.w, m.session.Library, m.session.Engine
	m.queue = background.NewQueue(w.run)
	m.voice = &voice{toast: w.toast, place: w.toasts, open: m.open}
	m.tasks = &tasks{now: w.now, dispatch: w.dispatch, voice: m.voice}
	m.undoer = &undoer{queue: m.queue, tasks: m.tasks, voice: m.voice, log: w.log, fail: w.notices.fail}
	m.trasher = &trasher{
		engine: eng.Files, queue: m.queue, tasks: m.tasks, undoer: m.undoer, voice: m.voice, notices: w.notices, fail: w.notices.fail,
		back: func(ids []int64) { w.dispatch(func() { m.gallery.Pictures.SelectWhenListed(ids) }) },
	}
	m.exporter = &exporter{
		export: eng.Files.Export, run: w.run, tasks: m.tasks, voice: m.voice, notices: w.notices, settings: w.p.Settings,
		dialogs: w.dialogs, log: w.log, canvas: w.window.Canvas(), usual: filepath.Dir(w.p.Paths.Pictures),
		place: m.popoverPlace, reveal: w.desktop.reveal,
	}
	m.marker = &marker{marks: m.session.Edit.Marks, queue: m.queue, tasks: m.tasks, undoer: m.undoer, fail: w.notices.fail}
	m.tagger = &tagger{
		tags: lib.Marks.Tags, images: lib.ImagesByID, run: w.run, canvas: w.window.Canvas(), place: m.popoverPlace,
		mark: m.marker.markPicked, failed: m.readFailed,
	}
	rows := &imageRows{run: w.run, images: lib.ImagesByID, entry: lib.Entry, failed: m.readFailed}
	m.images = &imageActions{
		gallery: func() *gallery.Pane { return m.gallery }, views: func() *imageview.Views { return w.views },
		panel: m.params, rows: rows, marker: m.marker, tagger: m.tagger, exporter: m.exporter, trasher: m.trasher,
		undoer: m.undoer, filler: m.filler, voice: m.voice, reveal: w.desktop.reveal, rescan: w.rescanner.begin,
		retryOne: eng.Downloads.RetryImage, do: m.do,
		copier: &imageCopier{
			rows: rows, desktop: w.desktop, run: w.run, tasks: m.tasks, voice: m.voice, fail: w.notices.fail,
		},
	}
}

// makeGallery makes the pane with the pictures, and the search above it.
func (m *mainPage) makeGallery() {
	w := m.w
	m.search = searchbar.New(searchbar.Params{
		Run: w.run, Now: w.now, Library: m.session.Library, Searches: m.session.Edit.Searches, Say: func(words string) { m.voice.say(words) }, Did: m.didSearch,
		Changed: func(q search.Query) { m.gallery.SetQuery(q) },
		Leave:   func() { m.gallery.Focus(w.window.Canvas()) },
		Resized: func() { m.gallery.Fit() },
	})
	m.gallery = gallery.New(gallery.Params{
		Queries: m.session.Library, Groups: m.session.Library, Run: w.run, Rest: w.rest, Thumbs: m.thumbnail, Now: w.now,
		Search: m.search.Object(), ClearSearch: m.clearSearch,
		Opened:   func(i int, _ library.Image) { w.views.Viewer.Open(i) },
		Menu:     func() *fyne.Menu { return m.images.menu(m.images.picked()) },
		Actions:  m.images.galleryActions(),
		All:      m.showAll,
		CellSize: float32(w.p.Settings.Current().ThumbnailSize),
		Resized: func(edge float32) {
			w.p.Settings.Update(func(v *settings.Values) { v.ThumbnailSize = int(edge) })
		},
		Sections: gallery.Sections(w.p.Settings.Current().Sections),
		Sectioned: func(kind gallery.Sections) {
			w.p.Settings.Update(func(v *settings.Values) { v.Sections = settings.Sections(kind) })
		},
		Changed: m.galleryChanged,
		Painted: m.painted, Failed: m.readFailed, Canvas: w.window.Canvas,
		Start: widgets.Action{Text: "Write a prompt", Run: m.params.FocusPrompt},
	}, m.card)
}

// lookFor goes to the search, over all pictures.
func (m *mainPage) lookFor() {
	m.w.views.Close()
	m.showAll()
	m.search.Focus(m.w.window.Canvas())
}

// clearSearch shows all pictures again.
func (m *mainPage) clearSearch() {
	m.search.SetQuery(search.Query{})
	m.gallery.SetQuery(search.Query{})
	m.gallery.Focus(m.w.window.Canvas())
}

// layOut puts the panes side by side, as wide as they were left.
func (m *mainPage) layOut() {
	v := m.w.p.Settings.Current()
	m.panes = widgets.NewPanes(m.params.Object(), m.jobs, m.gallery)
	m.panes.SetMinWidths(minParams, minJobs, minGallery)
	m.panes.SetWidths(float32(v.ParamsWidth), float32(v.JobsWidth))
	m.panes.OnChanged = func(left, middle float32) {
		m.w.p.Settings.Update(func(v *settings.Values) { v.ParamsWidth, v.JobsWidth = int(left), int(middle) })
	}
	bottom := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), m.status.content)
	m.content = container.NewBorder(m.w.notices.box, bottom, nil, nil, m.panes)
}

// thumbnail is the panes' source of thumbnails.
func (m *mainPage) thumbnail(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	return m.session.Engine.Thumbs.Get(thumbs.Request{Image: img, Pixels: pixels},
		func(picture *image.RGBA, err error) {
			m.w.dispatch(func() { done(picture, err) })
		})
}

var _ picture.Source = (*mainPage)(nil).thumbnail

// painted notes when a saved picture came on screen: the last step of the way
// from the prompt.
func (m *mainPage) painted(img library.Image) {
	m.w.log.Debug("thumbnail painted", "image", img.ID, "job", img.JobID, "saved", img.State == library.ImageSaved)
}

// listed notes how many pictures are shown, when they are others or are looked
// for otherwise.
func (m *mainPage) listed() {
	now := listing{m.gallery.Pictures.Len(), m.gallery.Query().String()}
	if now != m.listing {
		m.listing = now
		m.w.log.Debug("pictures listed", "count", now.count)
	}
}

// listing is how many pictures were found by a query.
type listing struct {
	count int
	query string
}

// didSearch keeps what was done with the saved searches among what can be
// taken back.
func (m *mainPage) didSearch(d searchbar.Deed) {
	m.undoer.did(edit.Step{
		Words: d.Words, Undoing: "Putting the search back",
		Undo:   func(ctx context.Context, _ edit.Progress) (string, error) { return d.Undone, d.Undo(ctx) },
		Undone: m.search.Reread,
	}, true)
}

// models lists what can be generated with; it runs off the UI goroutine.
func (m *mainPage) models(ctx context.Context) ([]request.Model, error) {
	known, err := m.session.Library.Models.All(ctx)
	if err != nil {
		return nil, err
	}
	return composeModels(known), nil
}

// refreshModels asks the service for the models that the user trained, and
// offers them.
func (m *mainPage) refreshModels() {
	if !m.session.Demo && m.w.apiKey.key.Secret.Empty() {
		return
	}
	eng := m.session.Engine
	m.w.run(func(ctx context.Context) func() {
		// Without the answer the panel offers what was known before; what is
		// wrong with the service is said by the status bar.
		if err := eng.Jobs.RefreshModels(ctx); err != nil {
			m.w.log.Info("trained models could not be asked for", "error", err)
		}
		return m.params.RefreshModels
	})
}

// showAll shows every picture.
func (m *mainPage) showAll() {
	m.jobs.Select(0)
	m.gallery.ShowAll()
}

// selected shows the pictures of the selected job, or all.
func (m *mainPage) selected(e *library.Entry) {
	m.shown = e
	if e == nil {
		m.gallery.ShowAll()
		return
	}
	m.card.Tell(*e, m.w.now())
	m.gallery.ShowEntry(*e)
}

// galleryChanged keeps the viewer at its picture. An answer may come after the
// page was taken out of the window.
func (m *mainPage) galleryChanged() {
	if m.w.main == m {
		m.w.views.Changed()
		m.search.Recount()
		m.listed()
	}
}

// tick brings what changes with time alone up to now.
func (m *mainPage) tick(now time.Time) {
	m.jobs.Tick(now)
	if m.shown != nil {
		m.card.Tick(now)
	}
	m.status.tick(now)
	m.gallery.Tick()
	m.w.toast.Tick(now)
	m.tasks.tick(now)
	m.watch.flushDraft()
}

// showGroup shows the pictures of the requests that an entry was sent with.
func (m *mainPage) showGroup(e library.Entry) {
	if e.Submission == nil || e.Submission.Group == nil {
		return
	}
	m.w.views.Close()
	m.jobs.Select(0)
	m.shown = nil
	m.gallery.ShowGroup(e.Submission.Group.ID)
}

// popoverPlace is what a panel about the pictures belongs to.
func (m *mainPage) popoverPlace() fyne.CanvasObject {
	if place := m.w.views.PopoverPlace(); place != nil {
		return place
	}
	return m.gallery.Foot()
}

// readFailed says that the library could not be read. One that is being closed
// can't be, and nobody looks at it any more.
func (m *mainPage) readFailed(err error) {
	if m.w.main != m {
		return
	}
	m.w.log.Error("reading the library", "error", err)
	m.w.notices.set(noticeReading, widgets.BannerFailed, "The library could not be read: "+libraryWords(err)+".")
}

// receive brings what happened since the last turn to the panes.
func (w *Window) receive(box *inbox) {
	events := box.take()
	m := w.main
	if m == nil || box != w.inbox {
		return
	}
	for _, event := range events {
		if w.main != m {
			return // the window was closed meanwhile
		}
		switch event := event.(type) {
		case library.EntryChanged:
			m.jobs.Changed(event.Entry)
			m.sender.markRefused(event.Entry)
			m.gallery.EntryChanged(event.Entry)
		case library.EntryRemoved:
			m.jobs.Removed(event.ID)
		case library.ImageChanged:
			m.jobs.ImageChanged(event)
			m.gallery.ImageChanged(event)
			w.views.ImageChanged(event.Image)
		case library.Reset:
			m.jobs.Reload()
			m.gallery.Reset()
		case engine.StatusChanged:
			m.status.show(event.Status, w.now())
			w.sayStatus(event.Status)
		}
	}
}

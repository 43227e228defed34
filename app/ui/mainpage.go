package ui

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/api"
	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/proof"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/searchbar"
	"lookbook/widgets"
)

// Smallest widths of the panes, in Fyne’s pixels: together they fit on a screen of 800.
const (
	minParams  float32 = 276
	minJobs    float32 = 220
	minGallery float32 = 300
)

// mainPage is the window's three panes and its status bar for one session, and
// connects their actions.
type mainPage struct {
	w *Window
	// session is the page's own: when work off the UI goroutine starts or
	// answers, the window may already have another.
	session *session.Session
	content fyne.CanvasObject
	params  *params.Pane
	jobs    *jobs.Pane
	outbox  *heldRequests
	column  *fyne.Container // the outbox and the job list
	prompts *promptFiles
	card    *jobs.Card
	gallery *gallery.Pane
	search  *searchbar.Bar
	views   *imageview.Views // above the page
	status  *statusBar
	empty   bool // the library was empty when it was opened
	made    look // when the page was made

	// The actions of a person, a part each.
	nav        *navigation
	presets    *presetList
	filler     *filler
	copier     *requestCopier
	sender     *sender
	queue      *background.Queue // runs actions on pictures one after the other
	tasks      *tasks
	toaster    *toaster
	undoer     *undoer
	trasher    *trasher
	exporter   *exporter
	delivery   *delivery
	tagger     *tagger
	marker     *marker
	reviewer   *reviewer
	rejects    *rejects
	second     *secondScreen
	modelFiles *modelSaver
	spend      *spendPage
	images     *imageActions

	// What the actions need.
	drafted func(params.State) // records the draft
	watch   *libraryWatch      // watches whether the library can be written
	models  *models
	leaving *leavingModels
	limits  *limitWatch
	source  *pictureSource
}

func newMainPage(w *Window, o openedSession) *mainPage {
	m := &mainPage{w: w, session: o.session, empty: o.totals.Entries == 0, made: lookOf(w.p.App)}
	m.makeSources()
	m.watch = &libraryWatch{
		draft: m.session.Edit.Draft, drafted: m.drafted, run: w.run, notices: w.notices, log: w.log, open: m.open,
		trouble: func() *library.Problem { return m.session.Engine.Status().LibraryTrouble() },
	}
	m.nav = &navigation{canvas: w.window.Canvas(), now: w.clock.Now, log: w.log, open: m.open}
	m.makePictureParts()
	m.makeViews(startDraft(o.draft))
	m.jobs.Reload()
	m.gallery.ShowFirst(o.first)
	return m
}

// makeViews makes what is seen of the page, and what acts on that. It is called again for words in
// another language.
func (m *mainPage) makeViews(start *params.State) {
	w := m.w
	m.makePanel(start)
	m.watch.panel, m.nav.params = m.params, m.params
	m.showKeys()
	m.makeRequestParts()
	m.presets.undoer, m.filler.undoer = m.undoer, m.undoer
	m.makeImageActions()
	m.makeOutbox()
	m.makePanes()
	m.makeImageViews()
	m.nav.jobs, m.nav.card, m.nav.gallery, m.nav.search, m.nav.views = m.jobs, m.card, m.gallery, m.search, m.views
	m.status = newStatusBar(w.folder.show, func() string { return m.session.Folder(w.p.Settings.Current()) }, w.check.action(), w.apiKey.entering(), func() { m.modelFiles.show() }, func() { m.outbox.pane.Focus(w.window.Canvas()) }, w.accounts.menu)
	m.modelFiles = &modelSaver{
		saver: m.session.Models, models: m.models.trained, run: w.run, window: w.window, dialogs: w.dialogs, fail: w.notices.fail,
		toaster: m.toaster, reveal: w.desktop.reveal, now: w.clock.Now, usual: filepath.Dir(w.p.Paths.Pictures), status: m.status.showModels,
	}
	m.modelFiles.tell()
	m.layOut()
	m.outbox.pane.Reload()
	m.presets.load(nil)
	m.status.show(m.session.Engine.Status(), w.clock.Now())
	m.status.showKey(w.apiKey.key, m.session.Demo)
}

// showKeys shows the present keys on the page.
func (m *mainPage) showKeys() { m.params.Buttons.SetShortcut(m.w.actions.FirstKeys("menu.generate")) }

// open reports whether the page is the window's.
func (m *mainPage) open() bool { return m.w.main == m }

// makeSources makes the data sources of the panes.
func (m *mainPage) makeSources() {
	w := m.w
	m.drafted = draftOf(m.session.Edit.Draft, w.log)
	m.models = &models{
		known: m.knownModels, ask: m.session.Engine.Jobs.RefreshModels, run: w.run, log: w.log,
		askable: func() bool { return m.session.Demo || !w.apiKey.key.Secret.Empty() },
		offer:   func() { m.params.RefreshModels() },
	}
	m.leaving = &leavingModels{settings: w.p.Settings, notices: w.notices, use: func(model request.Model) { m.params.UseModel(model) }}
	m.makeCosts()
	m.source = &pictureSource{
		engine: m.session.Engine, dispatch: w.dispatch, canvas: w.window.Canvas(), log: w.log,
		gallery: func() *gallery.Pane { return m.gallery },
	}
}

// makePanel makes the parameter panel.
func (m *mainPage) makePanel(start *params.State) {
	w := m.w
	m.params = params.New(params.Params{
		Run: w.run, Models: m.models.list, OnModels: func(list []request.Model) { m.leaving.take(list); m.models.take(list) }, OnDraft: m.drafted, Redact: w.apiKey.redacted,
		OnGenerate: func(plan variations.Plan) { m.sender.generate(plan) },
		OnHold:     func() { m.outbox.add() },
		Cost:       w.costs.words,
		OnDryRun:   func(c api.Config, plan variations.Plan) { m.sender.dryRun(c, plan) },
		OnRequest:  func(text string) { m.filler.takeRequest(text) },
		OnKey:      func(text string) { m.filler.key.take(text) },
		Lists:      w.wildcards.lists,
		Presets:    func() *fyne.Menu { return m.presets.menu() },
		Start:      start, Clock: w.clock, OnRecent: m.showRecent,
		Advanced: w.p.Settings.Current().AdvancedOpen,
		OnAdvanced: func(open bool) {
			w.p.Settings.Update(func(v *settings.Values) { v.AdvancedOpen = open })
		},
	})
}

// makeRequestParts makes the parts that fill the panel and send its requests.
func (m *mainPage) makeRequestParts() {
	w := m.w
	clipboard := w.p.App.Clipboard()
	m.presets = &presetList{
		store: m.session.Edit.Presets, run: w.run, panel: m.params, window: w.window, dialogs: w.dialogs, fail: w.notices.fail,
		fill: func(state params.State, words string, more ...widgets.Action) bool {
			return m.filler.fill(state, words, more...)
		},
		read: func(path string) { m.filler.readFile(path) },
	}
	m.filler = &filler{
		panel: m.params, presets: m.presets, run: w.run, window: w.window, dialogs: w.dialogs, clipboard: clipboard,
		log: w.log, baseURL: w.p.BaseURL, fail: w.notices.fail, changed: m.drafted, filled: func() { m.outbox.filled() }, front: func() { m.views.Close() },
		saved: m.session.Library.Folders.ImagesAt, show: func(ids []int64) { m.nav.selected(ids) },
		answer: func(a proof.Answer) { m.delivery.answers.take(a) },
		key: &pastedKey{
			panel: m.params, window: w.window, run: w.run, use: w.apiKey.use,
			current: func() secrets.Secret { return w.apiKey.key.Secret },
		},
	}
	m.copier = &requestCopier{panel: m.params, run: w.run, clipboard: clipboard, baseURL: w.p.BaseURL, fail: w.notices.fail}
	m.sender = &sender{
		outbox: m.session.Engine.Outbox, account: m.session.Accounts.Shown, demo: m.session.Demo, panel: m.params, debouncer: w.debouncer, run: w.run, rest: w.rest, log: w.log,
		window: w.window, notices: w.notices, wrote: m.watch.wrote,
		host: &hostCheck{
			hosts: m.session.Engine.Downloads.Hosts, run: w.run, window: w.window, panel: m.params, debouncer: w.debouncer, open: m.open, say: w.hosts.say,
		},
		show: func(entry int64) { m.jobs.Select(entry) }, showGroup: m.nav.group, shown: m.nav.shownID,
		showOnCard: func() { m.card.ShowSent() }, costs: w.costs,
	}
}

// makePanes makes the job list, and the gallery with the search bar.
func (m *mainPage) makePanes() {
	w, v := m.w, m.w.p.Settings.Current()
	actions := m.jobActions()
	m.card = jobs.NewCard(actions, m.models.name)
	m.jobs = jobs.New(jobs.Params{
		Queries: m.session.Library, Run: w.run, Thumbs: m.source.thumbnail, Now: w.clock.Now,
		Selected: m.nav.entry, Opened: func(library.Entry) { m.nav.pictures() },
		Menu: actions.Menu, Failed: m.readFailed, Canvas: w.window.Canvas,
	})
	m.search = searchbar.New(searchbar.Params{
		Run: w.run, Now: w.clock.Now, Library: m.session.Library, Searches: m.session.Edit.Searches, ModelName: m.models.name,
		Say: func(words string) { m.toaster.show(words) }, Did: m.didSearch,
		Changed: func(q search.Query) {
			m.gallery.SetQuery(q)
			m.jobs.SetAccounts(w.accounts.chosen(q))
		},
		Leave:   m.nav.pictures,
		Resized: func() { m.gallery.Fit() },
	})
	m.gallery = gallery.New(gallery.Params{
		Queries: m.session.Library, Groups: m.session.Library, Run: w.run, Rest: w.rest, Thumbs: m.source.thumbnail, Now: w.clock.Now,
		Search: m.search.Object(), ClearSearch: m.nav.clearSearch, Prompt: newPrompts(m.session.Library, w.run).of,
		Opened:   func(i int, _ library.Image) { m.views.Viewer.Open(i) },
		Menu:     func() *fyne.Menu { return m.images.menu(m.images.picked()) },
		Actions:  m.images.galleryActions(),
		Advance:  w.advance,
		All:      m.nav.all,
		CellSize: float32(v.ThumbnailSize),
		Resized: func(edge float32) {
			w.p.Settings.Update(func(v *settings.Values) { v.ThumbnailSize = int(edge) })
		},
		Sections: gallery.Sections(v.Sections),
		Sectioned: func(kind gallery.Sections) {
			w.p.Settings.Update(func(v *settings.Values) { v.Sections = settings.Sections(kind) })
		},
		Order: orderOf(v.Order, v.OrderSeed), JobOrder: orderOf(v.JobOrder, v.OrderSeed),
		Ordered: func(all, job library.Order) { keepOrder(w.p.Settings, all, job) },
		Seed:    func() uint64 { return 1 + rand.Uint64N(1<<30) }, ModelName: m.models.name,
		Changed: m.nav.changed, Looked: m.second.follow,
		Painted: m.source.painted, Failed: m.readFailed, Canvas: w.window.Canvas,
		Start: widgets.Action{Text: message.T("gallery.start"), Run: m.params.FocusPrompt},
	}, m.card)
}

// makeImageViews makes the views over the gallery.
func (m *mainPage) makeImageViews() {
	m.views = imageview.New(m.viewParams())
}

// viewParams are the sources and actions of the views in the main window.
func (m *mainPage) viewParams() imageview.Params {
	w := m.w
	return imageview.Params{
		Gallery: m.gallery.Pictures, Run: w.run, Load: m.source.load, Entry: m.session.Library.Entry, Images: m.session.Library.ImagesByID,
		Credentials: m.session.Engine.Files.Credentials, ModelName: m.models.name,
		Thumbs: m.source.preview, Shuffled: rand.Perm,
		Actions: imageview.Actions{
			ShowInFolder: func(i library.Image) { w.desktop.reveal(i.Path) },
			CopyPrompt:   m.images.copier.prompt, CopySeed: m.images.copier.seed, CopyAll: m.images.copier.infotext, CopyImage: m.images.copier.image,
			UseSeed: m.images.useSeed, UseAll: m.images.useAll,
			Mark: m.marker.mark, Trash: m.images.trash, SavePreset: m.images.savePreset, Undo: m.undoer.undo,
			Tag:  func(i library.Image) { m.tagger.tag(pickedOf([]library.Image{i})) },
			Menu: func(images []library.Image) *fyne.Menu { return m.images.menu(pickedOf(images)) },
		},
		Family: m.session.Library.Family, Visit: m.nav.visit,
		Duels: m.session.Edit.Duels.Load, KeepDuels: m.images.keepDuels,
		Decide: m.reviewer.decide, Advance: w.advance,
		Rescan: w.rescanner.begin,
		Canvas: w.window.Canvas, Now: w.clock.Now, FullScreen: w.window.FullScreen, SetFullScreen: w.screen.set,
		Covered: w.layers.cover, Say: func(words string) { m.toaster.show(words) }, Failed: m.readFailed,
		Looked: m.second.follow,
	}
}

// layOut puts the panes side by side, with their last widths.
func (m *mainPage) layOut() {
	v := m.w.p.Settings.Current()
	m.column = container.NewBorder(m.outbox.pane, nil, nil, nil, m.jobs)
	panes := widgets.NewPanes(m.params.Object(), m.column, m.gallery)
	panes.SetMinWidths(minParams, minJobs, minGallery)
	panes.SetWidths(float32(v.ParamsWidth), float32(v.JobsWidth))
	panes.OnChanged = func(left, middle float32) {
		m.w.p.Settings.Update(func(v *settings.Values) { v.ParamsWidth, v.JobsWidth = int(left), int(middle) })
	}
	bottom := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), m.status.content)
	m.content = container.NewBorder(m.w.notices.box, bottom, nil, nil, panes)
}

// knownModels reads the models that can be used with the shown account's key, off
// the UI goroutine.
func (m *mainPage) knownModels(ctx context.Context) ([]library.Model, error) {
	all, err := m.session.Library.Models.All(ctx)
	shown := m.session.Accounts.Shown()
	return slices.DeleteFunc(all, func(model library.Model) bool {
		return model.Kind == library.KindCheckpoint && model.Account != shown
	}), err
}

// accountsChanged shows the accounts, and which of them is shown.
func (m *mainPage) accountsChanged() {
	accounts := m.w.accounts
	m.status.showAccount(accounts.name(accounts.shown), accounts.several())
	m.models.offer()
	m.search.Recount()
	m.jobs.SetAccounts(accounts.chosen(m.search.Query()))
}

// didSearch adds a change of the saved searches to the undo stack.
func (m *mainPage) didSearch(d searchbar.Change) {
	m.undoer.did(edit.Step{
		Words: d.Words, Undoing: "undo.search.doing",
		Undo: func(ctx context.Context, _ edit.Progress) (string, error) { return d.Undone, d.Undo(ctx) },
		Redo: func(ctx context.Context, _ edit.Progress) (bool, error) {
			err := d.Redo(ctx)
			return err == nil, err
		},
		Undone: m.search.Reread,
	}, true)
}

// tick updates what depends on time only.
func (m *mainPage) tick(now time.Time) {
	m.jobs.Tick(now)
	m.outbox.pane.Tick()
	if m.nav.shown != nil {
		m.card.Tick(now)
	}
	m.status.tick(now)
	m.leaving.tick(now)
	m.models.tick(now)
	m.limits.tick(now)
	m.gallery.Tick()
	m.second.tick(now)
	m.w.layers.toast.Tick(now)
	m.tasks.tick(now)
	m.watch.flushDraft()
}

// readFailed reports that the library could not be read. Errors of a library
// that is being closed are ignored.
func (m *mainPage) readFailed(err error) {
	if !m.open() {
		return
	}
	m.w.log.Error("reading the library", "error", err)
	m.w.notices.set(noticeReading, widgets.BannerFailed, message.T("library.unread", because(err)), m.w.notices.details(err)...)
}

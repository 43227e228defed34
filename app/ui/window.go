package ui

import (
	"context"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/jonboulle/clockwork"

	"lookbook/app/jobsync"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui/background"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/preferences"
	"lookbook/app/ui/welcome"
	"lookbook/assets"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Params is what the window is made of.
type Params struct {
	App      fyne.App
	Group    *supervisor.Group // what the window starts its goroutines in
	Paths    settings.Paths
	Settings *settings.Store
	Secrets  *secrets.Store
	Log      *slog.Logger
	Version  string
	BaseURL  string // of the service; empty: its own
	Demo     bool   // start in the demo
	// Dispatch queues work for the UI goroutine; nil: Fyne's.
	Dispatch func(func())
	Clock    clockwork.Clock // nil: the real one
	Crashed  func(*supervisor.PanicError)
	// CopyPicture puts a picture file into the desktop's clipboard, off the UI
	// goroutine; nil: it takes none.
	CopyPicture func(ctx context.Context, file []byte) error
	// Abandon ends the process at once, for when everything is stored and the
	// toolkit does not end. Nil: it is waited for.
	Abandon func()
	// Signals tells that the program is to end. The toolkit hears of some of
	// them as well. Nil: nobody tells.
	Signals <-chan os.Signal
	// Claim is what this process holds of the pictures before it has a window.
	Claim *session.Claim
	// Unlogged is why there is no log file; nil: there is one.
	Unlogged error
}

// Window is Lookbook's main window.
type Window struct {
	p        Params
	log      *slog.Logger
	clock    clockwork.Clock
	dispatch func(func())
	run      background.Run // takes work off the UI goroutine
	rest     func(ctx context.Context, long time.Duration)
	window   fyne.Window
	icon     fyne.Resource

	page    *fyne.Container // what fills the window: a note, the welcome card or the main page
	over    *fyne.Container // what lies upon the page
	toast   *widgets.Toast  // what was done, above both
	toasts  *fyne.Container
	main    *mainPage        // nil until a session is open
	views   *imageview.Views // upon the page; nil until a session is open
	screen  *fullScreen
	session *session.Session
	inbox   *inbox
	forget  func() // ends the subscription to the session's events

	notices   *notices
	dialogs   *fileDialogs
	desktop   *desktopLinks
	apiKey    *apiKey
	folder    *pictureFolder
	hosts     *imageHosts
	rescanner *rescanner
	keeper    *settingsKeeper
	once      *once
	ticking   atomic.Bool
	welcome   bool // the welcome card is shown
	ending    *ending
	card      *welcome.Card // nil while it isn't

	preferences *preferences.View // nil while its window is closed
	prefsWindow fyne.Window

	// What is under way and must not be begun a second time.
	opening, asking, closing bool
	openings                 opening
	coming                   atomic.Bool // to the front
	libraryTold              bool        // that the library can't be written
	leaving                  bool        // the window closes when everything is saved
}

// New makes the window. Show opens it; everything else follows by itself.
func New(p Params) *Window {
	w := &Window{p: p, log: p.Log, clock: p.Clock, dispatch: p.Dispatch}
	if w.clock == nil {
		w.clock = clockwork.NewRealClock()
	}
	if w.dispatch == nil {
		w.dispatch = onUI
	}
	loop := background.New(p.Group, w.dispatch, w.clock, w.sayCrashed)
	w.run, w.rest = loop.Run, loop.Rest
	w.icon = fyne.NewStaticResource(assets.IconName, assets.Icon())
	p.App.SetIcon(w.icon)
	w.applyTheme(p.Settings.Current().Theme)
	w.window = p.App.NewWindow("Lookbook")
	w.window.SetPadded(false)
	w.notices = newNotices(w.log)
	w.dialogs = &fileDialogs{run: w.run, window: w.window, log: w.log, fail: w.notices.fail}
	w.makeParts()
	w.page, w.over = container.NewStack(), container.NewStack()
	w.toast = widgets.NewToast()
	w.toast.SetCloseTip("Dismiss")
	w.toast.OnHidden = w.toastHidden
	w.toasts = container.New(toastLayout{w}, w.toast.Object())
	w.window.SetContent(widgets.NewTipLayer(container.NewStack(
		widgets.NewSurface(darkroom.ColorNameWindow, w.page), w.over, w.toasts)))
	v := p.Settings.Current()
	w.window.Resize(fyne.NewSize(float32(v.WindowWidth), float32(v.WindowHeight)))
	w.window.SetMaster()
	menu := &menuBar{
		app: p.App, window: w.window, icon: w.icon, version: p.Version, paths: p.Paths, desktop: w.desktop, folder: w.folder,
		rescanner: w.rescanner, screen: w.screen, preferences: w.showPreferences, quit: w.quit,
		page: func() *mainPage {
			if w.welcome {
				return nil
			}
			return w.main
		},
	}
	w.window.SetMainMenu(menu.menu())
	w.window.SetCloseIntercept(w.quit)
	w.window.Canvas().SetOnTypedKey(w.typedKey)
	w.once = &once{now: w.now}
	if c, ok := w.window.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(w.once.keyDown)
		c.SetOnKeyUp(w.once.keyUp)
	}
	menu.addShortcuts()
	w.window.SetOnDropped(w.dropped)
	return w
}

// makeParts makes what outlives the session that is open.
func (w *Window) makeParts() {
	open := func() *session.Session { return w.session }
	w.desktop = &desktopLinks{app: w.p.App, run: w.run, fail: w.notices.fail, picture: w.p.CopyPicture}
	w.apiKey = &apiKey{
		store: w.p.Secrets, baseURL: w.p.BaseURL, version: w.p.Version, run: w.run, dispatch: w.dispatch, log: w.log,
		notices: w.notices, enter: w.showPreferences, changed: w.keyChanged, settle: w.settle,
		demo: func() bool { return w.session != nil && w.session.Demo },
		wanted: func() (jobsync.Pause, bool) {
			if w.session == nil || w.session.Demo || w.welcome { // the welcome card says it at length
				return jobsync.NotPaused, false
			}
			return w.session.Engine.Status().Paused, true
		},
	}
	w.folder = &pictureFolder{
		session: open, run: w.run, window: w.window, dialogs: w.dialogs, settings: w.p.Settings, fail: w.notices.fail,
		reveal: w.desktop.reveal,
		told: func(folder string) {
			if w.preferences != nil {
				w.preferences.SetFolder(folder, "")
			}
			w.tick()
		},
	}
	w.hosts = &imageHosts{
		session: open, run: w.run, window: w.window, settings: w.p.Settings, notices: w.notices, log: w.log,
		told: func(allowed []string) {
			if w.preferences != nil {
				w.preferences.SetHosts(allowed)
			}
		},
	}
	w.ending = &ending{
		group: w.p.Group, clock: w.clock, log: w.log, settings: w.p.Settings, claim: w.p.Claim, abandon: w.p.Abandon,
		signals: w.p.Signals, dispatch: w.dispatch, close: w.Close,
	}
	w.keeper = &settingsKeeper{
		store: w.p.Settings, path: w.p.Paths.Settings(), window: w.window, dispatch: w.dispatch, log: w.log, notices: w.notices,
	}
	w.screen = &fullScreen{window: w.window, looking: w.looking, told: func(on bool) {
		if w.views != nil {
			w.views.SetFull(on)
		}
	}}
	w.rescanner = &rescanner{session: open, run: w.run, notices: w.notices, front: func() {
		if w.looking() {
			w.views.Close()
		}
	}}
}

// Run shows the window and returns when the program has ended; it is called on
// the main goroutine.
func (w *Window) Run() {
	// Windows can be shown and filled only once the toolkit runs.
	w.p.App.Lifecycle().SetOnStarted(func() { w.dispatch(w.Show) })
	w.p.App.Lifecycle().SetOnEnteredForeground(func() { w.dispatch(w.inFront) })
	w.ending.watchSignals()
	w.p.App.Run()
	w.ending.over.Store(true)
	// The toolkit ends by itself when a terminal or a desktop session does:
	// nobody is asked then, and what is pending is stored all the same.
	if !w.closing {
		w.closing = true
		if _, first := w.ending.begin(); first {
			w.ending.finish(w.session, w.lastDraft())
		}
	}
}

// Show opens the window and begins to fill it.
func (w *Window) Show() {
	if w.closing {
		return // a signal was quicker
	}
	w.window.Show()
	w.log.Info("window shown")
	w.p.Claim.Answer(w.askedToFront)
	w.startTicking()
	w.boot()
}

// askedToFront may be called on any goroutine. Being asked often is being asked
// once.
func (w *Window) askedToFront() {
	if w.coming.CompareAndSwap(false, true) {
		w.dispatch(func() {
			w.coming.Store(false)
			if !w.closing {
				w.toFront()
			}
		})
	}
}

// toFront brings the window before the others.
func (w *Window) toFront() {
	w.window.Show()
	w.window.RequestFocus()
}

// Ended is what went wrong while the window was closed; nil: nothing.
func (w *Window) Ended() error { return w.ending.failed() }

// Fyne is the window as Fyne knows it.
func (w *Window) Fyne() fyne.Window { return w.window }

func (w *Window) now() time.Time { return w.clock.Now() }

// show puts an object into the window, in place of what was there.
func (w *Window) show(content fyne.CanvasObject) {
	w.page.Objects = []fyne.CanvasObject{content}
	w.page.Refresh()
}

// showBelowNotices is show for what has no place for the notices.
func (w *Window) showBelowNotices(content fyne.CanvasObject) {
	w.show(container.NewBorder(w.notices.box, nil, nil, nil, content))
}

func (w *Window) applyTheme(theme settings.Theme) {
	mode := darkroom.System
	switch theme {
	case settings.ThemeLight:
		mode = darkroom.Light
	case settings.ThemeDark:
		mode = darkroom.Dark
	}
	w.p.App.Settings().SetTheme(darkroom.New(mode))
}

// startTicking calls tick about once a second. A tick that has not been
// painted yet is not joined by a second one.
func (w *Window) startTicking() {
	w.p.Group.Go("ticking", func(ctx context.Context) error {
		ticker := w.clock.NewTicker(time.Second)
		defer ticker.Stop()
		var trimmer memoryTrimmer
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.Chan():
			}
			w.keeper.flush(ctx)
			trimmer.look()
			if w.ticking.CompareAndSwap(false, true) {
				w.dispatch(func() {
					w.ticking.Store(false)
					w.tick()
				})
			}
		}
	})
}

// tick brings what changes with time alone up to now.
func (w *Window) tick() {
	w.keeper.rememberSize()
	if w.main != nil {
		w.main.tick(w.now())
	}
	if w.views != nil {
		w.views.Tick(w.now())
	}
	w.tickOpening(w.now())
}

// dropped takes in what was dropped on the window: a picture, a file of
// presets, or a text with a request in it.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 0 || w.main == nil || w.welcome {
		return
	}
	w.main.filler.readFile(files[0].Path())
}

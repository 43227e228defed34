package ui

import (
	"context"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/jonboulle/clockwork"

	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/background"
	"lookbook/app/ui/culling"
	"lookbook/app/ui/welcome"
	"lookbook/assets"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Params is what the window is made of.
type Params struct {
	App      fyne.App
	Group    *supervisor.Group // group of the window's goroutines
	Paths    settings.Paths
	Settings *settings.Store
	// Languages are the system's, the preferred one first. Speak was called before.
	Languages []string
	Secrets   *secrets.Store
	Log       *slog.Logger
	Version   string
	BaseURL   string // of the service; "": its own
	Demo      bool   // start with the demo
	// Dispatch queues work for the UI goroutine; nil: through Fyne.
	Dispatch func(func())
	Clock    clockwork.Clock // nil: the real clock
	Crashed  func(*supervisor.PanicError)
	// CopyPicture copies a picture's file to the clipboard, off the UI
	// goroutine; nil: not supported.
	CopyPicture func(ctx context.Context, file []byte) error
	// Abandon ends the process at once, when everything is stored and the
	// toolkit does not end. nil: the process waits.
	Abandon func()
	// Settled is called once, off the UI goroutine, when the start is over; nil: nothing is.
	Settled func()
	// Signals are the signals that end the program. The toolkit gets some of
	// them too. nil: there are none.
	Signals <-chan os.Signal
	// Claim is the process's claim on the pictures, made before there was a
	// window.
	Claim *session.Claim
	// Room returns the pixels of the screen that a window may take, 0: unknown, once the toolkit has
	// started; nil: unknown. Name names the windows of the toolkit before the first is shown; nil: not.
	Room func() (width, height int)
	Name func()
	// Files were named where the program was started.
	Files session.Visit
	// Unlogged is why there is no log file; nil: there is one.
	Unlogged error
	// Notes shows notifications; nil: there are none.
	Notes Notes
	// Tray shows the icon in the tray, where the toolkit doesn't; nil: there is none.
	Tray TrayIcon
}

// Window is Lookbook's main window.
type Window struct {
	p        Params
	log      *slog.Logger
	clock    clockwork.Clock
	queue    uiQueue // used if Params has no Dispatch
	dispatch func(func())
	run      background.Run // takes work off the UI goroutine
	rest     func(ctx context.Context, long time.Duration)
	window   fyne.Window
	icon     fyne.Resource

	// What outlives the open session.
	layers      *layers
	menu        *menuBar
	actions     *actions.Table
	screen      *fullScreen
	notices     *notices
	troubles    *troubles
	dialogs     *fileDialogs
	desktop     *desktopLinks
	apiKey      *apiKey
	accounts    *accountSwitch
	accountList *accountList
	folder      *pictureFolder
	hosts       *imageHosts
	rescanner   *rescanner
	backups     *backups
	keeper      *settingsKeeper
	debouncer   *debouncer
	advance     *culling.Advance
	preferences *preferencesPanel
	effects     *effects
	costs       *costs
	scale       *interfaceScale
	opener      *opener
	quitter     *quitter
	front       *front
	outside     *outside
	handover    *handover
	wildcards   *wildcards
	ending      *ending
	check       *serviceCheck
	support     *supportReport
	releases    *releases
	modelsTold  *repaint // of the progress of models' files

	session *session.Session // nil: no session is open
	main    *mainPage        // of the session
	inbox   *inbox
	forget  func()        // ends the subscription to the session's events
	welcome bool          // the welcome card is shown
	card    *welcome.Card // nil: not shown
	closing bool
}

// New makes the window. Show opens it; everything else follows by itself.
func New(p Params) *Window {
	w := &Window{p: p, log: p.Log, clock: p.Clock, dispatch: p.Dispatch}
	if w.clock == nil {
		w.clock = clockwork.NewRealClock()
	}
	if w.dispatch == nil {
		w.dispatch = w.queue.do
	}
	loop := background.New(p.Group, w.dispatch, w.clock, func() { w.troubles.crashed() })
	w.run, w.rest = loop.Run, loop.Rest
	giveWords(w.log)
	w.icon = fyne.NewStaticResource(assets.IconName, assets.Icon())
	p.App.SetIcon(w.icon)
	applyTheme(p.App, p.Settings.Current())
	w.scale = newInterfaceScale(p.App, p.Settings.Current().Scale)
	w.window = p.App.NewWindow(Name)
	w.window.SetPadded(false)
	w.debouncer = &debouncer{now: w.clock.Now}
	w.advance = &culling.Advance{Always: func() bool { return p.Settings.Current().GoOn }}
	w.makeParts()
	w.makeOpening()
	w.outside = w.makeOutside()
	w.makeLayers()
	v := p.Settings.Current()
	w.scale.window, w.scale.shrink, w.scale.redraw = w.window, w.layers.setScale, w.onPage(func(m *mainPage) { m.gallery.Rebind() }) // pictures in the size in which they are drawn now
	w.layers.setScale(v.Scale)
	w.window.Resize(scaled(fyne.NewSize(float32(v.WindowWidth), float32(v.WindowHeight)), 1/drawnAt(v.Scale)))
	w.window.SetMaster()
	w.menu.takeKeys()
	w.window.SetCloseIntercept(w.outside.closer.close)
	w.window.Canvas().SetOnTypedKey(w.menu.typedKey)
	if c, ok := w.window.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(func(event *fyne.KeyEvent) {
			w.debouncer.keyDown(event)
			w.advance.KeyDown(event)
		})
		c.SetOnKeyUp(w.debouncer.keyUp)
	}
	w.window.SetOnDropped(w.handover.dropped)
	return w
}

// Run shows the window and returns when the program has ended. Call it on the
// main goroutine.
func (w *Window) Run() {
	// Windows can be shown and filled only after the toolkit has started. The library is opened meanwhile; what was
	// found waits in the toolkit's queue until the window is shown.
	w.p.App.Lifecycle().SetOnStarted(w.Show)
	w.opener.open(w.p.Demo)
	w.p.App.Lifecycle().SetOnEnteredForeground(func() {
		w.dispatch(func() { // people move files while another program has the focus
			w.outside.entered()
			w.wildcards.read()
			if w.session != nil {
				w.session.Engine.Files.Check()
			}
		})
	})
	w.p.App.Lifecycle().SetOnExitedForeground(func() { w.dispatch(w.outside.notifier.left) })
	w.ending.watchSignals()
	stopped := takeStopHook(w.p.App)
	w.p.App.Run()
	w.queue.end()
	stopped()
	w.ending.over.Store(true)
	// The toolkit ends by itself with its terminal or desktop session. Then
	// nobody is asked, but pending data is stored.
	if !w.closing {
		w.closing = true
		if _, first := w.ending.begin(); first {
			w.ending.finish(w.session, w.ending.unstored())
		}
	}
}

// Show opens the window and starts to fill it: it opens the library and asks for the key at the
// same time.
func (w *Window) Show() {
	if w.closing {
		return // a signal came first
	}
	w.showFirst()
	w.log.Info("window shown")
	w.p.Claim.Answer(w.front.ask)
	trimmer := memoryTrimmer{settled: w.p.Settled}
	every := &everySecond{clock: w.clock, dispatch: w.dispatch, paint: w.tick, work: func(ctx context.Context) {
		w.keeper.flush(ctx)
		trimmer.look()
	}}
	every.start(w.p.Group)
	w.outside.start(w.p.Group)
	(&screenReader{window: w.window, dispatch: w.dispatch, version: w.p.Version, log: w.log}).start(w.p.Group)
	w.troubles.atStart(w.p.Settings.Notes(), w.p.Unlogged, w.p.Paths.State)
	w.support.tellCrash()
	w.layers.showBelowNotices(widgets.NewEmptyState("", nil))
	w.opener.open(w.p.Demo)
	w.wildcards.read()
	w.apiKey.load()
	w.releases.demo.Store(w.p.Demo)
	w.releases.start(w.p.Group)
}

// Close stores what is pending and ends the program, whatever is not saved yet.
// The window disappears at once, the rest takes seconds.
func (w *Window) Close() {
	if w.closing {
		return
	}
	w.closing = true
	if _, first := w.ending.begin(); !first {
		return // a signal came first
	}
	w.keeper.rememberSize()
	draft := w.ending.unstored()
	w.window.Hide()
	s := w.detach()
	w.run(func(context.Context) func() {
		w.ending.finish(s, draft)
		w.ending.watchEnd()
		return func() {
			w.queue.end()
			w.p.App.Quit()
		}
	})
}

// Ended returns what failed while closing; nil: nothing.
func (w *Window) Ended() error { return w.ending.failed() }

// Fyne returns the toolkit's window.
func (w *Window) Fyne() fyne.Window { return w.window }

// panes returns the main page while it fills the window, else nil.
func (w *Window) panes() *mainPage {
	if w.welcome {
		return nil
	}
	return w.main
}

// looking reports whether the page is covered.
func (w *Window) looking() bool { return w.main != nil && w.main.views.Opened() }

// onPage returns a function that does something to the main page, if there is one.
func (w *Window) onPage(do func(*mainPage)) func() {
	return func() {
		if w.main != nil {
			do(w.main)
		}
	}
}

func applyTheme(app fyne.App, v settings.Values) {
	mode := darkroom.System
	switch v.Theme {
	case settings.ThemeLight:
		mode = darkroom.Light
	case settings.ThemeDark:
		mode = darkroom.Dark
	}
	var traits []darkroom.Trait
	if v.HighContrast {
		traits = append(traits, darkroom.HighContrast)
	}
	if v.Still {
		traits = append(traits, darkroom.Still)
	}
	app.Settings().SetTheme(darkroom.New(mode, traits...))
}

// tick updates what depends on time only.
func (w *Window) tick() {
	now := w.clock.Now()
	w.keeper.rememberSize()
	if w.main != nil {
		w.main.tick(now)
		w.main.views.Tick(now)
	}
	w.opener.tick(now)
	w.outside.tick(now)
}

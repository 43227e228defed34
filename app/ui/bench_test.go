package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/request"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui/params"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	noon()
	goleak.VerifyTestMain(m)
}

// noon puts the tests where it is noon, so that no day ends while they run.
func noon() {
	hour, minute, _ := time.Now().UTC().Clock()
	time.Local = time.FixedZone("noon", (12*60-hour*60-minute)*60)
}

// patience is when a test gives up waiting. Nothing should take a noticeable
// part of it.
const patience = 2 * time.Minute

// ring is a keychain in memory. It works if the error is nil.
type ring struct {
	mu     sync.Mutex
	key    string
	err    error
	silent chan struct{} // reading waits for it; nil: no wait
}

func (r *ring) Get(string, string) (string, error) {
	if r.silent != nil {
		<-r.silent
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil && r.key == "" {
		return "", keyring.ErrNotFound
	}
	return r.key, r.err
}

func (r *ring) Set(_, _, key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.key = key
	}
	return r.err
}

func (r *ring) Delete(string, string) error { return r.Set("", "", "") }

// world is a computer with a home folder, a keychain and a service. Its windows
// come and go.
type world struct {
	t      testing.TB
	server *apitest.Server
	key    string
	ring   *ring
	paths  settings.Paths
	store  *settings.Store
	log    lockedBuffer
}

func newWorld(t testing.TB, o apitest.Options) *world {
	t.Helper()
	w := &world{t: t, key: "dl-" + strings.Repeat("0f", 16), ring: &ring{}}
	o.Keys = append(o.Keys, w.key)
	var err error
	if w.server, err = apitest.New(o); err != nil {
		t.Fatal(err)
	}
	t.TempDir() // the first one says when all are removed: after the windows, which may still write into them
	// A socket's path must be short, so it doesn't contain the test's name.
	home, err := os.MkdirTemp("", "lookbook")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.server.Close(); err != nil {
			t.Error(err)
		}
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	w.paths = settings.Paths{
		Data: filepath.Join(home, "data"), Cache: filepath.Join(home, "cache"), State: filepath.Join(home, "state"),
		Config: filepath.Join(home, "config"), Pictures: filepath.Join(home, "pictures"),
	}
	if err := w.paths.Make(); err != nil {
		t.Fatal(err)
	}
	if w.store, err = settings.Open(w.paths.Settings()); err != nil {
		t.Fatal(err)
	}
	return w
}

// instant is a service whose pictures are finished at once.
func instant() apitest.Options { return apitest.Options{QueueTime: -1, RunTime: -1} }

// bench is a window of the world. The test's goroutine is its UI goroutine.
type bench struct {
	*Window
	world *world
	group *supervisor.Group

	mu      sync.Mutex
	queue   []func()
	ready   chan struct{} // something was queued
	turn    func(func())  // does what was queued
	quits   int
	crashes bool // crashes are expected
	ended   bool
}

// quitApp records that the program is asked to end.
type quitApp struct {
	fyne.App
	quit func()
}

func (a quitApp) Quit() { a.quit() }

// window opens a window, as a start of the program does.
func (w *world) window(change ...func(*Params)) *bench {
	w.t.Helper()
	b := &bench{world: w, ready: make(chan struct{}, 1), turn: func(f func()) { f() }}
	log := slog.New(slog.NewJSONHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b.group = supervisor.New(log, func(crash *supervisor.PanicError) {
		if !b.crashes {
			w.t.Errorf("%s: %v\n%s", crash.Doing, crash.Value, crash.Stack)
		}
	})
	p := Params{
		App: quitApp{test.NewTempApp(w.t), func() { b.quits++ }}, Group: b.group, Paths: w.paths, Settings: w.store, Log: log,
		Version: "test", BaseURL: w.server.URL(), Dispatch: b.dispatched,
		Secrets: secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: w.ring}),
	}
	for _, f := range change {
		f(&p)
	}
	b.Window = New(p)
	w.t.Cleanup(b.end)
	b.Show()
	return b
}

func (b *bench) dispatched(f func()) {
	b.mu.Lock()
	b.queue = append(b.queue, f)
	b.mu.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// drain runs the queued functions and reports whether there were any.
func (b *bench) drain() bool {
	b.mu.Lock()
	queue := b.queue
	b.queue = nil
	b.mu.Unlock()
	for _, f := range queue {
		b.turn(f)
	}
	return len(queue) > 0
}

// until lets the window work until so returns true.
func (b *bench) until(what string, so func() bool) {
	b.world.t.Helper()
	give := time.NewTimer(patience)
	defer give.Stop()
	for {
		for b.drain() {
		}
		if so() {
			return
		}
		select {
		case <-b.ready:
		case <-give.C:
			b.world.t.Fatalf("waited for this in vain: %s. The window says:\n%s\nThe log:\n%s", what, strings.Join(b.words(), " | "), b.world.log.String())
		}
	}
}

// untilLater is until with a clock that advances.
func (b *bench) untilLater(clock *clockwork.FakeClock, what string, so func() bool) {
	b.world.t.Helper()
	b.until(what, func() bool {
		if so() {
			return true
		}
		clock.Advance(time.Second) // the tick queues a function
		return false
	})
}

// end closes the window's session and waits for its goroutines.
func (b *bench) end() {
	if b.ended {
		return
	}
	b.ended = true
	b.closeSession()
	b.group.Stop()
	if err := b.group.Wait(context.Background()); err != nil {
		b.world.t.Error(err)
	}
	b.drain()
	b.closeSession() // it may have been opened meanwhile
	b.Window.window.Close()
}

func (b *bench) closeSession() {
	if s := b.detach(); s != nil {
		if err := s.Close(context.Background()); err != nil {
			b.world.t.Error(err)
		}
	}
}

// smallRequest is a request whose pictures are quick to draw.
func smallRequest(prompt string, pictures int) api.Config {
	c := request.Defaults()
	c.Prompt, c.Width, c.Height, c.NumSamples = prompt, 256, 256, pictures
	return c
}

// generate asks for pictures as a person does, with the panel and the menu. Both are off while an earlier request is
// being written.
func (b *bench) generate(c api.Config) {
	b.world.t.Helper()
	b.until("the end of an earlier press", func() bool { return b.main.sender.submitting == 0 })
	b.main.params.SetState(params.StateOf(c))
	b.choose("Generate")
}

// painted returns the saved pictures whose thumbnails were painted.
func (w *world) painted() map[int64]bool {
	ids := map[int64]bool{}
	for _, line := range bytes.Split([]byte(w.log.String()), []byte("\n")) {
		var l struct {
			Msg   string
			Image int64
			Saved bool
		}
		if json.Unmarshal(line, &l) == nil && l.Msg == "thumbnail painted" && l.Saved {
			ids[l.Image] = true
		}
	}
	return ids
}

// lockedBuffer is a log in memory.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

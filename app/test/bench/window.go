package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui"
	"lookbook/widgets"
)

// window is Lookbook's window on Fyne's test driver, which paints nothing: what
// takes time is binding, layout and everything else that Lookbook does on the
// UI goroutine, which is the goroutine of the row.
type window struct {
	*ui.Window
	group *supervisor.Group

	mu    sync.Mutex
	queue []func()
	ready chan struct{} // something was queued
	ended bool
}

// endApp notes when the program is asked to end.
type endApp struct {
	fyne.App
	end func()
}

func (a endApp) Quit() { a.end() }

// noKeychain holds nothing and takes nothing.
type noKeychain struct{}

var errNoKeychain = errors.New("there is no keychain here")

func (noKeychain) Get(string, string) (string, error) { return "", errNoKeychain }
func (noKeychain) Set(string, string, string) error   { return errNoKeychain }
func (noKeychain) Delete(string, string) error        { return errNoKeychain }

// openWindow opens a window of a size, with the library in a home folder. There
// is no key, so that it asks no service for anything.
func openWindow(app fyne.App, paths settings.Paths, size fyne.Size) (*window, error) {
	if err := paths.Make(); err != nil {
		return nil, err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.DiscardHandler)
	w := &window{group: supervisor.New(log, nil), ready: make(chan struct{}, 1)}
	w.Window = ui.New(ui.Params{
		App: endApp{app, func() { w.ended = true }}, Group: w.group, Paths: paths, Settings: store, Log: log, Version: "bench",
		Dispatch: w.dispatch, Secrets: secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: noKeychain{}}),
	})
	w.Show()
	w.Fyne().Resize(size)
	return w, nil
}

func (w *window) dispatch(f func()) {
	w.mu.Lock()
	w.queue = append(w.queue, f)
	w.mu.Unlock()
	select {
	case w.ready <- struct{}{}:
	default:
	}
}

// turn does what is queued.
func (w *window) turn() {
	for {
		w.mu.Lock()
		queue := w.queue
		w.queue = nil
		w.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, f := range queue {
			f()
		}
	}
}

// until lets the window work until something is so.
func (w *window) until(ctx context.Context, what string, so func() bool) error {
	give := time.NewTimer(time.Minute)
	defer give.Stop()
	for {
		w.turn()
		if so() {
			return nil
		}
		select {
		case <-w.ready:
		case <-ctx.Done():
			return ctx.Err()
		case <-give.C:
			return fmt.Errorf("waited in vain for %s", what)
		}
	}
}

// close ends the session and joins what the window started.
func (w *window) close(ctx context.Context) error {
	w.Window.Close()
	err := w.until(ctx, "the end", func() bool { return w.ended })
	w.group.Stop()
	return errors.Join(err, w.group.Wait(ctx))
}

// find is the first object of a kind in sight, as far as fits says.
func find[T fyne.CanvasObject](w *window, fits func(T) bool) (found T, ok bool) {
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if ok || o == nil || !o.Visible() {
			return
		}
		if one, is := o.(T); is && fits(one) {
			found, ok = one, true
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(w.Fyne().Canvas().Content())
	return found, ok
}

// thumbsIn are the pictures in sight of a grid.
func thumbsIn(o fyne.CanvasObject) []*widgets.Thumb {
	var all []*widgets.Thumb
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if thumb, is := o.(*widgets.Thumb); is {
			all = append(all, thumb)
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(o)
	return all
}

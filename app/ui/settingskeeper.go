package ui

import (
	"context"
	"log/slog"
	"path/filepath"

	"fyne.io/fyne/v2"

	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// settingsKeeper writes changed preferences, and reports when it can't.
type settingsKeeper struct {
	store    *settings.Store
	path     string
	window   fyne.Window
	dispatch func(func())
	log      *slog.Logger
	notices  *notices

	told string // reported error; "": none
}

// flush writes changed preferences. It runs off the UI goroutine.
func (k *settingsKeeper) flush(ctx context.Context) {
	if !k.store.Dirty() {
		return
	}
	err := k.store.Flush(ctx)
	if err != nil {
		k.log.Error("writing the preferences", "error", err)
	}
	k.dispatch(func() { k.say(err) })
}

// say reports once why the preferences can't be written, and removes the report
// when they can.
func (k *settingsKeeper) say(err error) {
	switch {
	case err == nil && k.told != "":
		k.told = ""
		k.notices.clear(noticeSettings)
	case err != nil && k.told != err.Error():
		k.told = err.Error()
		k.notices.set(noticeSettings, widgets.BannerWarning,
			message.T("preferences.unwritten", message.With{"Why": whyNot(err, filepath.Dir(k.path))}))
	}
}

// rememberSize stores the window's size for the next start.
func (k *settingsKeeper) rememberSize() {
	size := k.window.Canvas().Size()
	if size.Width < 1 || k.window.FullScreen() {
		return
	}
	k.store.Update(func(v *settings.Values) {
		at100 := scaled(size, drawnAt(v.Scale)).AddWidthHeight(0.5, 0.5)
		v.WindowWidth, v.WindowHeight = int(at100.Width), int(at100.Height)
	})
}

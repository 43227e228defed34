package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/media/naming"
	"lookbook/app/settings"
	"lookbook/app/ui/preferences"
)

// preferencesSize is the size of the preferences window, in Fyne's pixels.
var preferencesSize = fyne.NewSize(560, 640)

// showPreferences opens the preferences in a window of their own, or brings
// it to the front.
func (w *Window) showPreferences() {
	if w.prefsWindow != nil {
		w.prefsWindow.RequestFocus()
		return
	}
	w.prefsWindow = w.p.App.NewWindow("Preferences")
	w.prefsWindow.SetIcon(w.icon)
	w.preferences = preferences.New(w.preferencesParams())
	w.prefsWindow.SetContent(w.preferences.Object())
	w.prefsWindow.SetPadded(false)
	w.prefsWindow.Resize(preferencesSize)
	w.prefsWindow.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) {
		if event.Name == fyne.KeyEscape {
			w.prefsWindow.Close()
		}
	})
	w.prefsWindow.SetOnClosed(func() {
		w.preferences.Close()
		w.prefsWindow, w.preferences = nil, nil
	})
	w.prefsWindow.Show()
}

func (w *Window) preferencesParams() preferences.Params {
	v := w.p.Settings.Current()
	demo := w.session != nil && w.session.Demo
	state := preferences.State{
		Template: v.Template, Theme: v.Theme, Demo: demo, Hosts: v.AllowedHosts(),
		Key: preferences.Key{Masked: w.apiKey.key.Secret.String(), Where: w.apiKey.key.Where},
	}
	if w.session != nil {
		state.Folder = w.session.Folder(v)
		if p := w.session.Engine.Status().FolderProblem; p != nil {
			state.FolderWhy = p.Message
		}
	}
	return preferences.Params{
		State: state, Run: w.run,
		ChooseFolder: w.folder.choose, ShowFolder: w.folder.show,
		PreviewName: previewName(w.now), Words: naming.Words(),
		OnTemplate: func(t string) { w.p.Settings.Update(func(v *settings.Values) { v.Template = t }) },
		OnTheme: func(t settings.Theme) {
			w.p.Settings.Update(func(v *settings.Values) { v.Theme = t })
			w.applyTheme(t)
		},
		OnKey: w.apiKey.use, OnRemoveKey: w.apiKey.remove, OnOpen: w.desktop.openURL,
		OnDemo:     func(on bool) { w.open(on) },
		OnTakeBack: func(host string) { w.hosts.allow(host, false) },
	}
}

// previewName shows what a template makes of an example.
func previewName(now func() time.Time) func(template string) (string, error) {
	return func(template string) (string, error) {
		t, err := naming.Parse(template)
		if err != nil {
			return "", err
		}
		seed := exampleSeed
		return t.Name(naming.Fields{
			Time: now(), Prompt: "portrait photo of ukj man, dramatic lighting", Seed: &seed,
			Job: "ig_90c7ebd5", Index: 1, Count: 16, Model: "ckp_15f9112b", Extension: "png",
		}), nil
	}
}

// exampleSeed is the first seed of the documentation's sample.
const exampleSeed int64 = 2811570194

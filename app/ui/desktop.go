package ui

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"

	"lookbook/app/media"
	"lookbook/app/platform/reveal"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// desktopLinks reaches what is outside the window: clipboard, browser and file
// manager. Programs are started off the UI goroutine.
type desktopLinks struct {
	app     fyne.App
	run     background.Run
	fail    failing
	picture func(ctx context.Context, file []byte) error // copies a picture to the clipboard; nil: not supported
}

// reveal shows a file in the desktop's file manager, selected if the desktop
// can do that. It opens a folder.
func (d *desktopLinks) reveal(path string) {
	if path == "" {
		return
	}
	d.run(func(ctx context.Context) func() {
		if err := reveal.Show(ctx, path); err != nil {
			return func() {
				d.copy(path)
				d.fail("desktop.no.files", err, message.With{"Path": path})
			}
		}
		return nil
	})
}

// copy copies text to the clipboard.
func (d *desktopLinks) copy(text string) { d.app.Clipboard().SetContent(text) }

// openURL opens a web page in the browser, off the UI goroutine because it
// starts a program.
func (d *desktopLinks) openURL(address string) {
	u, err := url.Parse(address)
	if err != nil {
		d.fail("desktop.bad.address", err)
		return
	}
	d.run(func(context.Context) func() {
		if err := d.app.OpenURL(u); err != nil {
			return func() {
				d.copy(address)
				d.fail("desktop.no.browser", err, message.With{"Address": address})
			}
		}
		return nil
	})
}

// copyPicture copies a picture's file to the clipboard. It runs off the UI
// goroutine.
func (d *desktopLinks) copyPicture(ctx context.Context, path string) error {
	if d.picture == nil {
		return errNoPictures
	}
	data, err := media.ReadFile(path)
	if err != nil {
		return err
	}
	return d.picture(ctx, data)
}

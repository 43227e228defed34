package ui

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/platform/openwith"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// mostOpened bounds how many pictures are opened at once: some programs open a
// window for each.
const mostOpened = 20

// programOpener opens pictures with a program that the user chooses. UI goroutine only.
type programOpener struct {
	images  func(ctx context.Context, ids []int64) ([]library.Image, error)
	run     background.Run
	toaster *toaster
	fail    failing
	place   func() fyne.CanvasObject
}

// openable are files and the programs for them.
type openable struct {
	files    []string
	programs []openwith.Program
}

// ask asks for a program, and opens the pictures with it.
func (o *programOpener) ask(p picked) {
	if len(p.ids) > mostOpened {
		o.toaster.show(message.N("open.too.many", mostOpened))
		return
	}
	background.Do(o.run, func(ctx context.Context) (found openable, err error) {
		images, err := o.images(ctx, p.ids)
		if err != nil {
			return found, err
		}
		for _, img := range images {
			if img.State == library.ImageSaved {
				found.files = append(found.files, img.Path)
			}
		}
		if len(found.files) > 0 {
			found.programs, err = openwith.Programs(ctx, mimeOf(found.files[0]))
		}
		return found, err
	}, func(found openable, err error) {
		switch {
		case err != nil:
			o.fail("open.failed", err)
		case len(found.files) == 0:
			o.toaster.show(message.T("open.nothing"))
		case len(found.programs) == 0: // the system asks, or has its usual program
			o.open(openwith.Program{}, found.files)
		default:
			o.choose(found)
		}
	})
}

// choose lists the programs.
func (o *programOpener) choose(found openable) {
	var panel *widgets.Popover
	title := widgets.NewLabel(message.T("open.title"))
	title.SetBold(true)
	rows := []fyne.CanvasObject{title}
	for _, program := range found.programs {
		rows = append(rows, widgets.NewQuietButton(program.Name, func() {
			panel.Hide()
			o.open(program, found.files)
		}))
	}
	const width, most = 260, 420
	list := arrange.Stack(darkroom.Space4, rows...)
	panel = widgets.NewPopover(widgets.NewScrollPane(list))
	panel.SetSize(fyne.NewSize(width, min(list.MinSize().Height, most)))
	panel.Show(o.place())
}

func (o *programOpener) open(program openwith.Program, files []string) {
	background.Try(o.run, func(ctx context.Context) error { return openwith.Open(ctx, program, files) }, func(err error) {
		if err != nil {
			o.fail("open.failed", err)
		}
	})
}

// mimeOf is the MIME type of a picture's file.
func mimeOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	}
	return "image/png"
}

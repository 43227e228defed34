package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media/infotext"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// errNoPictures tells that the clipboard takes no pictures.
var errNoPictures = cause.Err(cause.ClipboardWords)

// imageCopier copies pictures and their parameters to the clipboard.
type imageCopier struct {
	rows    *imageRows
	desktop *desktopLinks
	run     background.Run
	tasks   *tasks
	toaster *toaster
	fail    failing
}

// picked handles Ctrl+C: one picture is copied as a picture, several as their
// paths.
func (c *imageCopier) picked(p picked) {
	if len(p.ids) == 1 && len(p.held) == 1 {
		c.image(p.held[0])
		return
	}
	c.paths(p)
}

// image copies a picture. If that fails, it copies the path and says so.
func (c *imageCopier) image(img library.Image) {
	if img.State != library.ImageSaved {
		c.toaster.show(message.T("copy.not.saved"))
		return
	}
	c.run(c.tasks.watched("copy.doing", func(ctx context.Context, _ files.Progress) func() {
		err := c.desktop.copyPicture(ctx, img.Path)
		return func() {
			switch {
			case err == nil:
				c.toaster.show(message.T("copy.done"))
			case errors.Is(err, context.Canceled):
			default:
				c.desktop.copy(img.Path)
				c.fail("copy.failed", err)
			}
		}
	}))
}

// paths copies the paths of pictures, one per line.
func (c *imageCopier) paths(p picked) {
	c.rows.withImages(p, func(images []library.Image) {
		var paths []string
		for _, img := range images {
			if img.Path != "" && img.State != library.ImageTrashed {
				paths = append(paths, img.Path)
			}
		}
		if len(paths) == 0 {
			c.toaster.show(message.T("copy.no.paths"))
			return
		}
		c.desktop.copy(strings.Join(paths, "\n"))
		c.toaster.show(message.N("copy.paths.done", len(paths)))
	})
}

func (c *imageCopier) prompt(img library.Image) {
	c.rows.withEntry(img, func(e library.Entry) { c.desktop.copy(requestOfImage(img, e).Prompt) })
}

func (c *imageCopier) seed(img library.Image) {
	if img.Generated.Seed != nil {
		c.desktop.copy(strconv.FormatInt(*img.Generated.Seed, 10))
	}
}

// infotext copies the parameters of a picture in the text form that other
// programs read.
func (c *imageCopier) infotext(img library.Image) {
	c.rows.withEntry(img, func(e library.Entry) {
		config := img.Asked(e.Job)
		if img.Generated.Seed != nil {
			config.Seed = img.Generated.Seed
		}
		c.desktop.copy(infotext.Format(config))
		c.toaster.show(message.T("copy.infotext.done"))
	})
}

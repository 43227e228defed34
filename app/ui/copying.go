package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lookbook/app/files"
	"lookbook/app/library"
)

// errNoPictures tells that the clipboard takes no pictures.
var errNoPictures = errors.New("the clipboard takes no pictures here")

// copyPicked is Ctrl+C: one picture goes to the clipboard as a picture,
// several as their paths.
func (m *mainPage) copyPicked(p picked) {
	if len(p.ids) == 1 && len(p.held) == 1 {
		m.copyImage(p.held[0])
		return
	}
	m.copyPathsOf(p)
}

// copyImage puts a picture into the clipboard. Where that can't be done its
// path goes there instead, and that is said.
func (m *mainPage) copyImage(img library.Image) {
	if img.State != library.ImageSaved {
		m.voice.say("This picture is not in the folder, so it can’t be copied.")
		return
	}
	m.w.run(m.tasks.watched("Copying the picture", func(ctx context.Context, _ files.Progress) func() {
		err := m.w.desktop.copyPicture(ctx, img.Path)
		return func() {
			switch {
			case err == nil:
				m.voice.say("The picture is in the clipboard.")
			case errors.Is(err, context.Canceled):
			default:
				m.w.desktop.copy(img.Path)
				m.w.notices.fail("The picture could not be copied, and its path is in the clipboard instead: ", err)
			}
		}
	}))
}

// copyPathsOf puts the paths of pictures into the clipboard, a line each.
func (m *mainPage) copyPathsOf(p picked) {
	m.withImages(p, func(images []library.Image) {
		var paths []string
		for _, img := range images {
			if img.Path != "" && img.State != library.ImageTrashed {
				paths = append(paths, img.Path)
			}
		}
		if len(paths) == 0 {
			m.voice.say("No picture of these is in the folder yet.")
			return
		}
		m.w.desktop.copy(strings.Join(paths, "\n"))
		m.voice.say(oneOrMany(len(paths), "The path is", fmt.Sprintf("%s paths are", count(len(paths)))) + " in the clipboard.")
	})
}

// withImages reads the pictures that are not at hand, and does something with
// all of them.
func (m *mainPage) withImages(p picked, do func(images []library.Image)) {
	if len(p.held) == len(p.ids) {
		do(p.held)
		return
	}
	m.w.run(func(ctx context.Context) func() {
		images, err := m.session.Library.ImagesByID(ctx, p.ids)
		return func() {
			if err != nil {
				m.readFailed(err)
				return
			}
			do(images)
		}
	})
}

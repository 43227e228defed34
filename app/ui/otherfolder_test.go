package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// When the folder's disk is removed, the window says so and what can be done.
// Nothing is saved in its place until a person decides.
func TestAnotherFolderInThePlaceOfThePicturesIsSaid(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 2))
	b.until("two pictures", func() bool { return b.session.Engine.Status().Saved == 2 })
	folder := w.paths.Pictures
	if err := errors.Join(os.Rename(folder, folder+" (away)"), os.Mkdir(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	b.generate(smallRequest("a harbour", 1))
	b.until("the banner", func() bool {
		return strings.Contains(b.notice(noticeFolder), "isn’t the folder that your pictures were in")
	})
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("the other folder holds %v, %v", entries, err)
	}
	b.press("Use it anyway")
	b.until("the picture in the folder that is there", func() bool {
		return b.session.Engine.Status().Unsaved == 0 && b.notice(noticeFolder) == ""
	})
	if files, err := filepath.Glob(filepath.Join(folder, "*.png")); err != nil || len(files) != 1 {
		t.Errorf("files: %q, %v", files, err)
	}
}

//go:build linux

package e2e

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// A small gallery: pictures are searched, selected, marked, moved to the desktop's trash and
// restored, compared and shown one after the other, all by keyboard.
func TestGallery(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const each = 4 // pictures per job
	for _, prompt := range []string{"dunes at dusk", "a lake at dawn", "lanterns on a lake"} {
		s.Service.Control("jobs", map[string]any{
			"prompt": prompt, "width": 512, "height": 512, "num_samples": each, "model_type": "sd-v1",
			"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
		}, nil)
	}
	s.prefer(map[string]any{"thumbnail_size": 128}) // all of them fit on the screen
	p := s.open()
	s.ready(p)
	s.complete(folder, 3*each)
	s.painted(p, 3*each)
	s.listed(p, 3*each)
	s.Screenshot("all")

	s.searchAsOneTypes(p, each)
	s.markTwo(p, each)
	s.rateInViewer(p, each)
	s.trashAndUndo(p, each)
	s.compareTwo()
	s.slideshow()
	s.close(p)

	t.Log("the next day the marks are still there")
	p = s.open()
	s.ready(p)
	s.listed(p, 3*each)
	s.lookFor("is:favourite rating:4 ")
	s.listed(p, 2)
	s.Screenshot("restarted")
	s.close(p)
}

// folder is the folder of the pictures, relative to the home folder.
const folder = "Pictures/Lookbook"

// searchAsOneTypes narrows the search with each word, and clears it.
func (s *stage) searchAsOneTypes(p *desktop.Process, each int) {
	s.t.Helper()
	s.lookFor("lake")
	s.listed(p, 2*each)
	s.waitPicture("the pictures that were found", filters)
	s.Screenshot("search")
	before := s.Settle()
	s.Key("Tab", "space")
	s.waitChange("the filters", before, filters)
	s.Screenshot("filters")
	s.Key("Escape")
	s.waitBack("the filters to go", before, filters)
	s.lookFor("lake -dawn")
	s.listed(p, each)
	s.Screenshot("search-without")
	s.Type(" nosuchword")
	s.listed(p, 0)
	s.Screenshot("search-nothing")
	s.Key("Escape")
	s.listed(p, 3*each)
}

// markTwo makes two pictures favourites, rates them, and finds them by that.
func (s *stage) markTwo(p *desktop.Process, each int) {
	s.t.Helper()
	s.found(p, "lanterns", each)
	s.Key("Down", "Home", "shift+Right")
	s.Screenshot("selected")
	done := len(s.done(p))
	s.Key("period")
	s.waitDone(p, done+1)
	s.Key("4")
	s.waitDone(p, done+2)
	s.Screenshot("marked")

	s.lookFor("is:favourite ")
	s.listed(p, 2)
	s.Screenshot("favourites")
	s.Key("BackSpace") // removes the chip
	s.listed(p, 3*each)
	s.lookFor("rating:4 ")
	s.listed(p, 2)
	s.Key("BackSpace")
	s.listed(p, 3*each)
}

// rateInViewer rates a picture in the viewer, and undoes that.
func (s *stage) rateInViewer(p *desktop.Process, each int) {
	s.t.Helper()
	s.found(p, "dunes", each)
	gallery, done := s.Settle(), len(s.done(p))
	s.Key("Down", "Home", "Return")
	s.waitChange("the viewer", gallery, window)
	s.waitPicture("the picture in the viewer", left)
	s.Key("5")
	s.waitDone(p, done+1)
	s.Screenshot("rated-in-viewer")
	s.Key("Escape")
	s.lookFor("rating:5 ")
	s.listed(p, 1)
	s.Key("Down", "ctrl+z") // in the field, Ctrl+Z would undo typing
	s.listed(p, 0)
	s.lookFor("")
	s.Key("BackSpace")
	s.listed(p, 3*each)
}

// trashAndUndo moves one picture and then four to the desktop's trash, and restores them.
func (s *stage) trashAndUndo(p *desktop.Process, each int) {
	s.t.Helper()
	before := s.files(folder)
	s.found(p, "lanterns", each)
	s.Key("Down", "Home", "Delete")
	s.checkTrash(before, 1)
	s.listed(p, each-1)
	s.Screenshot("trashed")
	s.Key("ctrl+z")
	s.checkBack(before)
	s.listed(p, each)
	s.Screenshot("undone")

	s.Key("ctrl+a", "Delete")
	s.checkTrash(before, each)
	s.listed(p, 0)
	s.Screenshot("all-trashed")
	s.Key("ctrl+z")
	s.checkBack(before)
	s.listed(p, each)

	// It is still a favourite.
	s.lookFor("is:favourite ")
	s.listed(p, 2)
	s.Key("BackSpace")
	s.listed(p, 3*each)
}

// compareTwo shows two pictures side by side.
func (s *stage) compareTwo() {
	s.t.Helper()
	s.Key("Escape", "Home", "shift+Right") // moves the focus to the grid
	s.Screenshot("two")
	before := s.Settle()
	s.Key("ctrl+shift+k")
	s.waitChange("the comparison", before, window)
	s.waitPicture("the pictures beside each other", left)
	s.Screenshot("compare")
	s.Key("Escape")
	s.waitBack("the gallery after the comparison", before, second)
}

// slideshow runs a slideshow.
func (s *stage) slideshow() {
	s.t.Helper()
	before := s.Settle()
	s.Key("ctrl+shift+s")
	s.waitChange("the slideshow", before, window)
	s.waitPicture("the first picture of the slideshow", low)
	first := s.Screenshot("slideshow")
	shown := s.Settle()
	s.Key("Right")
	s.waitChange("the next picture of the slideshow after "+filepath.Base(first), shown, middle)
	s.Screenshot("slideshow-next")
	s.Key("Escape")
	s.waitBack("the gallery after the slideshow", before, second)
}

// filters is the area of the filters panel over the gallery.
var filters = image.Rect(850, 120, 1250, 500)

// lookFor replaces the text of the search field.
func (s *stage) lookFor(words string) {
	s.t.Helper()
	s.Key("ctrl+f")
	s.Type(words)
}

// found looks for a word, and waits until what all of its letters find is listed. The first ones may find as many, and
// the list of the last has no selection. So it is typed behind a letter with which there is nothing to be found.
func (s *stage) found(p *desktop.Process, word string, count int) {
	s.t.Helper()
	s.lookFor("q" + word)
	s.listed(p, 0)
	s.Key("Home", "Delete")
	s.listed(p, count)
}

// listed waits until the gallery shows this many pictures.
func (s *stage) listed(p *desktop.Process, count int) {
	s.t.Helper()
	var last any
	desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures in the gallery", count), func() bool {
		said := s.Log.Since(p.Started()).Said("pictures listed")
		if len(said) == 0 {
			return false
		}
		last = said[len(said)-1]["count"]
		return last == float64(count)
	})
}

// done returns what was done with pictures since the start of the program.
func (s *stage) done(p *desktop.Process) []desktop.Entry {
	s.t.Helper()
	return s.Log.Since(p.Started()).Said("done")
}

func (s *stage) waitDone(p *desktop.Process, count int) {
	s.t.Helper()
	s.Said(p, "done", count)
}

// files returns the hashes of the pictures in a folder by path.
func (s *stage) files(folder string) map[string][sha256.Size]byte {
	s.t.Helper()
	sums := map[string][sha256.Size]byte{}
	for _, path := range s.pictures(folder) {
		data, err := os.ReadFile(path)
		if err != nil {
			s.t.Fatal(err)
		}
		sums[path] = sha256.Sum256(data)
	}
	return sums
}

// trashFolder is the trash of the home folder (freedesktop.org Trash
// specification).
const trashFolder = ".local/share/Trash"

// trashed lists the notes and the files in the trash.
func (s *stage) trashed() (notes, files []string) {
	s.t.Helper()
	for pattern, found := range map[string]*[]string{"info/*": &notes, "files/*": &files} {
		names, err := filepath.Glob(filepath.Join(s.Home(), trashFolder, pattern))
		if err != nil {
			s.t.Fatal(err)
		}
		*found = names
	}
	return notes, files
}

// checkTrash expects count complete pictures in the trash, each with a note of its original path,
// and the others in their place.
func (s *stage) checkTrash(before map[string][sha256.Size]byte, count int) {
	s.t.Helper()
	// The sidecars move with them.
	sidecar := func(path string) bool { return strings.HasSuffix(strings.TrimSuffix(path, ".trashinfo"), ".xmp") }
	desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures in the trash", count), func() bool {
		notes, files := s.trashed()
		notes, files = slices.DeleteFunc(notes, sidecar), slices.DeleteFunc(files, sidecar)
		return len(notes) == count && len(files) == count && len(s.pictures(folder)) == len(before)-count
	})
	gone := maps.Clone(before)
	for path := range s.files(folder) {
		delete(gone, path)
	}
	notes, _ := s.trashed()
	for _, note := range slices.DeleteFunc(notes, sidecar) {
		was := s.noted(note)
		sum, ok := gone[was]
		if !ok {
			s.t.Errorf("%s says that the file was %s; missing are %q", note, was, slices.Collect(maps.Keys(gone)))
			continue
		}
		delete(gone, was)
		name := strings.TrimSuffix(filepath.Base(note), ".trashinfo")
		data, err := os.ReadFile(filepath.Join(s.Home(), trashFolder, "files", name))
		if err != nil || sha256.Sum256(data) != sum {
			s.t.Errorf("%s in the trash is not the file that was there (%v)", name, err)
		}
	}
}

// noted returns the path in a note of the trash.
func (s *stage) noted(note string) string {
	s.t.Helper()
	data, err := os.ReadFile(note)
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("[Trash Info]\n")) || !bytes.Contains(data, []byte("\nDeletionDate=20")) {
		s.t.Errorf("%s is no note as the desktop writes it: %q", note, data)
	}
	for line := range strings.Lines(string(data)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "Path="); ok {
			path, err := url.PathUnescape(path)
			if err != nil {
				s.t.Errorf("%s: %v", note, err)
			}
			return path
		}
	}
	return ""
}

// checkBack expects every picture unchanged in its place, and an empty trash.
func (s *stage) checkBack(before map[string][sha256.Size]byte) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, "the pictures to be back", func() bool {
		notes, files := s.trashed()
		return len(notes) == 0 && len(files) == 0 && len(s.pictures(folder)) == len(before)
	})
	if now := s.files(folder); !maps.Equal(now, before) {
		s.t.Errorf("after undo the folder holds %d other files than before", len(now))
	}
}

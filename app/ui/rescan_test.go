package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/message"
)

func TestWhatALookThroughTheFolderFound(t *testing.T) {
	for want, result := range map[string]files.RescanResult{
		"Every picture is where it should be.": {Looked: 1200},
		"3 pictures were moved and found again. 12 pictures were brought in. 2 pictures are still missing.": {Moved: 3, Added: 12, Missing: 2},
		"1 picture was moved and found again.":                                          {Moved: 1},
		"1,234 pictures were brought in.":                                               {Added: 1234},
		"1 picture was brought in. 1 picture is still missing.":                         {Added: 1, Missing: 1},
		"2 pictures are back. 1 picture is still missing.":                              {Back: 2, Missing: 1},
		"1 picture is still missing. 2 damaged files were left alone.":                  {Missing: 1, Skipped: 2},
		"1 damaged file was left alone. 1 file or folder could not be read.":            {Skipped: 1, Unread: 1},
		"5 pictures were brought in. What is nested too deep or too much was left out.": {Added: 5, Cut: true},
	} {
		if got := message.Rescanned(result); got != want {
			t.Errorf("%+v is %q, want %q", result, got, want)
		}
	}
}

// saved opens a window with saved pictures, and returns their files.
func saved(t *testing.T, w *world, pictures int) (*bench, []string) {
	t.Helper()
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("dunes at dusk", pictures))
	b.until("the saved pictures", func() bool { return b.session.Engine.Status().Saved == pictures })
	files, err := filepath.Glob(filepath.Join(w.paths.Pictures, "*.png"))
	if err != nil || len(files) != pictures {
		t.Fatalf("the files are %q (%v)", files, err)
	}
	return b, files
}

func TestRescanFolder(t *testing.T) {
	w := newWorld(t, instant())
	b, files := saved(t, w, 2)
	moved := filepath.Join(w.paths.Pictures, "my favourite.png")
	if err := os.Rename(files[0], moved); err != nil {
		t.Fatal(err)
	}
	b.choose("Rescan folder")
	b.until("the result", func() bool { return b.notice(noticeResult) == "1 picture was moved and found again." })
	if b.rescanner.stop != nil || b.notice(noticeRescan) != "" {
		t.Error("it does not end")
	}
	b.choose("Rescan folder")
	b.until("the second result", func() bool { return b.notice(noticeResult) == "Every picture is where it should be." })
}

// A stopped search says so, and one that takes long shows its progress.
func TestALongRescan(t *testing.T) {
	b, _ := saved(t, newWorld(t, instant()), 1)
	b.rescanner.begin()
	b.rescanner.say(engine.Status{FilesStatus: engine.FilesStatus{Rescanning: true, Looked: 1234}})
	if got := b.notice(noticeRescan); got != "Looking through the pictures folder: 1,234 pictures so far." {
		t.Errorf("it says %q", got)
	}
	b.rescanner.stop()
	b.until("its end", func() bool { return b.rescanner.stop == nil })
	b.rescanner.say(engine.Status{})
	if b.notice(noticeRescan) != "" || b.notice(noticeResult) == "" {
		t.Errorf("in the end it says %q and %q", b.notice(noticeRescan), b.notice(noticeResult))
	}
}

// When the viewer doesn't find a file, it is marked as missing, and the viewer offers a search.
func TestTheViewerFindsAFileMissing(t *testing.T) {
	b, files := saved(t, newWorld(t, instant()), 1)
	b.until("the picture", func() bool { return b.main.gallery.Pictures.Len() == 1 })
	away := files[0] + ".away.png"
	if err := os.Rename(files[0], away); err != nil {
		t.Fatal(err)
	}
	b.main.views.Viewer.Open(0)
	b.until("the viewer's word", func() bool { return b.says("moved or deleted") })
	b.until("the mark", func() bool { return b.main.views.Viewer.Shown().State == library.ImageGone })
	b.press("Rescan folder")
	b.until("the result", func() bool { return b.notice(noticeResult) == "1 picture was moved and found again." })
	if b.main.views.Viewer.Opened() {
		t.Error("the viewer hides what was found")
	}
}

// A deleted library is filled again automatically, and the window says so.
func TestALostLibrary(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 3)
	b.end()
	if err := os.Remove(w.paths.Library()); err != nil {
		t.Fatal(err)
	}
	again := w.window()
	again.until("the notice", func() bool {
		return again.notices != nil && strings.HasSuffix(again.notice(noticeResult), "3 pictures were brought in.")
	})
	downloads := 0
	for _, call := range w.server.ImageCalls() {
		if call.Endpoint == apitest.Picture { // there may also be a try of the host
			downloads++
		}
	}
	if downloads != 3 {
		t.Errorf("%d downloads of 3 pictures", downloads)
	}
}

// A damaged library is replaced by its copy. The window says from which day that is and what it
// contains. A picture whose file is gone is fetched on request.
func TestADamagedLibraryComesBackWithCounts(t *testing.T) {
	w := newWorld(t, instant())
	b, files := saved(t, w, 3)
	if _, err := b.session.Edit.Searches.Save(t.Context(), "the best", "rating:>=4"); err != nil {
		t.Fatal(err)
	}
	if err := b.session.Snapshots.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	day := b.session.Snapshots.Copies()[0].Made.Local()
	b.end()
	if err := os.WriteFile(w.paths.Library(), []byte(strings.Repeat("this is no library. ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	again := w.window()
	again.until("what came back", func() bool { return again.notices != nil && again.notice(noticeAside) != "" })
	want := "The library was damaged and has been set aside as library.db.damaged-1: the copy of " + message.DateTime(day) +
		" is in its place, with 3 pictures (0 with marks), 1 job, 0 presets and 1 saved search. "
	if got := again.notice(noticeAside); !strings.HasPrefix(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
	again.until("the missing picture", func() bool {
		return strings.HasPrefix(again.notice(noticeResult), "The file of 1 picture is not in the pictures folder")
	})
	again.press("Fetch again")
	again.until("the picture again", func() bool { return again.session.Engine.Status().Saved == 3 && again.notice(noticeResult) == "" })
	if spent := w.server.Spent(); spent != 3 {
		t.Errorf("%d tokens were spent", spent)
	}
}

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/ui/params"
)

// texts writes files with prompts and returns their paths.
func texts(t *testing.T, names ...string) (paths []string) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("prompt of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func (b *bench) prompt() string { return b.main.params.State().Config.Prompt }

// What is named at the start, or handed over by another start, fills the panel when it is there.
func TestFilesOfAStartAreOpened(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	claim, err := session.Take(w.paths, false, session.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	paths := texts(t, "first.txt", "second.txt", "third.txt")
	b := w.window(func(p *Params) { p.Claim, p.Files = claim, session.NewVisit(paths[0]) })
	b.until("the file of the start", func() bool { return b.onMain() && b.prompt() == "prompt of first.txt" })
	later := make(chan error, 1)
	go func() {
		_, err := session.Take(w.paths, false, session.NewVisit(paths[1], paths[2]))
		later <- err
	}()
	b.until("the file of a later start", func() bool { return b.prompt() == "prompt of second.txt" && len(later) == 1 })
	if err := <-later; err != nil {
		t.Error(err)
	}
	if !strings.Contains(b.banners(), "2 files were opened") || b.says("third.txt") {
		t.Errorf("the window says %q", b.words())
	}
	b.press("Next file")
	b.until("the file after it", func() bool { return b.prompt() == "prompt of third.txt" })
	if b.says("Next file") || strings.Contains(b.banners(), "files were opened") {
		t.Errorf("after the last file the window says %q", b.words())
	}
	b.press("Undo")
	if got := b.prompt(); got != "prompt of second.txt" {
		t.Errorf("undone to %q", got)
	}
	b.end()
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

// A first start has no key: the file waits for it.
func TestFilesWaitForTheKey(t *testing.T) {
	w := newWorld(t, instant())
	path := texts(t, "a.txt")[0]
	b := w.window(func(p *Params) { p.Files = session.NewVisit(path) })
	b.until("the welcome card", func() bool { return b.welcome && b.says("The file opens as soon as there is a key") })
	b.drop(texts(t, "b.txt")[0])
	b.typed(w.key)
	b.enter()
	b.until("the file dropped last", func() bool { return b.onMain() && b.prompt() == "prompt of b.txt" })
	if got := b.notice(noticeFiles); got != "" {
		t.Errorf("the top of the window says %q", got)
	}
}

// Pictures of the library are selected, whatever the gallery showed. The first one's parameters are
// in the panel.
func TestOpenedPicturesOfTheLibraryAreSelected(t *testing.T) {
	w, b := opened(t)
	b.generate(smallRequest("an owl", 3))
	b.until("the pictures", func() bool { return len(w.painted()) == 3 })
	b.generate(smallRequest("a fox", 1))
	b.until("another job's", func() bool { return len(w.painted()) == 4 && b.says("This job") })
	b.main.params.SetState(params.StateOf(smallRequest("mine", 1)))
	owls, err := b.session.Library.PageImages(t.Context(), library.ImageFilter{States: []library.ImageState{library.ImageSaved}}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	owls = slices.DeleteFunc(owls, func(i library.Image) bool {
		e, err := b.session.Library.Entry(t.Context(), i.EntryID)
		return err != nil || e.Job.Config.Prompt != "an owl"
	})
	visit := session.NewVisit(owls[0].Path, texts(t, "a.txt")[0], owls[2].Path)
	b.handover.take(visit)
	b.until("the pictures to be selected", func() bool { return len(b.main.gallery.Pictures.SelectedIDs()) == 2 })
	got := b.main.gallery.Pictures.SelectedIDs()
	if !slices.Contains(got, owls[0].ID) || !slices.Contains(got, owls[2].ID) {
		t.Errorf("%v are selected", got)
	}
	if b.prompt() != "an owl" || !strings.Contains(b.banners(), "2 of them are among your pictures and are selected.") {
		t.Errorf("the prompt is %q, the window says %q", b.prompt(), b.banners())
	}
}

// 500 files give one sentence. The first that can be used is used.
func TestManyFilesGiveOneSentence(t *testing.T) {
	_, b := opened(t)
	folder := t.TempDir()
	var paths []string
	for i := range 500 {
		paths = append(paths, filepath.Join(folder, fmt.Sprintf("%03d.txt", i)))
	}
	b.handover.take(session.NewVisit(paths...))
	b.until("the sentence", func() bool {
		return b.says("None of the first 20 files can be used; “000.txt”, for one: the file can’t be found.")
	})
	if err := os.WriteFile(paths[7], []byte("a prompt"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.handover.take(session.NewVisit(paths...))
	b.until("the first that can be used", func() bool {
		return b.prompt() == "a prompt" && b.says("“007.txt”") && b.says("500 files were opened")
	})
	if top := b.Window.window.Canvas().Overlays().Top(); top != nil {
		t.Error("a dialog is open")
	}
}

// Whatever is named, the window says in a sentence why it can't be used, in words that can be shown.
func TestOddFiles(t *testing.T) {
	_, b := opened(t)
	b.typed("mine")
	folder := t.TempDir()
	huge := filepath.Join(folder, "huge.png")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, 5<<30); err != nil { // a hole: it takes no room
		t.Fatal(err)
	}
	junk := filepath.Join(folder, "a\nb\xff.png")
	if err := os.WriteFile(junk, []byte{0, 1, 2}, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string]string{
		huge:                        "“huge.png”: the picture is too",
		junk:                        "“a b�.png”: this is no picture",
		os.DevNull:                  filepath.Base(os.DevNull) + "”: this is no file that can be read",
		folder:                      filepath.Base(folder) + "”: this is no file that can be read",
		filepath.Join(folder, "no"): "“no”: the file can’t be found",
		filepath.Join(folder, strings.Repeat("x", 300)): "xxx”: the file can’t be found",
	} {
		b.handover.take(session.NewVisit(path))
		b.until(words, func() bool { return strings.Contains(b.banners(), words) })
	}
	b.handover.take(session.NewVisit("relative.png"))
	b.until("no file of this computer", func() bool { return strings.Contains(b.banners(), "“”: the file can’t be found") })
	if b.prompt() != "mine" {
		t.Errorf("the prompt is %q", b.prompt())
	}
}

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/library"
	"lookbook/app/proof"
	"lookbook/app/settings"
)

// answerFile writes an answer that chooses the first of these pictures with four stars, and rejects
// the second.
func answerFile(t *testing.T, more string, images ...library.Image) string {
	t.Helper()
	name := func(i int) string {
		return proof.Name(images[i].ID, images[i].JobID, images[i].Generated.GeneratedImageID)
	}
	text := fmt.Sprintf(`{"format":%q,"version":1,"title":"Coats","from":"Zoë","pictures":[
		{"id":%q,"pick":"yes","stars":4,"note":"warmer light"},{"id":%q,"pick":"no"}%s]}`, proof.Format, name(0), name(1), more)
	path := filepath.Join(t.TempDir(), "Coats answer.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The answer of a proof page sets marks after a question that says what it does; undo takes all of
// them back, and redo sets them again.
func TestTheAnswerOfAProofPageSetsMarks(t *testing.T) {
	_, b := picturesSelected(t)
	images := b.main.gallery.Pictures.Selection()
	marked := func() bool {
		img, err := b.session.Library.ImagesByID(t.Context(), []int64{images[0].ID, images[1].ID})
		return err == nil && img[0].Marks.Favourite && img[0].Marks.Rating == 4 && img[1].Marks.Rating == -1
	}
	plain := func() bool {
		img, err := b.session.Library.ImagesByID(t.Context(), []int64{images[0].ID, images[1].ID})
		return err == nil && !img[0].Marks.Favourite && img[0].Marks.Rating == 0 && img[1].Marks.Rating == 0
	}
	prompt := b.prompt()
	b.drop(answerFile(t, `,{"id":"999999-00","pick":"yes"},{"id":"`+fmt.Sprint(images[2].ID)+`-forged","pick":"no"}`, images...))
	b.until("the question", func() bool { return b.says("Set the marks from “Coats”, chosen by Zoë?") })
	for _, want := range []string{"1 picture becomes a favourite.", "1 picture is rejected.", "1 picture gets its stars.", "2 pictures are not in this library", "warmer light"} {
		if !b.says(want) {
			t.Errorf("the question doesn't say %q: %q", want, b.words())
		}
	}
	if !plain() {
		t.Error("the marks are set before the answer to the question")
	}
	b.press("Set the marks")
	b.until("the marks", marked)
	b.until("the offer to undo", func() bool { return b.says("Set the marks of 2 pictures.") })
	b.main.undoer.undo()
	b.until("the marks taken back", plain)
	b.main.undoer.redo()
	b.until("the marks again", marked)
	if other, err := b.session.Library.Image(t.Context(), images[2].ID); err != nil || other.Marks.Rating != 0 {
		t.Errorf("another picture is marked: %+v, %v", other.Marks, err)
	}
	if b.prompt() != prompt {
		t.Errorf("the prompt is %q now", b.prompt())
	}
}

// What is no answer changes nothing and says why.
func TestNoAnswersOfProofPages(t *testing.T) {
	_, b := picturesSelected(t)
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "a.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	head := `{"format":"` + proof.Format + `","version":`
	for text, want := range map[string]string{
		head + `1,"pictures":[`: "damaged",
		head + `7}`:             "newer version",
		head + `1,"note":"` + strings.Repeat("x", 50<<20) + `"}`: "too long",
	} {
		b.drop(write(text))
		b.until(want, func() bool { return strings.Contains(b.banners(), want) })
	}
	for _, other := range []string{
		`{"format":"other-program","version":1,"pictures":[{"id":"1-a","pick":"no"},{"id":"2-b","pick":"no"}]}`, `{"pictures":[{"pick":"no"}]}`, `[{"pick":"no"}]`,
		`{"format":"` + proof.Format + `-2","version":1,"pictures":[]}`,
	} {
		b.notices.clear(noticeAction)
		b.main.params.Hush()
		b.drop(write(other))
		b.until("that it is nothing for this window", func() bool { return strings.Contains(b.banners(), "a.json") })
		if b.says("Set the marks") {
			t.Errorf("%s asks to set marks", other)
		}
	}
	if !b.all(func(m library.Marks) bool { return m.Rating == 0 && !m.Favourite }) {
		t.Error("pictures are marked")
	}
	b.drop(write(head + `1,"pictures":[{"id":"999999-00","pick":"yes"}]}`))
	b.until("that it is about others", func() bool { return b.says("says nothing of pictures in this library") })
}

// A proof page and contact sheets are made of the selected pictures, at the file that was chosen.
func TestProofPagesAndContactSheets(t *testing.T) {
	_, b := picturesSelected(t)
	folder := t.TempDir()
	p := b.main.images.picked()
	made := func(name string) func() bool {
		return func() bool {
			info, err := os.Stat(filepath.Join(folder, name))
			return err == nil && info.Size() > 1000
		}
	}
	b.main.delivery.proofs.makeAt(p, filepath.Join(folder, "Coats.html"))
	b.until("the page", made("Coats.html"))
	b.until("that it is made", func() bool { return b.says("drop the answer on this window") })
	for _, paper := range []settings.SheetPaper{settings.SheetPNG, settings.SheetA4, settings.SheetLetter} {
		for caption := captionName; caption <= captionNone; caption++ {
			b.change(func(v *settings.Values) { v.SheetPaper, v.SheetCaption, v.SheetColumns = paper, caption, 3 })
			name := fmt.Sprint(paper, caption, ".out")
			b.main.delivery.sheets.makeAt(p, caption == captionNone, filepath.Join(folder, name))
			b.until("the sheet "+name, made(name))
			b.until("the end", func() bool { return !b.main.delivery.sheets.busy })
		}
	}
	b.main.delivery.sheets.ask(p)
	b.until("the box", func() bool { return b.says("Contact sheet of 4 pictures") })
}

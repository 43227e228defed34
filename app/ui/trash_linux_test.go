package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
)

func TestPicturesGoToTheTrashAndComeBack(t *testing.T) {
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data) // the trash is in there
	w, b := picturesSelected(t)
	files := func(folder string) int {
		list, err := filepath.Glob(filepath.Join(folder, "*.png"))
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	trash := filepath.Join(data, "Trash", "files")
	ids := b.main.gallery.Pictures.SelectedIDs()
	b.main.gallery.Pictures.Reveal(ids[1])
	b.keys(fyne.KeyDelete)
	b.until("one in the trash", func() bool { return b.main.gallery.Pictures.Len() == 3 && b.says("1 picture moved to the trash.") })
	if files(trash) != 1 || files(w.paths.Pictures) != 3 {
		t.Fatalf("%d files in the trash, %d in the folder", files(trash), files(w.paths.Pictures))
	}
	if got := b.main.gallery.Pictures.SelectedIDs(); len(got) != 1 || got[0] != ids[2] {
		t.Errorf("selected %v, want the one that took its place, %d", got, ids[2])
	}
	b.selectAll()
	b.choose("Move to the trash")
	b.until("all in the trash", func() bool {
		return b.main.gallery.Pictures.Len() == 0 && files(trash) == 4 && b.says("3 pictures moved to the trash.")
	})
	b.press("Undo")
	b.until("three are back", func() bool { return b.main.gallery.Pictures.Len() == 3 && b.says("3 pictures are back.") })
	b.until("they are selected", func() bool { return b.main.gallery.Pictures.SelectionLen() == 3 })
	b.choose("Undo")
	b.until("all are back", func() bool { return b.main.gallery.Pictures.Len() == 4 && b.says("1 picture is back.") })
	if entries, err := os.ReadDir(trash); err != nil || len(entries) != 0 || files(w.paths.Pictures) != 4 {
		t.Errorf("%v are in the trash, %v, %d in the folder", entries, err, files(w.paths.Pictures))
	}

	b.choose("Redo")
	b.until("one in the trash again", func() bool { return b.main.gallery.Pictures.Len() == 3 && files(trash) == 1 })
	b.choose("Redo")
	b.until("all in the trash again", func() bool { return b.main.gallery.Pictures.Len() == 0 && files(trash) == 4 })
	b.choose("Undo")
	b.until("three are back again", func() bool { return b.main.gallery.Pictures.Len() == 3 && files(w.paths.Pictures) == 3 })
}

package ui

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lookbook/app/files"
)

// small makes a folder of a disk with this many bytes. It returns false where even root may not
// mount anything.
func small(t *testing.T, folder, size string) bool {
	t.Helper()
	err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size="+size+",mode=755")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Logf("no disk can be mounted here: %v", err)
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return true
}

// fill writes into a folder until its disk is full.
func fill(t *testing.T, folder string) {
	t.Helper()
	file, err := os.Create(filepath.Join(folder, "filling"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1024); err == nil; {
		_, err = file.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) || file.Close() != nil {
		t.Fatal(err)
	}
}

// shut makes a disk read-only.
func shut(t *testing.T, folder string) {
	t.Helper()
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

// A disk that is full, and one that can only be read: for pictures, marks, the trash, copies,
// presets, backups and models.
func TestTheWordsAboutDisks(t *testing.T) {
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	var pictures, other string
	may := true
	w, b := picturesSelected(t, func(p *Params) {
		pictures, other = p.Paths.Pictures, t.TempDir()
		if err := os.MkdirAll(pictures, 0o700); err != nil {
			t.Fatal(err)
		}
		may = small(t, pictures, "2m") && small(t, other, "64k")
	})
	if !may {
		return
	}
	images := b.main.gallery.Pictures.Selection()
	b.saveAs("Mine")
	one := func(i int) picked { return pickedOf(images[i : i+1]) }
	marks := func() string { return b.notice(noticeMarks) }
	folder := func() string { return b.notice(noticeFolder) }
	copied := func() { b.main.exporter.exportTo(one(1), files.ExportTo{Folder: other}) }
	presets := func() { b.main.presets.exportTo(filepath.Join(other, "x.json"), b.main.presets.list) }
	backup := func() { b.backups.write(filepath.Join(other, "a.lookbook")) }
	model := func() { b.session.Models.Save(b.trained(t, other)) }
	b.meet(t, []went{
		{"marks on a full disk", func() {
			fill(t, pictures)
			b.main.marker.rate(one(2), 4)
		}, marks, "The marks of 1 picture could not be written beside it: the disk is full", true, ""},
		{"pictures on a full disk", func() { b.generate(smallRequest("no room", 1)) }, folder, "Pictures can’t be saved, because the disk is full", true, ""},
		{"copies on a full disk", func() {
			fill(t, other)
			copied()
		}, b.action, "the disk is full", false, "no space left on device"},
		{"presets on a full disk", presets, b.action, "x.json: the disk is full", false, "no space left on device"},
		{"a backup on a full disk", backup, b.action, "The backup was not made, because the disk is full (make room on the disk of " + other, true, "copy the library"},
		{"a model on a full disk", model, b.layers.toast.Text, "and the disk has room for", true, ""},
		{"copies on a disk that can only be read", func() {
			shut(t, other)
			copied()
		}, b.action, "the disk can only be read", false, "read-only file system"},
		{"presets on a disk that can only be read", presets, b.action, "x.json: the disk can only be read", false, "read-only file system"},
		{"a backup on a disk that can only be read", backup, b.action, "is on a disk that may only be read (allow writing there)", true, "read-only file system"},
		{"a model on a disk that can only be read", model, b.layers.toast.Text, "the disk can only be read", true, ""},
		{"the folder of a disk that can only be read", func() { b.folder.use(other) }, b.action, "Pictures can’t be saved there: the disk can only be read", false, "read-only file system"},
		{"the trash of a disk that can only be read", func() {
			shut(t, pictures)
			b.main.trasher.trash(one(3))
		}, b.action, "was left alone: this disk has no trash, and none can be made on it", false, ""},
	})
	if spent := w.server.Spent(); spent != 5 {
		t.Errorf("%d tokens were spent", spent)
	}
}

// A library that another program holds: what is written waits five seconds for it.
func TestTheWordsAboutALibraryThatIsHeld(t *testing.T) {
	w, b := picturesSelected(t)
	b.saveAs("Mine")
	images := b.main.gallery.Pictures.Selection()
	release := held(t, w)
	b.meet(t, []went{
		{"marks", func() { b.main.marker.rate(pickedOf(images[:1]), 4) }, b.action, "The pictures could not be marked: another program is using Lookbook’s library", false, "locked"},
		{"the trash", func() { b.main.trasher.trash(pickedOf(images[1:2])) }, b.action, "another program is using Lookbook’s library", false, "locked"},
		{"a preset", func() { b.preset("Delete “Mine”") }, b.said("Your presets are as they were"), "another program is using Lookbook’s library", false, ""},
		{"a request", func() { b.generate(smallRequest("held", 1)) }, func() string { return b.notice(noticeSending) }, "another program is using Lookbook’s library", true, "locked"},
		{"the library meanwhile", func() {}, func() string { return b.notice(noticeLibrary) }, "another program is using Lookbook’s library", true, ""},
	})
	release()
	if spent := w.server.Spent(); spent != 4 {
		t.Errorf("%d tokens were spent", spent)
	}
}

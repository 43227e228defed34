package engine_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
)

// Marks that can't be written because the disk is read-only or full are
// reported once. No file is half written, and they are written when the disk
// accepts them.
func TestMarksThatTheDiskDoesNotTakeAreToldOnce(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, folder string) (mend func())
		code  cause.Code
	}{
		"read-only": {func(t *testing.T, folder string) func() {
			remount(t, folder, syscall.MS_RDONLY)
			return func() { remount(t, folder, 0) }
		}, cause.DiskReadOnly},
		"full": {func(t *testing.T, folder string) func() {
			stuffing := filepath.Join(folder, "stuffing")
			file, err := os.Create(stuffing)
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = file.Write(bytes.Repeat([]byte("x"), 4096))
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := os.Remove(stuffing); err != nil {
					t.Fatal(err)
				}
			}
		}, cause.DiskFull},
	} {
		t.Run(name, func(t *testing.T) {
			disk := filepath.Join(t.TempDir(), "disk")
			if err := os.Mkdir(disk, 0o700); err != nil {
				t.Fatal(err)
			}
			err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=1m,mode=700")
			if err != nil {
				t.Logf("no disk can be mounted here: %v", err)
				return
			}
			t.Cleanup(func() {
				if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
					t.Error(err)
				}
			})
			w, images, _ := marked(t, 1, folder.Saving{Folder: disk})
			for n := range 20 {
				w.mark(images[0].ID, library.Marking{AddTags: []string{fmt.Sprint(n)}})
			}
			mend := c.spoil(t, disk)
			w.wantToldOnce(c.code, mend)
			if sidecarOf(t, images[0].Path) == "" {
				t.Error("it was not written")
			}
			names, err := os.ReadDir(disk)
			for _, name := range names {
				if err != nil || strings.HasSuffix(name.Name(), folder.SidecarSuffix) {
					t.Errorf("%s was left, %v", name.Name(), err)
				}
			}
		})
	}
}

func remount(t *testing.T, disk string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_NOSUID|syscall.MS_NODEV|flags, ""); err != nil {
		t.Fatal(err)
	}
}

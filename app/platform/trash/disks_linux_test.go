package trash

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lookbook/app/cause"
)

// another mounts a small disk for the test, and returns its top. Who may not
// mount anything gets a folder of the disk in memory that every Linux has: its
// top is not the test's then.
func another(t *testing.T) (top string, own bool) {
	t.Helper()
	top = filepath.Join(t.TempDir(), "a disk, 猫")
	if err := os.Mkdir(top, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", top, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=1m,mode=755")
	if err == nil {
		t.Cleanup(func() {
			if err := syscall.Unmount(top, 0); err != nil {
				t.Error(err)
			}
		})
		return top, true
	}
	t.Logf("no disk of its own: %v", err)
	if top, err = os.MkdirTemp("/dev/shm", "lookbook-trash-*"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(top); err != nil {
			t.Error(err)
		}
	})
	return "/dev/shm", false
}

// A file on another disk goes to the trash at the top of that disk, and its
// note says where it was from there.
func TestAnotherDisk(t *testing.T) {
	home, _ := trashFolder(t)
	top, own := another(t)
	folder := filepath.Join(top, fmt.Sprintf("some pictures %d", os.Getpid()))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := write(t, filepath.Join(folder, "a b.png"), "mine")
	from := time.Now()
	item := put(t, path)
	trash := filepath.Join(top, fmt.Sprintf(".Trash-%d", os.Getuid()))
	if filepath.Dir(item.kept) != filepath.Join(trash, "files") {
		t.Errorf("it went to %q", item.kept)
	}
	checkNote(t, item.note, filepath.Base(folder)+"/a b.png", from, time.Now())
	if info, err := os.Stat(trash); err != nil || info.Mode().Perm() != 0o700 && own {
		t.Errorf("others may look into the trash: %v, %v", info, err)
	}
	if _, err := os.Lstat(home); !errors.Is(err, os.ErrNotExist) {
		t.Error("something went to the home trash")
	}
	if back, err := Restore(t.Context(), item); err != nil || back != path || content(t, path) != "mine" {
		t.Errorf("restored to %q: %v", back, err)
	}
}

// A shared trash folder is used when it is safe, and only then.
func TestASharedTrash(t *testing.T) {
	uid := fmt.Sprint(os.Getuid())
	elsewhere := t.TempDir()
	for name, c := range map[string]struct {
		make func(shared string) error
		want string
	}{
		"sticky":     {func(s string) error { return errors.Join(os.Mkdir(s, 0o700), os.Chmod(s, 0o777|os.ModeSticky)) }, filepath.Join(".Trash", uid)},
		"not sticky": {func(s string) error { return errors.Join(os.Mkdir(s, 0o700), os.Chmod(s, 0o777)) }, ".Trash-" + uid},
		"a link": {func(s string) error {
			return errors.Join(os.Chmod(elsewhere, 0o777|os.ModeSticky), os.Symlink(elsewhere, s))
		}, ".Trash-" + uid},
		"a file": {func(s string) error { return os.WriteFile(s, nil, 0o600) }, ".Trash-" + uid},
		"own part is a link": {func(s string) error {
			return errors.Join(os.Mkdir(s, 0o700), os.Chmod(s, 0o777|os.ModeSticky), os.Symlink(elsewhere, filepath.Join(s, uid)))
		}, ".Trash-" + uid},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			if err := c.make(filepath.Join(top, ".Trash")); err != nil {
				t.Fatal(err)
			}
			b := &bins{uid: os.Getuid(), found: map[string]found{}}
			got, err := b.topBin(top, top)
			if err != nil || got.folder != filepath.Join(top, c.want) || got.top != top {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	t.Run("somebody else's", func(t *testing.T) {
		top := t.TempDir()
		b := &bins{uid: os.Getuid() + 1, found: map[string]found{}}
		if _, err := b.topBin(top, top); !errors.Is(err, ErrUnsupported) || len(names(t, top)) != 0 {
			t.Errorf("it says %v, and leaves %q", err, names(t, top))
		}
	})
	t.Run("none can be made", func(t *testing.T) {
		top := t.TempDir()
		if err := os.Symlink(elsewhere, filepath.Join(top, ".Trash-"+uid)); err != nil {
			t.Fatal(err)
		}
		b := &bins{uid: os.Getuid(), found: map[string]found{}}
		_, err := b.topBin(top, top)
		var told *Error
		if !errors.Is(err, ErrUnsupported) || !errors.As(err, &told) || told.Why.Code != cause.TrashLink || told.Why.With["Path"] != filepath.Join(top, ".Trash-"+uid) {
			t.Errorf("a link: it says %v", err)
		}
		if err := errors.Join(os.Remove(filepath.Join(top, ".Trash-"+uid)), os.WriteFile(filepath.Join(top, ".Trash-"+uid), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		if _, err = b.topBin(top, top); !errors.Is(err, ErrUnsupported) || !errors.As(err, &told) || told.Why.Code != cause.TrashNotMade {
			t.Errorf("a file: it says %v", err)
		}
	})
}

// A trash folder that is a link to another disk takes what is on that disk, and
// is named as what it is where a picture lies on this one.
func TestATrashThatIsALink(t *testing.T) {
	for name, link := range map[string]string{"the trash": "data/Trash", "the folder of data": "data", "the part for files": "data/Trash/files", "to nothing": "data/Trash"} {
		t.Run(name, func(t *testing.T) {
			_, folder := trashFolder(t)
			top, _ := another(t)
			link := filepath.Join(filepath.Dir(folder), link)
			target := filepath.Join(top, fmt.Sprintf("linked %d", os.Getpid()))
			if err := errors.Join(os.Mkdir(target, 0o700), os.MkdirAll(filepath.Dir(link), 0o700), os.Symlink(target, link)); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = os.RemoveAll(target) }()
			if name == "to nothing" {
				if err := os.Remove(target); err != nil {
					t.Fatal(err)
				}
			}
			path := write(t, filepath.Join(folder, "a.png"), "mine")
			// To somebody else the top of this disk has no trash either.
			_, err := (&bins{home: homeTrash(), uid: os.Getuid() + 1, found: map[string]found{}}).put(File{Path: path})
			var told *Error
			if !errors.Is(err, ErrUnsupported) || !errors.As(err, &told) || told.Why.Code != cause.TrashElsewhere || told.Why.With["Path"] != link {
				t.Errorf("it says %+v", err)
			}
			if content(t, path) != "mine" {
				t.Error("the file is gone")
			}
			if name == "the trash" || name == "the folder of data" {
				there := write(t, filepath.Join(top, fmt.Sprintf("b %d.png", os.Getpid())), "mine too")
				if item := put(t, there); !strings.HasPrefix(item.kept, filepath.Join(filepath.Dir(folder), "data", "Trash")) {
					t.Errorf("from the other disk it went to %q", item.kept)
				}
			}
		})
	}
}

// asNobody runs a part of a test on a thread that may do no more than any
// person may.
func asNobody(t *testing.T, part func()) {
	t.Helper()
	if os.Getuid() != 0 {
		part()
		return
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		runtime.LockOSThread() // the thread ends with the goroutine
		const nobody = 65534
		if err := unix.Setfsuid(nobody); err != nil {
			t.Error(err)
			return
		}
		part()
	}()
	<-over
}

// A folder that may not be written to keeps its files, and nothing is left in
// the trash.
func TestAFolderThatMayNotBeWrittenTo(t *testing.T) {
	trash, folder := trashFolder(t)
	path := write(t, filepath.Join(folder, "a.png"), "mine")
	for at := folder; at != os.TempDir() && at != "/"; at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []string{"", "files", "info"} { // the trash itself may be
		if err := errors.Join(os.MkdirAll(filepath.Join(trash, part), 0o700), os.Chmod(filepath.Join(trash, part), 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chmod(filepath.Dir(trash), 0o777), os.Chmod(folder, 0o555)); err != nil {
		t.Fatal(err)
	}
	var err error
	asNobody(t, func() { _, err = Put(t.Context(), path) })
	var told *Error
	if !errors.As(err, &told) || told.Why.Code != cause.FileFolderShut || told.Kind != nil {
		t.Errorf("it says %v", err)
	}
	if left := append(names(t, filepath.Join(trash, "files")), names(t, filepath.Join(trash, "info"))...); len(left) != 0 {
		t.Errorf("the trash holds %q", left)
	}
	if content(t, path) != "mine" {
		t.Error("the file is gone")
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
}

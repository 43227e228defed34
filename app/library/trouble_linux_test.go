package library

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// held keeps the write lock of a library file, as a backup tool may, until
// release is called.
func held(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", source(path))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(context.Background(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(context.Background(), `ROLLBACK`); err != nil {
			t.Error(err)
		}
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestALibraryThatAnotherProgramHoldsIsToldAsBusy(t *testing.T) {
	t.Parallel() // it waits the five seconds that we wait for locks
	ctx := context.Background()
	s := newFixture(t)
	release := held(t, s.path)
	if err := s.Drafts.Save(ctx, "panel", []byte("{}")); !errors.Is(err, ErrBusy) {
		t.Errorf("in use: %v", err)
	}
	release()
	if err := s.Drafts.Save(ctx, "panel", []byte("{}")); err != nil {
		t.Errorf("after it was let go: %v", err)
	}
}

func TestALibraryThatIsHeldAtTheStartIsToldAsBusy(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	release := held(t, s.path)
	if _, err := Open(context.Background(), s.path, Options{}); !errors.Is(err, ErrBusy) || errors.Is(err, ErrDamaged) {
		t.Errorf("opened with %v", err)
	}
	release()
	s.open()
}

func TestALibraryThatMayOnlyBeReadIsTold(t *testing.T) {
	s := newFixture(t)
	mixed(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(s.path)
	if !onlyRead(t, folder, s.path) {
		return
	}
	_, err := Open(context.Background(), s.path, Options{})
	if !errors.Is(err, ErrReadOnly) && !errors.Is(err, ErrUnreachable) {
		t.Errorf("opened with %v", err)
	}
}

// onlyRead makes a folder and a file in it read-only until the test ends. Root
// ignores permissions and gets a read-only mount instead. It returns false if
// even root may not mount.
func onlyRead(t *testing.T, folder, file string) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		for path, mode := range map[string]os.FileMode{file: 0o400, folder: 0o500} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() {
			if err := os.Chmod(folder, 0o700); err != nil {
				t.Error(err)
			}
		})
		return true
	}
	err := syscall.Mount(folder, folder, "", syscall.MS_BIND, "")
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
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	return true
}

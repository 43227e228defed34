package reveal

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// opener puts a script in the place of xdg-open. What it is given stands in the
// file that opener returns.
func opener(t *testing.T, then string) (given string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Fatal("these tests put a script in xdg-open's place and run on Linux")
	}
	dir := t.TempDir()
	given = filepath.Join(dir, "given")
	script := "#!/bin/sh\nprintf '%s' \"$1\" > '" + given + "'\n" + then + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(dir, "none"))
	return given
}

// The folder of a file is opened where the desktop can't select the file, and
// the program that did it is waited for.
func TestShow(t *testing.T) {
	given := opener(t, "")
	file := filepath.Join(t.TempDir(), "a picture, with a comma.png")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{file: filepath.Dir(file), filepath.Dir(file): filepath.Dir(file)} {
		if err := Show(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(given); err != nil || string(got) != want {
			t.Errorf("xdg-open was given %q, want %q (%v)", got, want, err)
		}
	}
	if left := children(t); left != "" {
		t.Errorf("the programs that were started are still there: %s", left)
	}
}

func children(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // a thread may end meanwhile
			t.Fatal(err)
		}
		all += string(b)
	}
	return all
}

func TestNoFileManager(t *testing.T) {
	opener(t, "exit 3")
	var status *exec.ExitError
	if err := Show(t.Context(), t.TempDir()); !errors.As(err, &status) || status.ExitCode() != 3 {
		t.Errorf("it says %v", err)
	}
	if err := Show(t.Context(), filepath.Join(t.TempDir(), "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it says %v of a file that is gone", err)
	}
}

// A file manager that goes on running holds nobody up once the work is over.
func TestOverWhileItRuns(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "end")
	given := opener(t, "cat '"+fifo+"'")
	if out, err := exec.Command("mkfifo", fifo).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	end, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = end.Close() }) // the script ends with it
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Show(ctx, filepath.Dir(given)); !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
}

// Explorer wants the quotes around the path, not around the whole argument.
func TestExplorerLine(t *testing.T) {
	if got, want := explorerLine(`C:\My pictures\a, b.png`), `explorer.exe /select,"C:\My pictures\a, b.png"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if failureOf("explorer.exe", 1) {
		t.Error("Explorer's 1 counts as a failure")
	}
	if !failureOf("/usr/bin/xdg-open", 1) || !failureOf("/usr/bin/xdg-open", 3) {
		t.Error("failures don't count")
	}
}

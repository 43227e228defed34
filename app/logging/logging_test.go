package logging_test

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lookbook/app/logging"
	"lookbook/app/settings"
)

// open writes a log into a folder of its own, closes it and answers
// where it is.
func open(t *testing.T, verbose bool, write func(log *slog.Logger)) settings.Paths {
	t.Helper()
	paths := settings.Paths{State: t.TempDir()}
	log, closeLog, err := logging.Open(paths, verbose)
	if err != nil {
		t.Fatal(err)
	}
	write(log)
	closeLog()
	return paths
}

type line struct {
	Level, Msg, Job string
}

func lines(t *testing.T, path string) []line {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}()
	var list []line
	for scan := bufio.NewScanner(file); scan.Scan(); {
		var l line
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			t.Fatalf("%q is no JSON: %v", scan.Text(), err)
		}
		list = append(list, l)
	}
	return list
}

func TestLinesAreJSON(t *testing.T) {
	paths := open(t, false, func(log *slog.Logger) {
		log.Info("saved", "job", "ig_1\n{}\"\xff")
		log.Debug("not wanted")
		log.Warn("careful")
	})
	got := lines(t, paths.Log())
	if len(got) != 2 || got[0].Msg != "saved" || got[1].Level != "WARN" {
		t.Fatalf("%+v", got)
	}
}

func TestVerboseTellsMore(t *testing.T) {
	paths := open(t, true, func(log *slog.Logger) { log.Debug("wanted") })
	if got := lines(t, paths.Log()); len(got) != 1 || got[0].Level != "DEBUG" {
		t.Fatalf("%+v", got)
	}
}

func TestWhatIsThereIsKept(t *testing.T) {
	paths := open(t, false, func(log *slog.Logger) { log.Info("the first run") })
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("the second run")
	closeLog()
	if got := lines(t, paths.Log()); len(got) != 2 {
		t.Fatalf("%+v", got)
	}
}

func TestTheFilesAreTheUsersAlone(t *testing.T) {
	paths := open(t, false, func(log *slog.Logger) { log.Info("hello") })
	for _, path := range []string{paths.CrashLog(), paths.Log()} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode().Perm())
		}
	}
}

func TestAFolderThatIsNotThereIsSaid(t *testing.T) {
	log, closeLog, err := logging.Open(settings.Paths{State: filepath.Join(t.TempDir(), "no", "such")}, false)
	if err == nil || log != nil || closeLog != nil {
		t.Fatalf("%v", err)
	}
}

// No key stays in a log: neither what is written nor what an earlier run left,
// whatever the rights of its file were.
func TestLogsHoldNoKeyAndAreTheUsersAlone(t *testing.T) {
	key := "dl-" + strings.Repeat("0a1b2c3d", 4)
	paths := settings.Paths{State: t.TempDir()}
	old := []string{paths.Log(), paths.CrashLog(), filepath.Join(paths.State, "lookbook-2026-01-01T00-00-00.000.log")}
	for _, path := range old {
		if err := os.WriteFile(path, []byte("{\"msg\":\"it was "+key+"\"}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		t.Fatal(err)
	}
	log.Error("recovered from a panic", "value", "Bearer "+key, "stack", strings.ToUpper(key))
	closeLog()
	for _, path := range old {
		content, err := os.ReadFile(path)
		if err != nil || strings.Contains(strings.ToLower(string(content)), key[3:]) || !strings.Contains(string(content), "it was dl-…") {
			t.Errorf("%s holds %q (%v)", filepath.Base(path), content, err)
		}
		if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v (%v)", filepath.Base(path), info.Mode(), err)
		}
	}
	if got := lines(t, paths.Log()); len(got) != 2 {
		t.Errorf("the log has the lines %v", got)
	}
}

func TestALogThatCanNotBeWrittenIsSaid(t *testing.T) {
	paths := settings.Paths{State: t.TempDir()}
	if err := os.Mkdir(paths.Log(), 0o700); err != nil { // stands in the way
		t.Fatal(err)
	}
	if log, _, err := logging.Open(paths, false); err == nil || log != nil {
		t.Fatal("a log that nobody keeps")
	}
}

func TestWithoutACrashFileThereIsALog(t *testing.T) {
	paths := settings.Paths{State: t.TempDir()}
	if err := os.Mkdir(paths.CrashLog(), 0o700); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("hello")
	closeLog()
	if got := lines(t, paths.Log()); got[len(got)-1].Msg != "hello" {
		t.Fatalf("%+v", got)
	}
}

//go:build unix

package support_test

import (
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"lookbook/app/logging"
	"lookbook/app/settings"
	"lookbook/app/support"
)

// Variables of the child process that crashes.
const (
	crashing = "LOOKBOOK_TEST_CRASH"
	stateDir = "LOOKBOOK_TEST_STATE"
)

func TestMain(m *testing.M) {
	if how := os.Getenv(crashing); how != "" {
		crash(how)
	}
	os.Exit(m.Run())
}

// crash ends the process in one of the ways in which programs crash.
func crash(how string) {
	_, _, err := logging.Open(settings.Paths{State: os.Getenv(stateDir)}, false)
	if err != nil {
		panic(err)
	}
	wrongly(how, prompt, [6]uint64{0x6c642d3061316232})
}

//go:noinline
func wrongly(how, secret string, words [6]uint64) {
	switch how {
	case "panic":
		panic("no such prompt: \"" + secret + "\"\nsecond." + "line " + secret)
	case "error":
		panic(&fs.PathError{Op: "open", Path: `"` + secret + `"`, Err: syscall.ENOSPC})
	case "index":
		_ = secret[len(how):][len(secret)+int(words[1])]
	case "goroutine":
		go wrongly("index", secret, words)
		select {}
	case "nil":
		var nobody *strings.Builder
		nobody.WriteString(secret)
	case "map":
		m := map[string]int{}
		for range 8 {
			go func() {
				for {
					m[secret]++
				}
			}()
		}
		select {}
	case "abort":
		_ = syscall.Kill(os.Getpid(), syscall.SIGABRT)
		select {}
	case "segv":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
		select {}
	}
}

// crashed runs a process that crashes, and returns its folders.
func crashed(t *testing.T, how string) settings.Paths {
	t.Helper()
	paths := settings.Paths{State: t.TempDir()}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashing+"="+how, stateDir+"="+paths.State)
	if out, err := child.CombinedOutput(); err == nil {
		t.Fatalf("it did not crash: %s", out)
	}
	return paths
}

// take tells of a crash with a log of its own.
func take(t *testing.T, paths settings.Paths) time.Time {
	t.Helper()
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		t.Fatal(err)
	}
	defer closeLog()
	at, err := support.TakeCrash(paths, log)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var numbers = regexp.MustCompile(`(?:^|[^+])0x[0-9a-f]+`)

// However the program crashes, the next start knows it once, and the report says where, with nothing
// that a person wrote.
func TestACrashIsToldOnce(t *testing.T) {
	for how, says := range map[string]string{
		"panic": "panic: no such prompt: …", "error": "panic: open …: no space left on device", "index": "panic: runtime error: index out of range",
		"goroutine": "panic: runtime error: index out of range", "nil": "SIGSEGV: segmentation violation", "map": "internal/runtime/maps.fatal", // the runtime says it before it writes to the file
		"abort": "SIGABRT: abort", "segv": "SIGSEGV: segmentation violation",
	} {
		t.Run(how, func(t *testing.T) {
			paths := crashed(t, how)
			if info, err := os.Stat(paths.CrashLog()); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
				t.Fatalf("the runtime left %v (%v)", info, err)
			}
			if text := support.Report(support.Facts{Paths: paths}); !strings.Contains(text, says) {
				t.Errorf("before a window came the report lacks %q:\n%s", says, text)
			}
			at := take(t, paths)
			if age := time.Since(at); age < 0 || age > time.Minute {
				t.Errorf("it crashed %v ago", age)
			}
			if info, err := os.Stat(paths.CrashLog()); err != nil || info.Size() != 0 {
				t.Errorf("of the crash file is left: %v (%v)", info, err)
			}
			if again := take(t, paths); !again.IsZero() {
				t.Error("it is told twice")
			}
			text := support.Report(support.Facts{Version: "1.2.3", Paths: paths})
			for _, want := range []string{"last crash: ", says, "crash_unix_test.go:", "support_test.wrongly\n"} {
				if how == "map" || how == "abort" || how == "segv" { // the goroutines of these are many
					want = strings.TrimSuffix(want, "\n")
				}
				if !strings.Contains(text, want) {
					t.Errorf("the report lacks %q:\n%s", want, text)
				}
			}
			for _, bad := range []string{"heron", "second.line", "6c642d"} {
				if strings.Contains(text, bad) {
					t.Errorf("the report has %q:\n%s", bad, text)
				}
			}
			if found := numbers.FindString(text); found != "" {
				t.Errorf("the report has a word of memory, %q:\n%s", found, text)
			}
		})
	}
}

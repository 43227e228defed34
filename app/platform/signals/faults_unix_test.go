//go:build unix

package signals_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"lookbook/app/platform/signals"
)

const faulting = "LOOKBOOK_TEST_FAULT"

func TestMain(m *testing.M) {
	if os.Getenv(faulting) != "" {
		caught := signals.Faults()
		_ = syscall.Kill(os.Getpid(), syscall.SIGBUS)
		signals.PanicOn(caught)
	}
	os.Exit(m.Run())
}

// A fault that is none of the runtime's ends the program with a word and every goroutine.
func TestAFaultElsewhereIsAPanic(t *testing.T) {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), faulting+"=1")
	out, err := child.CombinedOutput()
	if err == nil {
		t.Fatal("it went on")
	}
	if text := string(out); !strings.Contains(text, "a system library: bus error") || !strings.Contains(text, "signals_test.TestMain") {
		t.Errorf("%v: %s", err, text)
	}
}

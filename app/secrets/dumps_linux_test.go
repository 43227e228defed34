package secrets

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// crashing is the variable that makes the child process of the test crash.
const crashing = "LOOKBOOK_TEST_CRASH"

func crash() {
	if err := ForbidDumps(); err != nil {
		panic(err)
	}
	report()
	_ = unix.Kill(os.Getpid(), unix.SIGSEGV)
	select {}
}

// report prints the child's settings.
func report() {
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		panic(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		panic(err)
	}
	if dumpable == 0 && limit.Cur == 0 && limit.Max == 0 {
		println("closed")
	} else {
		println("open")
	}
}

// TestACrashLeavesNoCore crashes a process that may write a core. If
// core_pattern pipes cores to a program there is no file in any case, so the
// kernel's settings are checked as well.
func TestACrashLeavesNoCore(t *testing.T) {
	if os.Getenv(crashing) != "" {
		crash()
	}
	for _, allowed := range []bool{false, true} {
		folder := t.TempDir()
		child := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -c unlimited; exec \"$0\" -test.run='^TestACrashLeavesNoCore$'", os.Args[0])
		child.Dir = folder
		child.Env = append(os.Environ(), crashing+"=1", "GOTRACEBACK=crash")
		if allowed {
			child.Env = append(child.Env, AllowDumps+"=1")
		}
		out, _ := child.CombinedOutput()
		status, ok := child.ProcessState.Sys().(syscall.WaitStatus)
		if !ok || !status.Signaled() {
			t.Fatalf("it did not crash: %v\n%s", child.ProcessState, out)
		}
		if closed := strings.HasPrefix(string(out), "closed\n"); closed == allowed {
			t.Errorf("allowed %v: it said %q", allowed, strings.SplitN(string(out), "\n", 2)[0])
		}
		if allowed {
			continue
		}
		cores, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil || len(cores) > 0 || status.CoreDump() {
			t.Errorf("it left %v, core dumped: %v (%v)", cores, status.CoreDump(), err)
		}
	}
}

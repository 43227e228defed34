package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// idle is how much processor time an open window takes in a minute in which nobody touches it, with a
// year of pictures, a key, and a service that answers and has no news, beside a bare Fyne window: both
// in the same minute, each on a screen of its own, each with the focus in an entry. The minute begins when the program has been open
// for half a minute, so that what it does once after its start is over.
func idle(b *testing.B) {
	ours := newHome(b, "idle")
	theirs := desktop.Start(b, filepath.Join(desktop.Artifacts(), "idle-bare"), desktop.Options{})
	peer := ours.startBare(theirs, "bare")
	theirs.WaitWindow(peer, ".")
	p := ours.openGallery("lookbook")
	pause(b, 30*time.Second)
	before, peerBefore := processorTime(b, p), processorTime(b, peer)
	pause(b, time.Minute)
	took, peerTook := processorTime(b, p)-before, processorTime(b, peer)-peerBefore
	ours.Screenshot("idle")
	tell("idle", took, "s")
	tell("idle_bare", peerTook, "s")
	compare("idle", took, peerTook)
}

// processorTime is what a process has used since it began, in all its threads, in seconds. It counts
// nanoseconds on a processor; stat counts hundredths of a second, which is coarse for a program that
// does nothing.
func processorTime(b *testing.B, p *desktop.Process) (seconds float64) {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.PID()))
	must(b, err)
	for _, thread := range threads {
		data, err := os.ReadFile(thread)
		if os.IsNotExist(err) {
			continue // it has ended since; programs with windows keep theirs
		}
		must(b, err)
		var ran float64
		_, err = fmt.Sscan(string(data), &ran)
		must(b, err)
		seconds += ran / 1e9
	}
	return seconds
}

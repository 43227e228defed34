package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/test/bench/year"
	"lookbook/app/test/desktop"
)

// idle measures the processor time of an open window in a minute without input, with a year of pictures, a key, and a
// service that has no news. The peer is a bare Fyne window, in the same minute, on a screen of its own. In both, an
// entry has the focus. The minute starts half a minute after the day's copy of the library, the last of the one-time
// work of a start.
//
// idle_back is the same with the window behind another one, and then minimised: the larger of the two.
func idle(b *testing.B) {
	ours := newHome(b, "idle")
	theirs := desktop.Start(b, filepath.Join(desktop.Artifacts(), "idle-bare"), desktop.Options{})
	peer := ours.startBare(theirs, "bare")
	theirs.WaitWindow(peer, ".")
	p := ours.openGallery("lookbook")
	window := ours.WaitWindow(p, ".")
	desktop.Until(b, 3*time.Minute, "the day's copy of the library", func() bool {
		copies, err := filepath.Glob(filepath.Join(year.Home(ours.Home()).Data, "snapshots", "*.db"))
		must(b, err)
		return len(copies) > 0
	})
	pause(b, 30*time.Second)
	took, peerTook := quietMinute(b, p, peer)
	ours.Screenshot("idle")
	tell("idle", took, "s")
	tell("idle_bare", peerTook, "s")
	compare("idle", took, peerTook)

	front := ours.startBare(ours.Desktop, "in-front")
	ours.WaitWindow(front, ".")
	behind, _ := quietMinute(b, p, peer)
	tell("idle_behind", behind, "s")
	ours.close(front)
	ours.Do("windowminimize", string(window))
	minimised, _ := quietMinute(b, p, peer)
	tell("idle_minimised", minimised, "s")
	tell("idle_back", max(behind, minimised), "s")
	ours.close(p)
}

// running measures the processor time of the window in a minute without input while three jobs run that report their
// progress. The peer is that of idle, in the same minute.
func running(b *testing.B) {
	theirs := desktop.Start(b, filepath.Join(desktop.Artifacts(), "running-bare"), desktop.Options{})
	peer := theirs.Start(desktop.Command{Name: "bare", Path: desktop.Build(b, "lookbook/app/test/bare"), Args: []string{"-width", "1280", "-height", "800"}})
	theirs.WaitWindow(peer, ".")
	working := desktop.NewSetup(b, filepath.Join(desktop.Artifacts(), "running"), desktop.Options{})
	working.Env["DREAMLOOK_API_KEY"] = desktop.Key()
	p, _ := working.Open("lookbook", nil)
	working.Said(p, "ready", 1)
	working.Type("a lake at dawn with mist over the water")
	for n := range 3 {
		working.Service.Control("plans", apitest.Plan{QueueTime: time.Second, RunTime: 10 * time.Minute}, nil)
		working.Type(" again")
		working.Key("ctrl+Return")
		working.Said(p, "job accepted", n+1)
		pause(b, 3*time.Second) // a press while a request is on its way is ignored
	}
	pause(b, 30*time.Second)
	took, peerTook := quietMinute(b, p, peer)
	working.Screenshot("running")
	tell("running", took, "s")
	tell("running_bare", peerTook, "s")
	compare("running", took, peerTook)
}

// quietMinute returns the processor seconds of two programs in a minute without input.
func quietMinute(b *testing.B, ours, theirs *desktop.Process) (took, theirsTook float64) {
	b.Helper()
	before, theirsBefore := processorTime(b, ours), processorTime(b, theirs)
	pause(b, time.Minute)
	return processorTime(b, ours) - before, processorTime(b, theirs) - theirsBefore
}

// processorTime returns the processor seconds of all threads of a process since its start. It reads
// nanoseconds from schedstat; stat counts hundredths of a second, which is too coarse for an idle
// program.
func processorTime(b *testing.B, p *desktop.Process) (seconds float64) {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.PID()))
	must(b, err)
	for _, thread := range threads {
		data, err := os.ReadFile(thread)
		if os.IsNotExist(err) {
			continue // a thread that has ended; threads of windows don't
		}
		must(b, err)
		var ran float64
		_, err = fmt.Sscan(string(data), &ran)
		must(b, err)
		seconds += ran / 1e9
	}
	return seconds
}

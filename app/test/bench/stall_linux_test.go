package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"lookbook/app/logging"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/test/bench/year"
	"lookbook/app/test/desktop"
	"lookbook/app/ui"
)

// stall measures for how long the UI goroutine doesn't serve its queue while 200 pictures of
// 768×1024 arrive from a service and the gallery of 160,000 is scrolled with the wheel, twenty
// notches a second.
//
// Lookbook's window runs with the real toolkit on a real screen, in this test's binary. A probe asks
// for a turn of the UI goroutine, again after each turn, and records how long it waited. This includes
// everything that the goroutine does between turns: events, layout, making textures, drawing a frame,
// and waiting for a processor.
//
// The renderer's own time is left out: Mesa's "noop" driver accepts every OpenGL call and draws
// nothing, which takes about as long as the calls to a graphics card that draws in parallel. A second
// figure is measured with Mesa's software renderer, which draws on the two processors that everything
// else uses.
func stall(b *testing.B) {
	for _, way := range []struct{ suffix, noop string }{{"", "1"}, {"_rendered", "0"}} {
		gaps := measureStall(b, "stall"+way.suffix, way.noop)
		tell("stall_p99"+way.suffix, quantile(gaps, .99), "ms")
		tell("stall_worst"+way.suffix, quantile(gaps, 1), "ms")
		tell("stall_turns"+way.suffix, float64(len(gaps)), "turns")
	}
}

const stallPictures, stallPerJob = 200, 20

// measureStall measures once, on a desktop of its own, and returns the waiting times of all turns in ms.
func measureStall(b *testing.B, name, noop string) (gaps []float64) {
	h := newHome(b, name)
	self, err := os.Executable()
	must(b, err)
	h.Program, h.Env[watchedRun], h.Env["GALLIUM_NOOP"] = self, "1", noop
	p, _ := h.Open("watched", nil)
	h.Said(p, "ready", 1)
	pause(b, 5*time.Second) // work after the start
	p.Signal(syscall.SIGUSR1)
	for n := range stallPictures / stallPerJob {
		config := request(n, stallPerJob)
		config.ModelType, config.BaseModel = "sd-v1", "realistic-vision-v3-0"
		h.Service.Control("jobs", config, nil)
	}
	h.Do("mousemove", "960", "450")
	notches := 0
	desktop.Until(b, 2*desktop.Patience, fmt.Sprintf("%d pictures in the folder", stallPictures), func() bool {
		if notches += 40; notches > 600 {
			pause(b, time.Second)
		} else { // down, and now and then up, twenty notches a second
			h.Do("click", "--repeat", "30", "--delay", "50", "5", "click", "--repeat", "10", "--delay", "50", "4")
		}
		names, err := filepath.Glob(filepath.Join(year.Home(h.Home()).Pictures, "*.png"))
		return err == nil && len(names) >= stallPictures
	})
	p.Signal(syscall.SIGUSR2)
	desktop.Until(b, desktop.Patience, "the gaps", func() bool {
		for line := range strings.Lines(p.Output()) {
			if text, ok := strings.CutPrefix(line, "gaps "); ok {
				return json.Unmarshal([]byte(text), &gaps) == nil
			}
		}
		return false
	})
	if len(gaps) == 0 {
		b.Fatal("the probe saw nothing")
	}
	h.close(p)
	return gaps
}

// watched runs Lookbook's window with a probe on its UI goroutine. SIGUSR1 starts a measurement;
// SIGUSR2 ends it and prints the result.
func watched() {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "watched:", err)
			os.Exit(1)
		}
	}
	paths, err := settings.UserPaths()
	check(err)
	check(paths.Make())
	// As most people run it: a more detailed log would write to the disk during the measurement.
	log, closeLog, err := logging.Open(paths, false)
	check(err)
	defer closeLog()
	store, err := settings.Open(paths.Settings())
	check(err)
	group := supervisor.New(log, nil)
	window := ui.New(ui.Params{
		App: app.NewWithID("app.lookbook.watched"), Group: group, Paths: paths, Settings: store, Log: log, Version: "watched",
		Secrets: secrets.Open(secrets.Options{}), BaseURL: session.BaseURL(),
		Abandon: func() { os.Exit(0) },
	})
	go probe()
	window.Run()
	group.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	check(group.Wait(ctx))
}

// probe asks for turns of the UI goroutine between the two signals. A gap starts when a turn is
// asked for, because on a busy machine the probe itself may be late.
func probe() {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2)
	<-signals // the window and its queue exist by now
	gaps := []float64{}
	for {
		asked := time.Now()
		fyne.DoAndWait(func() { gaps = append(gaps, milliseconds(time.Since(asked))) })
		select {
		case <-signals:
			text, _ := json.Marshal(gaps) // numbers
			fmt.Println("gaps", string(text))
			return
		case <-time.After(500 * time.Microsecond): // keeps the goroutine from being busy all the time
		}
	}
}

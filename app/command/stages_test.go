package command_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/command"
)

var coat = []string{"--prompt", "a red coat", "--width", "64", "--height", "64", "--num-samples", "2"}

// Ctrl+C at every stage ends with 130 at once. The next command saves whatever was accepted, and
// nothing is sent twice.
func TestInterruptedAtEveryStage(t *testing.T) {
	wait := append([]string{"generate", "--wait", "--json"}, coat...)
	for name, stage := range map[string]struct {
		args     []string
		fault    apitest.Fault
		run      time.Duration
		before   bool // a job with one picture is done already, so the host is known
		window   bool
		reached  func(*place, *running) bool
		requests int
	}{
		"trying the image host": {
			args: wait, fault: apitest.Fault{Where: apitest.Images, How: apitest.Stall, AfterBytes: -1, Times: -1},
			before: true, reached: func(p *place, _ *running) bool { return len(p.server.ImageCalls()) > 1 }, requests: 1,
		},
		"the request on its way": {
			args: wait, fault: apitest.Fault{Where: apitest.Submit, How: apitest.Stall, AfterBytes: -1},
			reached: func(p *place, _ *running) bool { return p.called(apitest.Submit) }, requests: 1,
		},
		"the request on its way, not waited for": {
			args: append([]string{"generate"}, coat...), fault: apitest.Fault{Where: apitest.Submit, How: apitest.Stall, AfterBytes: -1},
			reached: func(p *place, _ *running) bool { return p.called(apitest.Submit) }, requests: 1,
		},
		"following": {
			args: wait, run: 10 * time.Second,
			reached: func(_ *place, r *running) bool { return r.follows() }, requests: 1,
		},
		"downloading": {
			args: wait, fault: apitest.Fault{Where: apitest.Picture, How: apitest.Stall, AfterBytes: 20, Times: -1},
			reached: func(p *place, _ *running) bool { return p.called(apitest.Picture) }, requests: 1,
		},
		"handed over, the request on its way": {
			args: wait, fault: apitest.Fault{Where: apitest.Submit, How: apitest.Stall, AfterBytes: -1}, window: true,
			reached: func(p *place, _ *running) bool { return p.called(apitest.Submit) }, requests: 1,
		},
		"handed over, downloading": {
			args: wait, fault: apitest.Fault{Where: apitest.Picture, How: apitest.Stall, AfterBytes: 20, Times: -1}, window: true,
			reached: func(p *place, _ *running) bool { return p.called(apitest.Picture) }, requests: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			if stage.before {
				p.run(command.Done, "generate", "--wait", "--prompt", "a grey coat", "--width", "64", "--height", "64", "--num-samples", "1")
			}
			if stage.run > 0 {
				p.server.PlanNext(apitest.Plan{RunTime: stage.run})
			} else {
				p.server.Inject(stage.fault)
			}
			if stage.window {
				p.openWindow(nil)
			}
			r := p.start(nil, stage.args...)
			r.until("it got there", func() bool { return stage.reached(p, r) })
			r.interrupt()
			p.server.ClearFaults()
			p.clock.Advance(stage.run)
			if stage.window {
				p.closeWindow()
			}
			p.run(command.Done, "wait")
			p.everythingOnce(stage.requests)
		})
	}
}

// Ctrl+C while a command waits for its input, or for another command.
func TestInterruptedBeforeItBegins(t *testing.T) {
	t.Run("reading requests", func(t *testing.T) {
		p := newPlace(t)
		in, out, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		defer out.Close()
		r := p.start(in, "generate", "-", "--wait")
		// More than a pipe holds, so that somebody reads it when this is written.
		if _, err := out.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
		r.interrupt()
		p.everythingOnce(0)
	})
	t.Run("waiting for its turn", func(t *testing.T) {
		p := newPlace(t)
		p.server.PlanNext(apitest.Plan{RunTime: 10 * time.Second})
		first := p.start(nil, append([]string{"generate", "--wait", "--json"}, coat...)...)
		first.until("it follows", first.follows)
		second := p.start(nil, "generate", "--wait", "--prompt", "a blue coat")
		second.until("it waits", func() bool { return strings.Contains(second.said.String(), "Another lookbook command") })
		second.interrupt()
		p.clock.Advance(10 * time.Second)
		first.ends(command.Done)
		p.everythingOnce(1)
	})
}

// Two commands at once take turns.
func TestCommandsTakeTurns(t *testing.T) {
	p := newPlace(t)
	p.server.PlanNext(apitest.Plan{RunTime: 10 * time.Second})
	first := p.start(nil, append([]string{"generate", "--wait", "--json"}, coat...)...)
	first.until("it follows", first.follows)
	second := p.start(nil, "generate", "--wait", "--prompt", "a blue coat", "--width", "64", "--height", "64", "--num-samples", "1")
	second.until("it waits", func() bool { return strings.Contains(second.said.String(), "Another lookbook command") })
	p.clock.Advance(10 * time.Second)
	first.ends(command.Done)
	second.ends(command.Done)
	if n := strings.Count(second.said.String(), "Another lookbook command"); n != 1 {
		t.Errorf("it said %d times that it waits", n)
	}
	p.everythingOnce(2)
}

// A window that is closed in the middle of a handed-over task leaves it to the command.
func TestTheWindowIsClosedMeanwhile(t *testing.T) {
	p := newPlace(t)
	p.server.PlanNext(apitest.Plan{RunTime: 10 * time.Second})
	p.openWindow(nil)
	r := p.start(nil, append([]string{"generate", "--wait", "--json"}, coat...)...)
	r.until("it knows the job", r.follows)
	p.closeWindow()
	p.clock.Advance(10 * time.Second)
	r.ends(command.Done)
	p.everythingOnce(1)
}

// A window that is closed while the request is on its way leaves a command that doesn't know whether
// it was sent, says so, and doesn't send it again.
func TestTheWindowIsClosedWhileItSends(t *testing.T) {
	p := newPlace(t)
	p.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Stall, AfterBytes: -1})
	p.openWindow(nil)
	r := p.start(nil, append([]string{"generate"}, coat...)...)
	r.until("it is sent", func() bool { return p.called(apitest.Submit) })
	p.closeWindow()
	r.ends(command.Unsure)
	p.server.ClearFaults()
	p.run(command.Done, "wait")
	p.everythingOnce(1)
}

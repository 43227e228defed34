//go:build linux

package e2e

import (
	"maps"
	"testing"

	"lookbook/app/test/desktop"
)

// The program talks to the service and to nobody else: neither at the start, nor while it works and is
// looked around in, nor after a crash, nor in the demo.
func TestNothingLeavesTheComputerButRequests(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	proxy := desktop.NewProxy(t)
	maps.Copy(s.Env, proxy.Env)
	s.Env["LOOKBOOK_ALLOW_DUMPS"] = "1" // or nobody may see its sockets
	watched := func(args ...string) (p *desktop.Process, leave func()) {
		p = s.open(args...)
		watch := p.Watch()
		return p, func() {
			t.Helper()
			s.close(p)
			if seen := watch.Seen(); len(seen) > 0 {
				t.Errorf("%q leads to %q", args, seen)
			}
			if asked := proxy.Asked(); len(asked) > 0 {
				t.Errorf("%q asks for %q", args, asked)
			}
		}
	}

	s.Service.Control("jobs", map[string]any{
		"prompt": "dunes at dusk", "width": 256, "height": 256, "num_samples": 2, "model_type": "sd-v1",
		"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
	}, nil)
	p, leave := watched()
	s.ready(p)
	s.Type("a lake at dawn")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	s.complete("Pictures/Lookbook", 6)
	for _, keys := range [][]string{{"F5"}, {"ctrl+comma", "Escape"}, {"ctrl+g", "Home", "Return", "Right", "Escape"}, {"ctrl+f", "Escape"}} {
		s.Key(keys...)
		s.Settle()
	}
	leave()

	p, leave = watched("-demo")
	s.ready(p)
	s.Settle()
	leave()

	// Only whoever switches it on asks for a newer release, once.
	s.prefer(map[string]any{"updates_look": true, "updates_url": "https://releases.example/lookbook"})
	for range 2 {
		p = s.open()
		s.ready(p)
		desktop.Until(t, desktop.Patience, "the question for a newer release", func() bool { return len(proxy.Asked()) > 0 })
		s.Settle()
		s.close(p)
	}
	if asked := proxy.Asked(); len(asked) != 1 || asked[0] != "CONNECT releases.example:443 HTTP/1.1" {
		t.Errorf("it asks for %q", asked)
	}
}

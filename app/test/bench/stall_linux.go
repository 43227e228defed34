package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lookbook/app/test/bench/probe"
	"lookbook/app/test/bench/year"
	"lookbook/app/test/desk"
)

// stallRow is for how long the UI goroutine is away from its queue while 200
// pictures of 768×1024 arrive from a service and the gallery of 160,000 is
// scrolled with the wheel, twenty notches a second.
//
// Lookbook's window runs on the real toolkit and a real screen. A probe (see
// app/test/bench/probe) asks for a turn of the UI goroutine, and when it has had it
// for the next, and notes how long it waited: everything that the goroutine does
// between its turns is in it, events, layout, the making of textures, and the
// drawing of a frame, and so is the time that it waits for a processor itself.
//
// The renderer's own time is left out by leaving the renderer out: Mesa's "noop"
// driver takes every call of OpenGL and draws nothing, which is how long the
// calls take when a graphics card does the drawing beside. The same with
// Mesa's software renderer, which draws on the two processors that everything
// else runs on, stands beside.
//
// Also told is for how long the goroutine's thread was ready and had no
// processor (stall_no_processor), all in all and in the longest gap, and how
// long it ran in it: on a busy machine the longest gap is the others'.
func stallRow() Row {
	return Row{
		Name: "stall", Alone: true,
		Targets: []Target{
			{Name: "stall_p99", Most: 16, What: "gap between two turns of the UI goroutine while 200 pictures arrive and the gallery scrolls, without the renderer: 99 of 100"},
			{Name: "stall_worst", Most: 50, What: "the longest of them"},
			{Name: "stall_p99_rendered", What: "99 of 100, drawn in software"},
			{Name: "stall_worst_rendered", What: "the longest, drawn in software"},
		},
		Run: runStall,
	}
}

const (
	stallPictures = 200
	stallPerJob   = 20
	stallNotches  = 600 // of the wheel, at most
	stallDelay    = 50 * time.Millisecond
)

func runStall(ctx context.Context, s *Stage) error {
	for _, drawn := range []bool{false, true} {
		env, suffix := map[string]string{"GALLIUM_NOOP": "1"}, ""
		if drawn {
			env, suffix = nil, "_rendered"
		}
		r, err := measureStall(ctx, s, "stall"+suffix, env)
		if err != nil {
			return err
		}
		s.Figure("stall_p99"+suffix, milliseconds(r.P99), "ms")
		s.Figure("stall_worst"+suffix, milliseconds(r.Worst), "ms")
		s.Figure("stall_p99_of_time"+suffix, milliseconds(r.P99Time), "ms")
		s.Figure("stall_turns"+suffix, float64(r.Gaps), "turns")
		s.Figure("stall_no_processor"+suffix, milliseconds(r.Waited), "ms")
		s.Figure("stall_worst_no_processor"+suffix, milliseconds(r.WorstWaited), "ms")
		s.Figure("stall_worst_ran"+suffix, milliseconds(r.WorstRan), "ms")
		s.Figure("stall_most_ran"+suffix, milliseconds(r.MostRan), "ms")
	}
	return nil
}

// measureStall does it once, on a desk of its own.
func measureStall(ctx context.Context, s *Stage, name string, env map[string]string) (r probe.Report, err error) {
	h, err := newHomeNamed(s, name, 1280, 800)
	if err != nil {
		return r, err
	}
	probed, err := s.Build("lookbook/app/test/bench/cmd/probed")
	if err != nil {
		return r, err
	}
	for _, variable := range []string{"GOMAXPROCS", "GOGC"} { // to try what they change
		if value := os.Getenv(variable); value != "" {
			h.env[variable] = value
		}
	}
	for key, value := range env {
		h.env[key] = value
	}
	if profile := os.Getenv("BENCH_PROFILE"); profile != "" {
		h.env["PROBED_PROFILE"] = filepath.Join(profile, name+".trace")
	}
	p := h.start("probed", probed)
	h.WaitWindow(p, "Lookbook")
	h.journal.Since(p.Started()).Wait(desk.Patience, "ready", 1)
	if err := wait(ctx, 5*time.Second); err != nil { // what comes after a start
		return r, err
	}
	if err := syscall.Kill(p.PID(), syscall.SIGUSR1); err != nil {
		return r, err
	}
	scrolled := make(chan error, 1)
	scrolling, enough := context.WithCancel(ctx)
	defer enough()
	go func() { scrolled <- h.wheel(scrolling) }()
	if err := h.order(stallPictures / stallPerJob); err != nil {
		return r, err
	}
	saved := filepath.Join(year.Home(h.Home()).Pictures, "*.png")
	desk.Until(s.TB(), 2*desk.Patience, fmt.Sprintf("%d pictures in the folder", stallPictures), func() bool {
		names, err := filepath.Glob(saved)
		return err == nil && len(names) >= stallPictures
	})
	if err := syscall.Kill(p.PID(), syscall.SIGUSR2); err != nil {
		return r, err
	}
	enough()
	if err := <-scrolled; err != nil && scrolling.Err() == nil {
		return r, err
	}
	p.WaitOutput("gaps ")
	r, found := probe.Parse(p.Output())
	if !found || r.Gaps == 0 {
		return r, fmt.Errorf("the probe saw nothing: %s", p.Output())
	}
	return r, h.close(p)
}

// wheel turns the wheel above the gallery, down and now and then up.
func (h *home) wheel(ctx context.Context) error {
	args := []string{"mousemove", "960", "450"}
	for n := 0; n < stallNotches; n += 60 {
		args = append(args, "click", "--repeat", "45", "--delay", fmt.Sprint(stallDelay.Milliseconds()), "5",
			"click", "--repeat", "15", "--delay", fmt.Sprint(stallDelay.Milliseconds()), "4")
	}
	return h.xdotool(ctx, args...)
}

// order has the service make jobs, as its website would.
func (h *home) order(jobs int) error {
	for n := range jobs {
		body, err := json.Marshal(map[string]any{
			"prompt": fmt.Sprintf("lake at dawn, number %d", n), "width": 768, "height": 1024, "num_samples": stallPerJob,
			"model_type": "sd-v1", "base_model": "realistic-vision-v3-0", "num_inference_steps": 20, "scheduler_type": "dpm++",
		})
		if err != nil {
			return err
		}
		answer, err := http.Post(h.env["DREAMLOOK_API_URL"]+"/_simulate/jobs", "application/json", strings.NewReader(string(body)))
		if err != nil {
			return err
		}
		_ = answer.Body.Close() // only its status says anything
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("the service takes no job: %s", answer.Status)
		}
	}
	return nil
}

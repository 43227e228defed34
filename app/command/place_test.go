package command_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/command"
)

// place is a home of its own, with a service.
type place struct {
	t      *testing.T
	home   string
	server *apitest.Server
	clock  *clockwork.FakeClock // the service's
	env    map[string]string
	window windowSession
}

func newPlace(t *testing.T) *place {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Now())
	server, err := apitest.New(apitest.Options{QueueTime: -1, RunTime: -1, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	home, err := os.MkdirTemp("", "lb") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(); _ = os.RemoveAll(home) })
	p := &place{t: t, home: home, server: server, clock: clock, env: map[string]string{
		"HOME": home, "PATH": os.Getenv("PATH"), "TMPDIR": os.TempDir(),
		"XDG_DATA_HOME": filepath.Join(home, "data"), "XDG_CACHE_HOME": filepath.Join(home, "cache"), "XDG_STATE_HOME": filepath.Join(home, "state"),
		"XDG_CONFIG_HOME": filepath.Join(home, "config"), "XDG_PICTURES_DIR": filepath.Join(home, "pictures"),
		"DREAMLOOK_API_URL": server.URL(), "DREAMLOOK_API_KEY": "dl-" + strings.Repeat("0f", 16),
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + filepath.Join(home, "none"),
	}}
	t.Cleanup(p.closeWindow)
	return p
}

// openWindow opens what a window has; rekeyed may be nil.
func (p *place) openWindow(rekeyed func()) {
	p.t.Helper()
	w, err := openWindow(func(name string) string { return p.env[name] }, rekeyed)
	if err != nil {
		p.t.Fatal(err)
	}
	p.window = *w
}

func (p *place) closeWindow() { p.window.close() }

// text is what a running command has written.
type text struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (w *text) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.written.Write(b)
}

func (w *text) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.written.String()
}

// running is a command that runs.
type running struct {
	t         *testing.T
	cmd       *exec.Cmd
	out, said text
	ended     chan struct{}
}

// start starts a command. A nil input is an empty one.
func (p *place) start(input io.Reader, args ...string) *running {
	p.t.Helper()
	path, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	r := &running{t: p.t, cmd: exec.Command(path, args...), ended: make(chan struct{})}
	r.cmd.Args[0] = "lookbook" // TestMain runs the command for this name
	for name, value := range p.env {
		r.cmd.Env = append(r.cmd.Env, name+"="+value)
	}
	r.cmd.Stdin, r.cmd.Stdout, r.cmd.Stderr = input, &r.out, &r.said
	if err := r.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // its code is looked at
		close(r.ended)
	}()
	p.t.Cleanup(func() { _ = r.cmd.Process.Kill(); <-r.ended })
	return r
}

// until watches until something is so, or the command has ended.
func (r *running) until(what string, so func() bool) {
	r.t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for !so() {
		select {
		case <-r.ended:
			if !so() {
				r.t.Fatalf("it ended before %s:\n%s%s", what, &r.out, &r.said)
			}
			return
		case <-look.C:
		}
	}
}

// interrupt presses Ctrl+C, and wants the code of that.
func (r *running) interrupt() {
	r.t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	r.ends(command.Interrupted)
}

// ends waits for the end and wants this code.
func (r *running) ends(code int) {
	r.t.Helper()
	<-r.ended
	if got := r.cmd.ProcessState.ExitCode(); got != code {
		r.t.Errorf("lookbook %s ended with %d, want %d\n%s%s", strings.Join(r.cmd.Args[1:], " "), got, code, &r.out, &r.said)
	}
}

// run runs a command to its end, wants this code and returns the output.
func (p *place) run(code int, args ...string) string {
	p.t.Helper()
	r := p.start(nil, args...)
	r.ends(code)
	return r.out.String()
}

// follows reports whether a command with --json knows the id of a job.
func (r *running) follows() bool { return strings.Contains(r.out.String(), `"id":"ig_`) }

// called reports whether a call of an endpoint has reached the service.
func (p *place) called(where apitest.Endpoint) bool {
	is := func(c apitest.Call) bool { return c.Endpoint == where }
	return slices.ContainsFunc(p.server.Calls(), is) || slices.ContainsFunc(p.server.ImageCalls(), is)
}

// everythingOnce wants every request to have been sent once, and all pictures of accepted jobs to be
// saved.
func (p *place) everythingOnce(requests int) {
	p.t.Helper()
	sent := map[string]int{}
	for _, call := range p.server.Calls() {
		var c api.Config
		if call.Method == http.MethodPost && json.Unmarshal(call.Body, &c) == nil {
			if sent[c.Prompt]++; sent[c.Prompt] > 1 {
				p.t.Errorf("%q was sent again", c.Prompt)
			}
		}
	}
	if len(sent) != requests {
		p.t.Errorf("%d requests were sent, want %d", len(sent), requests)
	}
	accepted := 0
	for _, job := range p.server.Jobs() {
		accepted += job.Config.NumSamples
	}
	files, err := filepath.Glob(filepath.Join(p.home, "pictures", "Lookbook", "*.png"))
	if saved := strings.Count(p.run(0, "pictures", "--paths"), "\n"); saved != accepted || len(files) != accepted || err != nil {
		p.t.Errorf("%d pictures were accepted, %d are saved, in %d files (%v)", accepted, saved, len(files), err)
	}
}

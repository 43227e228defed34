//go:build linux

package desktop

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Command is a program to start.
type Command struct {
	Name  string            // name of its log file in the artifacts
	Path  string            // program
	Args  []string          // without the program's name
	Env   map[string]string // in addition to the desktop's environment
	Stdin string
	Files []*os.File // from descriptor 3 on
}

// Process is a running program and its children, in a process group of their own.
type Process struct {
	t       testing.TB
	name    string
	cmd     *exec.Cmd
	log     string
	started time.Time
	ended   chan struct{} // closed when err is known
	err     error
}

// Start starts a program on the desktop. Its output goes to NAME.log in the artifacts. When the
// test ends, a running program is asked to end, then killed.
func (d *Desktop) Start(c Command) *Process {
	d.t.Helper()
	p := &Process{t: d.t, name: c.Name, ended: make(chan struct{}), log: filepath.Join(d.artifacts, c.Name+".log")}
	output, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		d.t.Fatalf("desktop: output of %s: %v", c.Name, err)
	}
	defer output.Close()
	p.cmd = exec.Command(c.Path, c.Args...)
	p.cmd.Env = d.Environ(c.Env)
	p.cmd.Dir = d.home
	p.cmd.Stdout, p.cmd.Stderr = output, output
	p.cmd.ExtraFiles = c.Files
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if c.Stdin != "" {
		// A file instead of a pipe, which would need a goroutine.
		stdin, err := textFile(c.Stdin)
		if err != nil {
			d.t.Fatalf("desktop: input of %s: %v", c.Name, err)
		}
		defer stdin.Close()
		p.cmd.Stdin = stdin
	}
	p.started = time.Now()
	if err := p.cmd.Start(); err != nil {
		d.t.Fatalf("desktop: starting %s: %v", c.Name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	d.t.Cleanup(func() {
		d.lastLook()
		p.end()
	})
	return p
}

// lastLook saves the screen when a test fails, before its programs end.
func (d *Desktop) lastLook() {
	if d.t.Failed() && !d.over && d.screen != nil {
		d.keep("failed", d.Picture())
	}
	d.over = true
}

// textFile returns an open file without a name that contains text.
func textFile(text string) (*os.File, error) {
	file, err := os.CreateTemp("", "desktop-")
	if err != nil {
		return nil, err
	}
	_, err = file.WriteString(text)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err := errors.Join(err, os.Remove(file.Name())); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// PID returns the program's process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Started returns when the program was started.
func (p *Process) Started() time.Time { return p.started }

// Running reports whether the program is still running.
func (p *Process) Running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// Output returns the program's output so far.
func (p *Process) Output() string {
	data, err := os.ReadFile(p.log)
	if err != nil {
		p.t.Fatalf("output of %s: %v", p.name, err)
	}
	return string(data)
}

// WaitOutput waits until the output contains text.
func (p *Process) WaitOutput(text string) {
	p.t.Helper()
	Until(p.t, Patience, fmt.Sprintf("%s to say %q", p.name, text), func() bool {
		said := strings.Contains(p.Output(), text)
		if !said && !p.Running() {
			p.t.Fatalf("%s ended (%v) before it said %q; its output:\n%s", p.name, p.err, text, p.Output())
		}
		return said
	})
}

// WaitEnd waits until the program has ended by itself, for example after its window was closed, and
// returns how: nil: with status 0.
func (p *Process) WaitEnd() error {
	p.t.Helper()
	Until(p.t, Patience, p.name+" to end", func() bool { return !p.Running() })
	return p.err
}

// Kill kills the program and its children, like a power cut.
func (p *Process) Kill() {
	p.t.Helper()
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// Signal sends a signal to the program and its children.
func (p *Process) Signal(s syscall.Signal) {
	p.t.Helper()
	p.signal(s)
}

// FaultInDriver makes a thread that the graphics driver started fail, as a defect of the driver does. The
// program's own threads have its name.
func (p *Process) FaultInDriver() {
	p.t.Helper()
	names, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/comm", p.PID()))
	for _, name := range names {
		called, err := os.ReadFile(name)
		if err != nil || strings.TrimSpace(string(called)) == filepath.Base(p.cmd.Path) {
			continue
		}
		thread, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err == nil {
			err = unix.Tgkill(p.PID(), thread, unix.SIGSEGV)
		}
		if err != nil {
			p.t.Fatalf("a fault in %s: %v", called, err)
		}
		return
	}
	p.t.Fatalf("%s has no thread of another's: %q", p.name, names)
}

// end ends the program at the end of a test, with children that outlived it.
func (p *Process) end() {
	p.signal(syscall.SIGTERM)
	patience := time.NewTimer(5 * time.Second)
	defer patience.Stop()
	select {
	case <-p.ended:
	case <-patience.C:
	}
	p.signal(syscall.SIGKILL)
	<-p.ended
}

func (p *Process) signal(s syscall.Signal) {
	// The group may be gone already; any other error is a bug of this package.
	if err := syscall.Kill(-p.PID(), s); err != nil && !errors.Is(err, syscall.ESRCH) {
		p.t.Errorf("desktop: ending %s: %v", p.name, err)
	}
}

// Resident returns the program's resident memory, in bytes.
func (p *Process) Resident() int64 {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		p.t.Fatalf("memory of %s: %v", p.name, err)
	}
	for line := range bytes.Lines(status) {
		var kib int64
		if n, _ := fmt.Sscanf(string(line), "VmRSS: %d kB", &kib); n == 1 {
			return kib << 10
		}
	}
	p.t.Fatalf("memory of %s: no VmRSS in its status", p.name)
	return 0
}

// run runs a short command on the desktop and returns its output.
func (d *Desktop) run(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(d.t.Context(), name, args...)
	cmd.Env = d.Environ(nil)
	cmd.Dir = d.home
	var errors bytes.Buffer
	cmd.Stderr = &errors
	output, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(errors.Bytes()))
	}
	return strings.TrimSpace(string(output)), nil
}

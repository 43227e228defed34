package faults_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"testing"
	"time"

	"lookbook/app/test/faults"
)

// process is a running child.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	input io.Closer
	ended chan struct{} // closed once err is known
	err   error         // how it ended

	mu     sync.Mutex
	last   faults.Report
	told   chan struct{} // closed with the next report
	stderr bytes.Buffer  // to be read when it has ended
}

// start starts a child. The test ends it, one way or another.
func start(t *testing.T, path string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(path, args...), ended: make(chan struct{}), told: make(chan struct{})}
	p.cmd.Stderr = &p.stderr
	input, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.input = input
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.listen(output)
	t.Cleanup(p.kill)
	return p
}

// listen takes in the reports until the child has ended.
func (p *process) listen(output io.Reader) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var report faults.Report
		if json.Unmarshal(lines.Bytes(), &report) != nil {
			continue // the last line of a child that was killed
		}
		p.mu.Lock()
		p.last = report
		close(p.told)
		p.told = make(chan struct{})
		p.mu.Unlock()
	}
	p.err = p.cmd.Wait()
	close(p.ended)
}

// report is the last one, and a channel that the next one closes.
func (p *process) report() (faults.Report, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last, p.told
}

// until waits for a report that is as it should be, or for the deadline, and
// tells which it was. A child that ends by itself fails the test.
func (p *process) until(deadline <-chan time.Time, good func(faults.Report) bool) bool {
	p.t.Helper()
	for {
		report, told := p.report()
		if good(report) {
			return true
		}
		select {
		case <-told:
		case <-deadline:
			return false
		case <-p.ended:
			p.t.Fatalf("the child ended by itself with %v; it said:\n%s", p.err, &p.stderr)
		}
	}
}

// kill ends the child as the system does when it wants a process gone: at
// once, whatever it is doing.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // fails when it has ended already
	<-p.ended
	_ = p.input.Close()
}

// quit has the child end by itself, and expects it to end well.
func (p *process) quit() {
	p.t.Helper()
	if err := p.input.Close(); err != nil {
		p.t.Error(err)
	}
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	select {
	case <-p.ended:
		if p.err != nil {
			p.t.Errorf("the child ended with %v; it said:\n%s", p.err, &p.stderr)
		}
	case <-deadline.C:
		p.t.Errorf("the child did not end")
	}
}

// String says what the child told last, for error messages.
func (p *process) String() string {
	report, _ := p.report()
	return fmt.Sprintf("%+v", report)
}

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
	ended chan struct{} // closed when err is set
	err   error         // the child's exit error

	mu     sync.Mutex
	last   faults.Report
	told   chan struct{} // closed by the next report
	stderr bytes.Buffer  // read it only after the end
}

// start starts a child. The end of the test kills it if it still runs.
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

// listen reads the reports until the child has ended.
func (p *process) listen(output io.Reader) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var report faults.Report
		if json.Unmarshal(lines.Bytes(), &report) != nil {
			continue // an incomplete line of a killed child
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

// report returns the last report, and a channel that the next one closes.
func (p *process) report() (faults.Report, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last, p.told
}

// until waits for a report that good accepts or for the deadline, and returns
// true for a report. A child that ends by itself fails the test.
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

// kill kills the child at once.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // fails if it has ended already
	<-p.ended
	_ = p.input.Close()
}

// quit asks the child to end, and expects it to succeed.
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

// String describes the child's last report, for error messages.
func (p *process) String() string {
	report, _ := p.report()
	return fmt.Sprintf("%+v", report)
}

package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Now is when the figures were measured.
func Now() time.Time { return time.Now() }

// RunAll runs each row in a process of its own, which is this program with the
// flag -row, and returns what they said, in the order given. Figures go to out
// as they come. Rows that are not for themselves run side by side, after the
// others: they mostly wait for the clock.
func RunAll(ctx context.Context, rows []Row, out, log io.Writer) []Outcome {
	outcomes := make([]Outcome, len(rows))
	say := &lines{out: out, log: log}
	var beside sync.WaitGroup
	for _, alone := range []bool{true, false} {
		for i, row := range rows {
			if row.Alone != alone {
				continue
			}
			if alone {
				outcomes[i] = runTimed(ctx, row, say)
				continue
			}
			beside.Go(func() { outcomes[i] = runTimed(ctx, row, say) })
		}
	}
	beside.Wait()
	return outcomes
}

// lines keeps those of several rows whole.
type lines struct {
	mu       sync.Mutex
	out, log io.Writer
}

func (l *lines) figure(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.out, text)
}

// Write takes what a row tells the person who waits.
func (l *lines) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.log.Write(text)
}

func runTimed(ctx context.Context, row Row, say *lines) Outcome {
	began := time.Now()
	told, err := runOne(ctx, row, say)
	o := Outcome{Row: row, Told: told}
	if err != nil {
		o.Error = err.Error()
	}
	fmt.Fprintf(say, "%s: %s in %.1f s\n", row.Name, ended(err), time.Since(began).Seconds())
	return o
}

func ended(err error) string {
	if err != nil {
		return "failed (" + err.Error() + ")"
	}
	return "done"
}

// runOne runs one row and passes on what it says.
func runOne(ctx context.Context, row Row, say *lines) ([]Told, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-row", row.Name)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	// What a row waits for on a screen it gives up after two minutes at most;
	// only then does it take down what it set up.
	cmd.WaitDelay = 150 * time.Second
	cmd.Stderr = say
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var told []Told
	for lines := bufio.NewScanner(said); lines.Scan(); {
		say.figure(lines.Text())
		if t, ok := ParseTold(lines.Text()); ok {
			told = append(told, t)
		}
	}
	return told, cmd.Wait()
}

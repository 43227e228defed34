package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Now is when the figures were measured.
func Now() time.Time { return time.Now() }

// RunAll runs each row in a process of its own, which is this program with the
// flag -row, and returns what they said, in the order given. Figures go to out
// as they come.
func RunAll(ctx context.Context, rows []Row, out, log io.Writer) []Outcome {
	outcomes := make([]Outcome, len(rows))
	for i, row := range rows {
		began := time.Now()
		told, err := runOne(ctx, row, out, log)
		outcomes[i] = Outcome{Row: row, Told: told}
		if err != nil {
			outcomes[i].Error = err.Error()
		}
		fmt.Fprintf(log, "%s: %s in %.1f s\n", row.Name, ended(err), time.Since(began).Seconds())
	}
	return outcomes
}

func ended(err error) string {
	if err != nil {
		return "failed (" + err.Error() + ")"
	}
	return "done"
}

// runOne runs one row and passes on what it says.
func runOne(ctx context.Context, row Row, out, log io.Writer) ([]Told, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-row", row.Name)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	cmd.Stderr = log
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var told []Told
	for lines := bufio.NewScanner(said); lines.Scan(); {
		fmt.Fprintln(out, lines.Text())
		if t, ok := ParseTold(lines.Text()); ok {
			told = append(told, t)
		}
	}
	return told, cmd.Wait()
}

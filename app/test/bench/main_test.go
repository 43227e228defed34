package bench

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lookbook/app/test/bench/year"
)

// watchedRun in the environment makes this program the one that `stall` watches.
const watchedRun = "LOOKBOOK_BENCH_WATCHED"

func TestMain(m *testing.M) {
	os.Setenv("LANG", "C.UTF-8") // Fyne reports an error without a locale
	if os.Getenv(watchedRun) != "" {
		watched() // on the first goroutine, as every window
		return
	}
	measure := flag.Bool("measure", false, "measure the rows that are named, or all, each in a process of its own")
	table := flag.String("table", "", "`file` to write the Markdown table to")
	readme := flag.String("readme", "", "Markdown `file` whose table, between its two comments, is replaced")
	made := flag.String("year", "", "make the library that is measured on in this `folder`, for looking at it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch {
	case *made != "":
		err = year.Make(ctx, *made, year.Jobs, 1)
	case *measure:
		err = measureRows(ctx, flag.Args(), *table, *readme)
	default:
		context.AfterFunc(ctx, func() { // somebody interrupts the measuring
			endChildren()
			os.Exit(1)
		})
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measureRows runs rows and tells what they said. It fails when one could not measure.
func measureRows(ctx context.Context, names []string, table, readme string) error {
	names = strings.FieldsFunc(strings.Join(names, ","), func(r rune) bool { return r == ',' || r == ' ' })
	if readme != "" && len(names) > 0 {
		return errors.New("the README quotes the whole table: -readme is for all rows")
	}
	for _, name := range names {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.name == name }) {
			return fmt.Errorf("there is no row %q", name)
		}
	}
	wanted := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return len(names) > 0 && !slices.Contains(names, r.name) })
	said := make([][]string, len(wanted))
	errs := make([]error, len(wanted))
	// Those that wait for the clock run side by side, after the others.
	var beside sync.WaitGroup
	for _, turn := range []bool{false, true} {
		for i, r := range wanted {
			if r.beside != turn {
				continue
			}
			run := func() { said[i], errs[i] = runRow(ctx, r) }
			if r.beside {
				beside.Go(run)
			} else {
				run()
			}
		}
	}
	beside.Wait()
	text := makeTable(wanted, said)
	fmt.Fprintln(os.Stderr, "\n"+text)
	if table != "" {
		errs = append(errs, os.WriteFile(table, []byte(text), 0o644))
	}
	if readme != "" {
		errs = append(errs, quote(readme, text))
	}
	return errors.Join(errs...)
}

// runRow runs one row in a process of its own, with a folder for what is temporary, and returns the
// lines of its figures.
func runRow(ctx context.Context, r row) (said []string, err error) {
	began := time.Now()
	scratch, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %.1f s\n", r.name, time.Since(began).Seconds())
		err = errors.Join(err, os.RemoveAll(scratch))
	}()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkRow$/^"+r.name+"$", "-test.benchtime=1x", "-test.timeout=30m")
	cmd.Env = append(os.Environ(), "TMPDIR="+scratch)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, ok := parse(lines.Text()); ok {
			said = append(said, lines.Text())
			fmt.Println(lines.Text())
		} else {
			fmt.Fprintln(os.Stderr, lines.Text())
		}
	}
	return said, cmd.Wait()
}

// say tells the person who waits what is going on.
func say(b *testing.B, format string, args ...any) {
	fmt.Fprintf(os.Stderr, strings.TrimPrefix(b.Name(), "BenchmarkRow/")+": "+format+"\n", args...)
}

// must ends a row that can't go on.
func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

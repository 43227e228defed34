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

// watchedRun is the environment variable that makes this program the one that `stall` measures.
const watchedRun = "LOOKBOOK_BENCH_WATCHED"

func TestMain(m *testing.M) {
	os.Setenv("LANG", "C.UTF-8") // Fyne reports an error without a locale
	if os.Getenv(watchedRun) != "" {
		watched() // on the main goroutine, as every window
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
		context.AfterFunc(ctx, func() { // a person interrupts the measurement
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

// measureRows runs rows and prints their figures. It fails if a row could not be measured.
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
	// Rows that mostly wait for the clock run side by side, after the others.
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

// runRow runs a row in a process of its own, with its own temporary folder, and returns the lines
// with its figures.
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

// say shows progress to the waiting person.
func say(b *testing.B, format string, args ...any) {
	fmt.Fprintf(os.Stderr, strings.TrimPrefix(b.Name(), "BenchmarkRow/")+": "+format+"\n", args...)
}

// must ends a row on an error.
func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// Command bench runs the rows of app/test/bench, all in their fixed order or those
// that are named, prints their figures, and writes the Markdown table. It
// needs the module's source and the go command: see `make bench`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"lookbook/app/test/bench"
)

func main() {
	table := flag.String("table", "", "file to write the Markdown table to")
	readme := flag.String("readme", "", "Markdown file whose table, between its two comments, is replaced")
	row := flag.String("row", "", "run this one row in this process (what the command starts for each)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: bench [flags] [row …]")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if *row != "" {
		err = perform(ctx, *row)
	} else {
		err = run(ctx, flag.Args(), *table, *readme)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// perform runs one row here.
func perform(ctx context.Context, name string) error {
	rows, err := bench.Find([]string{name})
	if err != nil {
		return err
	}
	return bench.Perform(ctx, rows[0], os.Stdout, os.Stderr)
}

// run has rows run and tells what they said. It fails when a row could not
// measure; targets that are missed are told.
func run(ctx context.Context, names []string, table, readme string) error {
	if readme != "" && len(names) > 0 {
		return errors.New("the README quotes the whole table: -readme is for all rows")
	}
	rows, err := bench.Find(words(names))
	if err != nil {
		return err
	}
	outcomes := bench.RunAll(ctx, rows, os.Stdout, os.Stderr)
	text := bench.Table(outcomes, bench.ThisMachine(bench.Now()))
	fmt.Fprintln(os.Stderr, "\n"+text)
	var errs []error
	if table != "" {
		errs = append(errs, os.WriteFile(table, []byte(text), 0o644))
	}
	if readme != "" {
		errs = append(errs, bench.Quote(readme, text))
	}
	for _, o := range outcomes {
		if o.Error != "" {
			errs = append(errs, fmt.Errorf("%s: %s", o.Row.Name, o.Error))
		}
	}
	if missed := bench.Missed(outcomes); len(missed) > 0 {
		fmt.Fprintln(os.Stderr, "Targets missed:", strings.Join(missed, ", "))
	}
	return errors.Join(errs...)
}

// words are the names, which may be parted by commas.
func words(names []string) []string {
	return strings.FieldsFunc(strings.Join(names, ","), func(r rune) bool { return r == ',' || r == ' ' })
}

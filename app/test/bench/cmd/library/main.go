// Command library makes the library of a keen user's year, 160,000 pictures
// with their thumbnails, in a folder that is a home folder for Lookbook:
//
//	go run -tags migrated_fynedo ./app/test/bench/cmd/library -dir /tmp/year
//	HOME=/tmp/year bin/lookbook
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"lookbook/app/test/bench/year"
)

func main() {
	dir := flag.String("dir", "", "the folder; it must not hold a library yet")
	jobs := flag.Int("jobs", year.Jobs, "how many jobs, of 16 pictures on average; at least 10")
	seed := flag.Uint64("seed", 0, "another number gives another year")
	flag.Parse()
	if *dir == "" || flag.NArg() > 0 || *jobs < 10 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	log := func(format string, args ...any) { fmt.Printf(format+"\n", args...) }
	if err := year.Make(ctx, *dir, year.Spec{Jobs: *jobs, Seed: *seed}, log); err != nil {
		fmt.Fprintln(os.Stderr, "library:", err)
		os.Exit(1)
	}
}

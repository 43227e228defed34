package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"lookbook/app/test/bench/year"
)

// buildTags are those of the program that is shipped.
const buildTags = "migrated_fynedo"

// Stage is where a row is measured. See the package comment for who may call
// its methods.
type Stage struct {
	ctx     context.Context
	name    string
	scratch string
	end     []func() // to be done after the row, the last first
	failed  []error  // what a desk or a row's own checks complained of

	mu  sync.Mutex
	out io.Writer // figures
	log io.Writer
}

// Figure tells a measurement: `bench <name> <value> <unit>`.
func (s *Stage) Figure(name string, value float64, unit string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintln(s.out, Told{Name: name, Value: value, Unit: unit})
}

// Ratio tells how our measurement compares with the peer's, which are of the
// same unit, smaller being better: `ratio <name> <ours/peer>`.
func (s *Stage) Ratio(name string, ours, peer float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintln(s.out, Told{Name: name, Value: ours / peer, Ratio: true})
}

// Logf tells the person who waits what is going on.
func (s *Stage) Logf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.log, s.name+": "+format+"\n", args...)
}

// Scratch is an empty folder of the row's own, gone after it.
func (s *Stage) Scratch() string { return s.scratch }

// Library is the home folder of a year of 160,000 pictures (see app/test/bench/year),
// made when there is none yet. It is shared: year.CopyLibrary copies what a row
// would change.
func (s *Stage) Library() (string, error) { return year.Ensure(s.ctx, year.Spec{}, s.Logf) }

// Build compiles a command of the module, with the same tags as the shipped
// program, into the scratch folder and returns its path.
func (s *Stage) Build(pkg string) (string, error) {
	path := filepath.Join(s.scratch, "bin", filepath.Base(pkg))
	build := exec.CommandContext(s.ctx, "go", "build", "-tags", buildTags, "-o", path, pkg)
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", pkg, err, output)
	}
	return path, nil
}

// Perform runs a row: figures go to out, talk to log.
func Perform(ctx context.Context, row Row, out, log io.Writer) (err error) {
	scratch, err := os.MkdirTemp("", "lookbook-bench-")
	if err != nil {
		return err
	}
	s := &Stage{ctx: ctx, name: row.Name, scratch: scratch, out: out, log: log}
	defer func() {
		s.finish()
		err = errors.Join(append([]error{err}, append(s.failed, os.RemoveAll(scratch))...)...)
	}()
	return s.guard(func() error { return row.Run(ctx, s) })
}

// finish undoes what was set up for the row.
func (s *Stage) finish() {
	for len(s.end) > 0 {
		last := s.end[len(s.end)-1]
		s.end = s.end[:len(s.end)-1]
		if err := s.guard(func() error { last(); return nil }); err != nil {
			s.failed = append(s.failed, err)
		}
	}
}

// gaveUp is what a row is left with when something it stands on has failed.
type gaveUp struct{ error }

// guard runs a part of a row and turns giving up into an error.
func (s *Stage) guard(part func() error) (err error) {
	defer func() {
		what := recover()
		if gave, ok := what.(gaveUp); ok {
			err = gave.error
		} else if what != nil {
			panic(what)
		}
	}()
	return part()
}

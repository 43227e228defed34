package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TB lets a row stand where app/test/desk and api/apitest expect a test: what is
// fatal to a test ends the row with that error, and what a test cleans up is
// cleaned up after the row. It is for the row's goroutine.
func (s *Stage) TB() testing.TB { return s.named("") }

// named is TB for a second desk of a row, whose name has more to it.
func (s *Stage) named(more string) testing.TB { return &rowTB{s: s, more: more} }

// rowTB is a test in name only. The embedded interface is nil: it is there
// because testing.TB can't be implemented outside its package, and what is not
// overridden below is not for a row.
type rowTB struct {
	testing.TB
	s    *Stage
	more string // at the end of the name
}

func (t *rowTB) Helper()                  {}
func (t *rowTB) Name() string             { return "bench-" + t.s.name + t.more }
func (t *rowTB) Context() context.Context { return t.s.ctx }
func (t *rowTB) Failed() bool             { return len(t.s.failed) > 0 }
func (t *rowTB) Cleanup(f func())         { t.s.end = append(t.s.end, f) }

func (t *rowTB) Log(args ...any)                 { t.s.Logf("%s", fmt.Sprint(args...)) }
func (t *rowTB) Logf(format string, args ...any) { t.s.Logf(format, args...) }

func (t *rowTB) Error(args ...any) { t.fail(errors.New(fmt.Sprint(args...))) }
func (t *rowTB) Errorf(format string, args ...any) {
	t.fail(fmt.Errorf(format, args...))
}

func (t *rowTB) Fatal(args ...any)                 { t.giveUp(errors.New(fmt.Sprint(args...))) }
func (t *rowTB) Fatalf(format string, args ...any) { t.giveUp(fmt.Errorf(format, args...)) }

func (t *rowTB) fail(err error) { t.s.failed = append(t.s.failed, err) }

// giveUp ends the row as it would a test. The error is kept once: guard hands
// it back.
func (t *rowTB) giveUp(err error) { panic(gaveUp{err}) }

// TempDir is a new folder, gone after the row.
func (t *rowTB) TempDir() string {
	dir, err := os.MkdirTemp(t.s.scratch, "dir-")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Artifacts is the folder that what a row leaves to look at goes to.
func (s *Stage) Artifacts() string {
	if folder := os.Getenv("ARTIFACTS"); folder != "" {
		return filepath.Join(folder, "bench")
	}
	return filepath.Join(s.scratch, "artifacts")
}

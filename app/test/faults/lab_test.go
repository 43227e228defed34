package faults_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/submit"
	"lookbook/app/test/faults"
)

// lab is a simulated service, with a library and an engine in this process.
type lab struct {
	t       *testing.T
	clock   clockwork.Clock
	pace    clockwork.Clock // the client's clock; the lab's own, unless waiting must take no time
	server  *apitest.Server
	service string // the address of the API
	dir     string
	saving  folder.Saving
	size    [2]int // size of the pictures in pixels
	log     io.Writer
	client  *api.Client
	library *library.Library
	engine  *engine.Engine
	again   int            // submissions that a person sent again
	anyway  map[string]int // how often, by prompt, a submission was sent again that might have been charged
	next    int            // number of the next submission
}

// newLab prepares a lab. The engine isn't running yet.
func newLab(t *testing.T, clock clockwork.Clock, o apitest.Options) *lab {
	t.Helper()
	l := &lab{t: t, clock: clock, pace: clock, dir: t.TempDir(), size: [2]int{128, 160}, log: io.Discard, anyway: map[string]int{}}
	o.Clock = clock
	var err error
	if l.server, err = apitest.New(o); err != nil {
		t.Fatal(err)
	}
	l.service = l.server.URL()
	l.saving = folder.Saving{Folder: filepath.Join(l.dir, "pictures"), Create: true}
	t.Cleanup(func() {
		l.close()
		if err := l.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func (l *lab) database() string { return filepath.Join(l.dir, "library", "library.db") }

// open starts a run of the program.
func (l *lab) open() {
	l.t.Helper()
	var err error
	if l.library, err = library.Open(context.Background(), l.database(), library.Options{Clock: l.clock}); err != nil {
		l.t.Fatal(err)
	}
	if l.client, err = api.New(api.Options{BaseURL: l.service, Key: l.key, Clock: l.pace}); err != nil {
		l.t.Fatal(err)
	}
	l.engine = engine.New(engine.Params{
		API: l.client, Images: l.client.Images, Library: l.library, Clock: l.clock, AppVersion: "test",
		Saving: func() folder.Saving { return l.saving },
		Log:    slog.New(slog.NewJSONHandler(l.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	l.engine.Start()
}

// key returns a key that only simulators accept.
func (l *lab) key() string { return "dl-" + strings.Repeat("0dc3", 8) }

// close ends the run.
func (l *lab) close() {
	if l.engine == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := l.engine.Close(ctx); err != nil {
		l.t.Error(err)
	}
	if err := l.library.Close(); err != nil {
		l.t.Error(err)
	}
	l.client.Close()
	l.engine = nil
}

// submit makes a submission of this many pictures.
func (l *lab) submit(images int) library.Entry {
	l.t.Helper()
	entry, err := l.engine.Outbox.Send(l.t.Context(), faults.Config(l.next, images, l.size[0], l.size[1]))
	if err != nil {
		l.t.Fatal(err)
	}
	l.next++
	return entry
}

func (l *lab) totals() library.Totals {
	l.t.Helper()
	totals, err := l.library.Totals(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	return totals
}

// until waits until so returns true.
func (l *lab) until(what string, so func() bool) {
	l.t.Helper()
	if !l.within(patience, so) {
		l.t.Fatalf("waited in vain for %s: %+v, status %+v", what, l.totals(), l.engine.Status())
	}
}

// within waits at most limit, in real time, and returns what so returned last.
func (l *lab) within(limit time.Duration, so func() bool) bool {
	l.t.Helper()
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !so() {
		select {
		case <-look.C:
		case <-deadline.C:
			return false
		}
	}
	return true
}

// done reports whether this many pictures are saved and nothing is left to do.
func (l *lab) done(images int) func() bool {
	return func() bool {
		t := l.totals()
		return t.Saved == images && t.Unsaved == 0 && t.Unfinished == 0 && t.Unsettled == 0 && l.engine.Status().Fetching == 0
	}
}

// sendAgain does what a person does about requests that were refused or whose
// outcome is unknown.
func (l *lab) sendAgain() {
	l.t.Helper()
	entries, err := l.library.Entries(l.t.Context(), library.EntryFilter{States: []library.EntryState{library.EntryUnknown, library.EntryRefused}}, 0, 1000)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.State == library.EntryUnknown && (entry.Problem == nil || entry.Problem.Cause.Code != cause.NotInList && entry.Problem.Cause.Code != cause.NoList) {
			continue
		}
		_, err := l.engine.Outbox.SendAgain(l.t.Context(), entry.ID)
		if errors.Is(err, submit.ErrSettled) {
			continue // its job was found just now
		}
		if err != nil {
			l.t.Fatal(err)
		}
		l.again++
		if entry.State == library.EntryUnknown {
			l.anyway[entry.Submission.Config.Prompt]++
		}
	}
}

// compare ends the run and compares everything with the service's truth.
func (l *lab) compare(jobs, images int) outcome {
	l.t.Helper()
	l.close()
	result := compare(l.t, l.server, l.database(), l.saving.Folder, l.again, l.anyway)
	if result.jobs != jobs || result.images != images {
		l.t.Errorf("the service has %d jobs with %d images, want %d with %d", result.jobs, result.images, jobs, images)
	}
	return result
}

// abandon ends a run whose library can't be written. It ignores the errors of
// Close, which the test expects.
func (l *lab) abandon() {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := l.engine.Close(ctx); err != nil {
		l.t.Error(err)
	}
	if err := l.library.Close(); err != nil {
		l.t.Logf("closing the library: %v", err)
	}
	l.client.Close()
	l.engine = nil
}

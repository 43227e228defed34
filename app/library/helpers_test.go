package library

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
)

// TestMain makes the property tests shorter than usual, because each step is
// several transactions that are synced to the disk. The flag has priority.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// fixture is a library with the events that it announced.
type fixture struct {
	*Library
	t      testing.TB
	path   string
	clock  *clockwork.FakeClock
	events []Event
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	s := &fixture{t: t, path: filepath.Join(t.TempDir(), "a #1? folder%20", "library.db"), clock: clockwork.NewFakeClockAt(epoch)}
	s.open()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *fixture) open() {
	s.t.Helper()
	l, err := Open(context.Background(), s.path, Options{Clock: s.clock})
	if err != nil {
		s.t.Fatal(err)
	}
	s.Library = l
	l.Subscribe(func(e Event) { s.events = append(s.events, e) })
}

// reopen closes and opens the library, as a restart does.
func (s *fixture) reopen() {
	s.t.Helper()
	if err := s.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.open()
}

// takeEvents returns the events since its last call.
func (s *fixture) takeEvents() []Event {
	events := s.events
	s.events = nil
	return events
}

func (s *fixture) put(updates ...JobUpdate) []Entry {
	s.t.Helper()
	changed, err := s.Jobs.Put(context.Background(), updates)
	if err != nil {
		s.t.Fatal(err)
	}
	return changed
}

// must returns a value, and fails the test on an error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (s *fixture) job(id string) Entry {
	s.t.Helper()
	return must(s.EntryByJob(context.Background(), id))(s.t)
}

func (s *fixture) imagesOf(e Entry) []Image {
	s.t.Helper()
	return must(s.PageImages(context.Background(), ImageFilter{EntryID: e.ID}, 0, 1000))(s.t)
}

// at is a time of the service, in seconds after epoch.
func at(seconds int) api.Time {
	return api.Time{Time: epoch.Add(time.Duration(seconds) * time.Second)}
}

// running is a running job with images of these generation_idx.
func running(id string, done float64, indexes ...int) api.Job {
	j := api.Job{
		JobType: api.TypeImageGen, JobID: id, State: api.Running, PercentageDone: &done,
		StateQueuedStart: at(0), StateRunningStart: at(60), StateUpdated: at(60),
		Config: api.Config{Prompt: "a lantern in the snow", Width: 768, Height: 1024, NumSamples: 4, CheckpointID: "ckp_15f9112b"},
	}
	if len(indexes) > 0 {
		j.ImageGenResults = []api.ImageGenResult{results(0, indexes...)}
	}
	return j
}

func results(config int, indexes ...int) api.ImageGenResult {
	r := api.ImageGenResult{ConfigIdx: &config}
	for _, n := range indexes {
		r.GeneratedImages = append(r.GeneratedImages, picture(fmt.Sprintf("img%d_%d", config, n), n, epoch))
	}
	return r
}

// picture is an image whose address was signed at a time, for one hour.
func picture(id string, index int, signed time.Time) api.GeneratedImage {
	seed := int64(1000 + index)
	return api.GeneratedImage{
		GeneratedImageID: id, GenerationIdx: &index, Seed: &seed,
		URL: "https://images.example/" + id + ".png?X-Goog-Algorithm=x&X-Goog-Date=" + signed.UTC().Format("20060102T150405Z") + "&X-Goog-Expires=3600&X-Goog-Signature=0",
	}
}

func full(j api.Job) JobUpdate    { return JobUpdate{Job: j, Raw: rawOf(j), Full: true} }
func summary(j api.Job) JobUpdate { return JobUpdate{Job: j, Raw: rawOf(j)} }

func rawOf(j api.Job) json.RawMessage {
	raw, err := json.Marshal(j)
	if err != nil {
		panic(err)
	}
	return raw
}

func trouble(message string) *Problem {
	return &Problem{What: "download", Status: 503, Message: message, Charged: ChargedYes, At: epoch}
}

// isStateError reports whether err is a *StateError.
func isStateError(err error) bool {
	var e *StateError
	return errors.As(err, &e)
}

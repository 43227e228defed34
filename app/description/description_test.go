package description_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/description"
)

// service describes itself, or not.
type service struct {
	says  api.Description
	err   error
	asked chan struct{} // a value for each question, before it is answered
}

func (s *service) Describe(context.Context) (api.Description, error) {
	s.asked <- struct{}{}
	return s.says, s.err
}

type bench struct {
	t       *testing.T
	service *service
	clock   *clockwork.FakeClock
	path    string
}

func newBench(t *testing.T) *bench {
	return &bench{
		t: t, service: &service{asked: make(chan struct{})}, path: filepath.Join(t.TempDir(), "description.json"),
		clock: clockwork.NewFakeClockAt(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)),
	}
}

// run runs a keeper; each step moves the clock on, expects a question or none,
// and waits until the keeper waits again.
func (b *bench) run(at string, steps ...func(k *description.Keeper)) {
	b.t.Helper()
	k := description.New(description.Params{API: b.service, Service: at, Path: b.path, Clock: b.clock, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(b.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- k.Run(ctx) }()
	b.waits()
	for _, step := range steps {
		step(k)
	}
	cancel()
	if err := <-ended; err != nil {
		b.t.Error(err)
	}
}

func (b *bench) waits() {
	b.t.Helper()
	if err := b.clock.BlockUntilContext(b.t.Context(), 1); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) asks(after time.Duration) func(*description.Keeper) {
	return func(*description.Keeper) {
		b.clock.Advance(after)
		<-b.service.asked
		b.waits()
	}
}

func (b *bench) knows(want api.Description) func(*description.Keeper) {
	return func(k *description.Keeper) {
		b.t.Helper()
		if diff := cmp.Diff(want, k.Current()); diff != "" {
			b.t.Errorf("-want +got:\n%s", diff)
		}
	}
}

var euler = api.Description{Fields: map[string]api.FieldDescription{"scheduler": {Choices: []string{"euler"}}}}

func TestOnceADay(t *testing.T) {
	b := newBench(t)
	b.service.says = euler
	b.run("a", b.knows(api.Description{}), b.asks(10*time.Second), b.knows(euler), b.asks(24*time.Hour))
	// It is kept, and nobody is asked twice in a day.
	b.clock.Advance(23 * time.Hour)
	b.run("a", b.knows(euler), b.asks(time.Hour))
	// Another service is another matter.
	b.run("b", b.knows(api.Description{}), b.asks(10*time.Second))
}

func TestWithoutADescriptionAllGoesOn(t *testing.T) {
	b := newBench(t)
	b.service.says = euler
	b.run("a", b.asks(10*time.Second))
	b.service.says, b.service.err = api.Description{}, errors.New("no answer")
	b.run("a", b.asks(24*time.Hour), b.knows(euler), b.asks(24*time.Hour))
	b.service.err = api.ErrNotFound
	b.run("a", b.asks(24*time.Hour), b.knows(api.Description{}))
	if err := os.WriteFile(b.path, []byte("no JSON"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("a", b.knows(api.Description{}), b.asks(10*time.Second))
}

// A clock that was set back does not put the question off for years.
func TestAClockSetBack(t *testing.T) {
	b := newBench(t)
	b.run("a", b.asks(10*time.Second))
	b.clock = clockwork.NewFakeClockAt(b.clock.Now().Add(-1000 * time.Hour))
	b.run("a", b.asks(10*time.Second))
}

// asking is a client of a simulator that describes itself so.
func asking(t *testing.T, says string) (*apitest.Server, *api.Client) {
	t.Helper()
	server, err := apitest.New(apitest.Options{Description: says})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: func() string { return "secret" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return server, client
}

// The client reads what the simulator says, and asks without the key.
func TestTheSimulatorsDescription(t *testing.T) {
	server, client := asking(t, apitest.OpenAPI)
	described, err := client.Describe(t.Context())
	if err != nil || len(described.Fields["base_model"].Choices) != 5 || *described.Fields["width"].Max != 2048 {
		t.Errorf("%+v, %v", described, err)
	}
	if calls := server.Calls(); len(calls) != 1 || calls[0].Header.Get("Authorization") != "" {
		t.Errorf("calls: %+v", calls)
	}
}

// A description of 50 MB, and one nested a hundred thousand deep, are as if they
// were not there, and take no memory.
func TestAHugeDescription(t *testing.T) {
	deep := strings.Repeat(`{"allOf":[`, 50_000)
	for name, says := range map[string]string{
		"50 MB":         strings.Repeat(" ", 50<<20) + apitest.OpenAPI,
		"100,000 deep":  `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": ` + deep + strings.Repeat("]}", 50_000) + `}}}}}}}`,
		"never closed":  deep,
		"a long choice": strings.Replace(apitest.OpenAPI, `"dpm++"`, `"`+strings.Repeat("x", 50<<20)+`"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, client := asking(t, says)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := client.Describe(t.Context())
			runtime.ReadMemStats(&after)
			if !errors.Is(err, api.ErrBadAnswer) {
				t.Errorf("it is %v", err)
			}
			// The simulator, in the same process, has a copy of it, and two under the race detector.
			// A client that read all of it would have more than two.
			if took := int(after.TotalAlloc-before.TotalAlloc) - 2*len(says); took > 16<<20 {
				t.Errorf("it took %d MB", took>>20)
			}
		})
	}
}

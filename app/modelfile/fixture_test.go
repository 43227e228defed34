package modelfile_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/modelfile"
	"lookbook/app/supervisor"
)

// fixture is a saver with the settings of the program.
type fixture struct {
	*modelfile.Saver
	t       *testing.T
	host    *host
	clock   *clockwork.FakeClock
	dir     string
	work    *supervisor.Group
	free    uint64
	changes chan struct{}
}

func newFixture(t *testing.T) *fixture {
	b := &fixture{t: t, host: newHost(t), clock: clockwork.NewFakeClock(), dir: t.TempDir(), free: 1 << 40, changes: make(chan struct{}, 1)}
	b.start()
	return b
}

// start simulates a start of the program.
func (b *fixture) start() {
	b.t.Helper()
	client, err := api.New(api.Options{BaseURL: b.host.URL, Key: func() string { return "a-key-of-the-test" }})
	if err != nil {
		b.t.Fatal(err)
	}
	b.work = supervisor.New(nil, nil)
	b.Saver = modelfile.New(modelfile.Params{
		API: client, Images: client.Images, Journal: filepath.Join(b.dir, "models.json"), Work: b.work, Clock: b.clock,
		Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
		Free: func(string) (uint64, error) { return b.free, nil },
		Changed: func() {
			select {
			case b.changes <- struct{}{}:
			default:
			}
		},
	})
	b.Start()
	work := b.work
	b.t.Cleanup(func() {
		work.Stop()
		if err := work.Wait(context.Background()); err != nil {
			b.t.Error(err)
		}
		client.Close()
	})
}

// end simulates an end of the program.
func (b *fixture) end() {
	b.t.Helper()
	b.work.Stop()
	if err := b.work.Wait(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *fixture) want() modelfile.Want {
	return modelfile.Want{ID: modelfile.ID{Job: "db_JE1sONMk", Checkpoint: "ckp_0o2ju160"}, Name: "photo of ukj", Type: "sd-v1", Step: 800, Folder: b.dir}
}

// until waits until so accepts the save. Pauses between tries are skipped.
func (b *fixture) until(what string, so func(modelfile.Save) bool) modelfile.Save {
	b.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		all := b.All()
		if len(all) == 1 && so(all[0]) {
			return all[0]
		}
		if len(all) == 1 && !all[0].Next.IsZero() {
			b.clock.Advance(time.Minute)
		}
		select {
		case <-b.changes:
		case <-time.After(10 * time.Millisecond): // the pause may just have started
		case <-deadline:
			b.t.Fatalf("waited for %s: %+v", what, b.All())
		}
	}
}

func (b *fixture) is(state modelfile.State) modelfile.Save {
	b.t.Helper()
	return b.until(string(state), func(s modelfile.Save) bool { return s.State == state })
}

// saved fails unless the file is in place and the folder contains nothing else.
func (b *fixture) saved() modelfile.Save {
	b.t.Helper()
	s := b.is(modelfile.Saved)
	data, err := os.ReadFile(s.Path)
	if err != nil || !bytes.Equal(data, b.host.file) {
		b.t.Errorf("the file is not what the host has: %d bytes, %v", len(data), err)
	}
	names, err := filepath.Glob(filepath.Join(b.dir, ".lookbook-*"))
	if err != nil || len(names) > 0 {
		b.t.Errorf("left over: %q, %v", names, err)
	}
	for _, h := range b.host.asked {
		if h.Get("Authorization") != "" {
			b.t.Error("the host was sent the key")
		}
	}
	return s
}

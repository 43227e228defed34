package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/library"

	"github.com/google/go-cmp/cmp"
)

// inside is an image host with a private address, until a person allows it.
type inside struct {
	*api.ImageHost
	mu      sync.Mutex
	allowed bool
	tried   int
}

func (i *inside) refusal() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.allowed {
		return nil
	}
	return &api.Error{Op: "downloading the picture", Err: &api.PrivateHostError{
		Host: "127.0.0.1", Addresses: []netip.Addr{netip.MustParseAddr("192.168.1.7")}, Network: api.LocalNetwork,
	}}
}

func (i *inside) allow() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.allowed = true
}

func (i *inside) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	if err := i.refusal(); err != nil {
		return nil, err
	}
	return i.ImageHost.Download(ctx, url, from)
}

func (i *inside) TryHost(_ context.Context, address string) error {
	if !strings.HasPrefix(address, "http://127.0.0.1:") || strings.Contains(address, "?") {
		return errors.New("an address of another form: " + address)
	}
	i.mu.Lock()
	i.tried++
	i.mu.Unlock()
	return i.refusal()
}

func TestARefusedHostIsToldAndTriedAtOnceWhenAllowed(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	host := &inside{ImageHost: w.client.Images}
	w.imageHost, w.tryHost = host, host.TryHost
	w.restart()
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	failed := func() int {
		n := 0
		for _, image := range w.images(1) {
			if image.State == library.ImageFailed {
				n++
			}
		}
		return n
	}
	if !w.run(time.Hour, func() bool { return failed() == 2 }) {
		t.Fatalf("%+v", w.Totals())
	}
	why := cause.New(cause.Unsaved).Because(cause.New(cause.PrivateHost+".local", "Host", "127.0.0.1", "Where", "192.168.1.7"))
	for _, image := range w.images(1) {
		if p := image.Problem; !cmp.Equal(p.Cause, why) || p.Charged != library.ChargedYes || image.NextTry.IsZero() {
			t.Errorf("it says %+v", p)
		}
	}
	trouble := w.engine.Status().ImageHost
	if trouble == nil || !trouble.Refused || trouble.Host != "127.0.0.1" || trouble.Where != "192.168.1.7" || trouble.Network != api.LocalNetwork {
		t.Fatalf("the status says %+v", trouble)
	}
	if w.engine.Downloads.Hosts.Tried() {
		t.Error("there is trouble, and it counts as tried")
	}
	host.allow()
	w.engine.Downloads.HostsChanged()
	if err := w.engine.Downloads.RetryFailed(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.fetch() // no time passes
	if w.Totals().Saved != 2 || w.engine.Status().ImageHost != nil {
		t.Errorf("%+v; %+v", w.Totals(), w.engine.Status().ImageHost)
	}
	w.check(2)
	if w.posts() != 1 || w.server.Spent() != 2 {
		t.Errorf("%d POSTs, %d tokens", w.posts(), w.server.Spent())
	}
}

// TestTheImageHostIsTriedBeforeAnythingIsCharged: a session knows the hosts
// from earlier pictures.
func TestTheImageHostIsTriedBeforeAnythingIsCharged(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	w.runUntilSaved(2)
	host := &inside{ImageHost: w.client.Images}
	w.imageHost, w.tryHost = host, host.TryHost
	w.restart()
	posts := w.posts()
	if w.engine.Downloads.Hosts.Tried() {
		t.Error("nothing was tried yet")
	}
	trouble := w.engine.Downloads.Hosts.Try(t.Context())
	if trouble == nil || !trouble.Refused || host.tried != 1 || w.engine.Status().ImageHost == nil || w.posts() != posts {
		t.Errorf("told %+v after %d tries", trouble, host.tried)
	}
	host.allow()
	if trouble := w.engine.Downloads.Hosts.Try(t.Context()); trouble != nil || !w.engine.Downloads.Hosts.Tried() || w.engine.Status().ImageHost != nil {
		t.Errorf("told %+v although it is allowed", trouble)
	}
	// A host that fails never prevents sending.
	w.submit(config(1))
	w.runUntilSaved(3)
	w.check(3)
}

// TestAChecksumThatIsAlwaysWrong: the bytes are complete and the same each
// time.
func TestAChecksumThatIsAlwaysWrong(t *testing.T) {
	for name, faults := range map[string][]apitest.Fault{
		"the checksum": {{Where: apitest.Picture, How: apitest.WrongHash, Times: -1}},
		"the length, without a checksum": {{
			Where: apitest.Picture, How: apitest.WrongLength, Times: -1, Header: map[string][]string{"X-Goog-Hash": {"none"}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			for _, f := range faults {
				w.server.Inject(f)
			}
			w.submit(config(3))
			w.clock.Advance(4 * time.Minute)
			if !w.run(10*time.Minute, func() bool { return w.Totals().Saved == 3 }) {
				t.Fatalf("%+v; %+v", w.Totals(), w.images(1)[0].Problem)
			}
			w.check(3)
			for _, image := range w.images(1) {
				if !image.Doubted {
					t.Errorf("%s is not marked", image.Path)
				}
			}
			if w.server.Spent() != 3 {
				t.Errorf("%d tokens", w.server.Spent())
			}
		})
	}
}

// TestBytesThatBreakAreNeverBelieved: they are never a complete picture,
// however often they arrive.
func TestBytesThatBreakAreNeverBelieved(t *testing.T) {
	for _, how := range []apitest.Kind{apitest.Corrupt, apitest.Truncate, apitest.Cut} {
		t.Run(string(how), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.server.Inject(apitest.Fault{Where: apitest.Picture, How: how, Times: 40})
			w.submit(config(1))
			w.clock.Advance(4 * time.Minute)
			if !w.run(12*time.Hour, func() bool { return w.Totals().Saved == 1 }) {
				t.Fatalf("%+v", w.Totals())
			}
			w.check(1)
			if image := w.images(1)[0]; image.Doubted {
				t.Error("it is marked")
			}
		})
	}
}

func TestAPictureThatCameRightIsNotMarked(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.WrongHash, Times: 2})
	w.submit(config(1))
	w.runUntilSaved(1)
	if w.images(1)[0].Doubted {
		t.Error("it is marked")
	}
}

// TestTheMarkIsInTheFileToo: a rebuilt library finds it there.
func TestTheMarkIsInTheFileToo(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.WrongHash, Times: -1})
	w.submit(config(1))
	w.clock.Advance(4 * time.Minute)
	if !w.run(10*time.Minute, func() bool { return w.Totals().Saved == 1 }) {
		t.Fatalf("%+v", w.Totals())
	}
	data, err := os.ReadFile(w.images(1)[0].Path)
	if err != nil || !strings.Contains(string(data), `"checksum_differs":true`) {
		t.Errorf("the file does not say so: %v", err)
	}
}

// TestOneIDForSeveralPictures: each address is a picture that was paid for.
func TestOneIDForSeveralPictures(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.PlanNext(apitest.Plan{ImageIDs: []string{"x", "x", "x", "y"}})
	w.submit(config(4))
	w.runUntilSaved(4)
	w.check(4)
	w.restart()
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, Times: 6})
	w.server.PlanNext(apitest.Plan{ImageIDs: []string{"x", "x"}})
	w.submit(config(2))
	w.runUntilSaved(6)
	w.check(6)
}

// TestAFreshAddressThatExpiresSoonerIsUsed: the old one is refused, although
// its date is later.
func TestAFreshAddressThatExpiresSoonerIsUsed(t *testing.T) {
	w := newWorld(t, apitest.Options{URLLife: 7 * 24 * time.Hour, RunTime: time.Second})
	refused := apitest.Fault{Where: apitest.Picture, How: apitest.Answer, Status: 503, Times: 2}
	w.server.Inject(refused)
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	w.run(time.Second, nil)
	w.clock.Advance(2 * time.Minute)
	w.server.Addresses.Forget()
	w.server.Addresses.Last(90 * time.Second)
	w.clock.Advance(time.Second)
	if !w.run(30*time.Minute, func() bool { return w.Totals().Saved == 2 }) {
		for _, image := range w.images(1) {
			t.Logf("%s until %v: %+v", image.State, image.Expires, image.Problem)
		}
		t.Fatalf("%+v", w.Totals())
	}
	w.check(2)
}

// TestATryWaitsNoLongerThanItMay: another try hangs.
func TestATryWaitsNoLongerThanItMay(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.runUntilSaved(1)
	hanging, end := make(chan struct{}), make(chan struct{})
	w.tryHost = func(ctx context.Context, _ string) error {
		close(hanging)
		<-end
		return ctx.Err()
	}
	w.restart()
	over := make(chan struct{})
	go func() {
		defer close(over)
		w.engine.Downloads.Hosts.Try(context.Background())
	}()
	<-hanging
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if trouble := w.engine.Downloads.Hosts.Try(ctx); trouble != nil {
		t.Errorf("what could not be found out is trouble: %+v", trouble)
	}
	close(end)
	<-over
}

// TestAllOfItAtOnce combines one id for several pictures, wrong checksums,
// connections that break, and addresses that die and are replaced by ones that
// expire sooner.
func TestAllOfItAtOnce(t *testing.T) {
	for seed := range int64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(uint64(seed), 9))
			w := newWorld(t, apitest.Options{Seed: seed, URLLife: 24 * time.Hour})
			w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, Times: random.IntN(6) + 1, Every: 2})
			w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Answer, Status: 503, Times: random.IntN(6) + 1, Every: 3})
			w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.WrongHash, Times: -1})
			pictures := 0
			for range 3 {
				n := random.IntN(4) + 1
				ids := make([]string, n)
				for i := range ids {
					ids[i] = []string{"x", "y"}[random.IntN(2)]
				}
				w.server.PlanNext(apitest.Plan{ImageIDs: ids})
				w.submit(config(n))
				pictures += n
			}
			w.run(5*time.Minute, nil)
			w.server.Addresses.Forget()
			w.server.Addresses.Last(time.Duration(random.IntN(120)+61) * time.Second)
			w.clock.Advance(time.Second)
			if random.IntN(2) == 0 {
				w.crash()
			}
			if !w.run(6*time.Hour, func() bool { return w.Totals().Saved == pictures }) {
				t.Fatalf("%+v; %+v", w.Totals(), w.engine.Status())
			}
			w.check(pictures)
			if w.posts() != 3 || w.server.Spent() != pictures {
				t.Errorf("%d POSTs, %d tokens", w.posts(), w.server.Spent())
			}
		})
	}
}

// Ids differ by case and may have any form, in the library, in file names and
// in calls.
func TestIDsOfEveryForm(t *testing.T) {
	for n := range 8 {
		ids, listed := []apitest.IDs{apitest.TwinIDs, apitest.SlashIDs, apitest.OddIDs, apitest.LongIDs}[n/2], n%2 == 0
		t.Run(fmt.Sprintf("%s, listed %v", ids, listed), func(t *testing.T) {
			w := newWorld(t, apitest.Options{Dialect: apitest.Dialect{IDs: ids}})
			if !listed {
				w.server.Inject(apitest.NoList(404))
			}
			w.Saving.Template = "{job} {index}"
			w.submit(config(2))
			w.submit(config(2))
			w.runUntilSaved(4)
			w.check(4)
			entries := w.entriesOf()
			first, second := entries[0].Job.JobID, entries[1].Job.JobID
			if first == second || ids == apitest.TwinIDs && !strings.EqualFold(first, second) ||
				ids == apitest.SlashIDs && !strings.Contains(first, "/") || ids == apitest.LongIDs && len(first) != 300 {
				t.Fatalf("the ids are %q and %q", first, second)
			}
			names := map[string]bool{}
			for _, e := range entries {
				for _, image := range e.Preview {
					names[strings.ToLower(image.Path)] = true
				}
			}
			if len(names) != 4 {
				t.Errorf("on a disk that folds case these are other files: %v", names)
			}
			w.restart()
			w.run(time.Minute, nil)
			w.check(4)
			if w.posts() != 2 {
				t.Errorf("%d POSTs", w.posts())
			}
		})
	}
}

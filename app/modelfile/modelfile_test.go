package modelfile_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/modelfile"
	"lookbook/app/supervisor"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const size = 3 << 20

// host is the service and the host of the file in one.
type host struct {
	*httptest.Server
	mu      sync.Mutex
	file    []byte
	name    string
	gone    bool          // the service has the model no more
	cuts    []int         // after how many bytes the next answers break off
	hold    chan struct{} // not nil: an answer waits here after its first half
	noRange bool
	sums    map[string]bool // which checksums are told
	badSum  bool
	asked   []http.Header // of the file's requests
	jobs    int
}

func newHost(t *testing.T) *host {
	h := &host{file: random(1), name: "dreamlookai_sd-v1_ckpt_db_JE1sONMk_ckp_0o2ju160_step_800_photo.safetensors", sums: map[string]bool{}}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func random(seed uint64) []byte {
	b := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(seed)})
	_, _ = source.Read(b)
	return b
}

func (h *host) do(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/jobs/") {
		h.jobs++
		w.Header().Set("Content-Type", "application/json")
		if h.gone || r.URL.Path != "/jobs/dreambooth/db_JE1sONMk" {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"detail":"Job not found"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"job_type": "dreambooth", "job_id": "db_JE1sONMk", "state": "success",
			"dreambooth_result": map[string]any{"checkpoints": []map[string]any{
				{"checkpoint_id": "ckp_other", "url": h.URL + "/other"},
				{"checkpoint_id": "ckp_0o2ju160", "url": fmt.Sprintf("%s/models/%s?signature=%d", h.URL, h.name, h.jobs)},
			}},
		})
		return
	}
	h.asked = append(h.asked, r.Header.Clone())
	sum := md5.Sum(h.file)
	w.Header().Set("Etag", `"`+fmt.Sprintf("%x", sum)+`"`)
	if h.sums["md5"] {
		if h.badSum {
			sum[0]++
		}
		w.Header().Set("X-Goog-Hash", "md5="+base64.StdEncoding.EncodeToString(sum[:]))
	}
	if h.noRange {
		r.Header.Del("Range")
	}
	to := http.ResponseWriter(w)
	if len(h.cuts) > 0 {
		to = &cutting{ResponseWriter: w, left: h.cuts[0]}
		h.cuts = h.cuts[1:]
	}
	if h.hold != nil {
		to = &cutting{ResponseWriter: to, left: size / 2, hold: h.hold, gone: r.Context().Done(), unlock: &h.mu}
	}
	http.ServeContent(to, r, "", time.Time{}, bytes.NewReader(h.file))
}

// cutting breaks an answer off, or holds it back, after some bytes.
type cutting struct {
	http.ResponseWriter
	left   int
	hold   chan struct{}
	gone   <-chan struct{}
	unlock *sync.Mutex
}

func (c *cutting) Write(b []byte) (int, error) {
	if len(b) < c.left || c.left < 0 {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	n, _ := c.ResponseWriter.Write(b[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	if c.hold == nil {
		panic(http.ErrAbortHandler)
	}
	c.unlock.Unlock()
	select {
	case <-c.hold:
	case <-c.gone:
	}
	c.unlock.Lock()
	b, c.left = b[c.left:], -1
	m, err := c.ResponseWriter.Write(b)
	return n + m, err
}

func (c *cutting) Flush() { c.ResponseWriter.(http.Flusher).Flush() }

// bench is a saver, as a program has one.
type bench struct {
	*modelfile.Saver
	t       *testing.T
	host    *host
	clock   *clockwork.FakeClock
	dir     string
	work    *supervisor.Group
	free    uint64
	changes chan struct{}
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, host: newHost(t), clock: clockwork.NewFakeClock(), dir: t.TempDir(), free: 1 << 40, changes: make(chan struct{}, 1)}
	b.start()
	return b
}

// start starts the program.
func (b *bench) start() {
	b.t.Helper()
	client, err := api.New(api.Options{BaseURL: b.host.URL, Key: func() string { return "a-key-of-the-test" }})
	if err != nil {
		b.t.Fatal(err)
	}
	b.work = supervisor.New(nil, nil)
	b.Saver = modelfile.New(modelfile.Params{
		API: client, Journal: filepath.Join(b.dir, "models.json"), Work: b.work, Clock: b.clock,
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

// end ends the program.
func (b *bench) end() {
	b.t.Helper()
	b.work.Stop()
	if err := b.work.Wait(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) want() modelfile.Want {
	return modelfile.Want{ID: modelfile.ID{Job: "db_JE1sONMk", Checkpoint: "ckp_0o2ju160"}, Name: "photo of ukj", Type: "sd-v1", Step: 800, Folder: b.dir}
}

// until waits for the save to stand as wanted. Waits for another try are over at
// once.
func (b *bench) until(what string, so func(modelfile.Save) bool) modelfile.Save {
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
		case <-time.After(10 * time.Millisecond): // the wait may have begun just now
		case <-deadline:
			b.t.Fatalf("waited for %s: %+v", what, b.All())
		}
	}
}

func (b *bench) is(state modelfile.State) modelfile.Save {
	b.t.Helper()
	return b.until(string(state), func(s modelfile.Save) bool { return s.State == state })
}

// saved fails unless the file is in place and nothing else is in the folder.
func (b *bench) saved() modelfile.Save {
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

func TestAModelIsSaved(t *testing.T) {
	b := newBench(t)
	b.host.sums["md5"] = true
	b.Save(b.want())
	s := b.saved()
	if filepath.Base(s.Path) != b.host.name || s.Done != size || s.Length != size {
		t.Errorf("%+v", s)
	}
	// Once more: nothing is written over.
	b.Save(b.want())
	if again := b.until("a second file", func(now modelfile.Save) bool { return now.State == modelfile.Saved && now.Path != s.Path }); !strings.HasSuffix(again.Path, " (2).safetensors") {
		t.Errorf("the second is %s", again.Path)
	}
}

// Connections that break off: the rest is asked for, with the tag of what is
// there, and with a fresh address.
func TestCutConnections(t *testing.T) {
	b := newBench(t)
	b.host.cuts = []int{size / 2, 100_000, 50_000}
	b.Save(b.want())
	b.saved()
	if n := len(b.host.asked); n != 4 {
		t.Fatalf("%d requests", n)
	}
	for i, h := range b.host.asked {
		if ranged := h.Get("Range") != "" && h.Get("If-Range") != ""; ranged != (i > 0) {
			t.Errorf("request %d: %v", i, h)
		}
	}
	if b.host.jobs != 4 {
		t.Errorf("the address was asked for %d times", b.host.jobs)
	}
}

func TestAHostWithoutRanges(t *testing.T) {
	b := newBench(t)
	b.host.noRange, b.host.cuts = true, []int{size / 2}
	b.Save(b.want())
	b.saved()
}

// The file is another one when the rest is asked for: it is fetched anew, and no
// mixture of the two is saved.
func TestAFileThatChangesBetweenTwoParts(t *testing.T) {
	b := newBench(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.host.do(func() { b.host.file, b.host.hold = random(2), nil })
	b.host.CloseClientConnections()
	b.saved()
}

// What came is kept over a stop, a restart of the program and the end of it in
// the middle.
func TestStopAndRestart(t *testing.T) {
	b := newBench(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	half := b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.Stop(half.ID)
	b.is(modelfile.Stopped)
	b.end()
	b.host.do(func() { b.host.hold = nil })
	b.start()
	s := b.is(modelfile.Stopped) // a person stopped it
	if s.Done < size/4 || s.Length != size || s.Name != "photo of ukj" {
		t.Errorf("after the restart: %+v", s)
	}
	b.GoOn(s.ID)
	b.saved()
	if last := b.host.asked[len(b.host.asked)-1].Get("Range"); last == "" || last == "bytes=0-" {
		t.Errorf("it was fetched anew: %q", last)
	}
	b.end()
	b.start()
	if all := b.All(); len(all) != 0 {
		t.Errorf("a saved file is still to be saved: %+v", all)
	}
}

// A program that ends in the middle goes on by itself when it is started again.
func TestItGoesOnAfterARestart(t *testing.T) {
	b := newBench(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.end()
	b.host.do(func() { b.host.hold = nil })
	b.start()
	b.saved()
}

func TestDamageIsFound(t *testing.T) {
	b := newBench(t)
	b.host.sums["md5"], b.host.badSum = true, true
	b.Save(b.want())
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.ModelDamaged || s.Path != "" {
		t.Errorf("%+v", s)
	}
	b.host.do(func() { b.host.badSum = false })
	b.GoOn(b.want().ID)
	b.saved()
}

func TestAModelThatIsGone(t *testing.T) {
	b := newBench(t)
	b.host.gone = true
	b.Save(b.want())
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.ModelFileGone {
		t.Errorf("%+v", s)
	}
	if err := b.Forget(b.want().ID); err != nil || len(b.All()) != 0 {
		t.Errorf("%v, %+v", err, b.All())
	}
	if names, _ := filepath.Glob(filepath.Join(b.dir, ".lookbook-*")); len(names) > 0 {
		t.Errorf("left over: %q", names)
	}
}

func TestRoomIsLookedAtFirst(t *testing.T) {
	b := newBench(t)
	b.free = size + 1000
	b.Save(b.want())
	s := b.is(modelfile.Failed)
	if s.Cause.Code != cause.DiskShort || s.Cause.With["Need"] == "" || s.Done != 0 {
		t.Errorf("%+v", s)
	}
	b.free = 1 << 40
	b.GoOn(s.ID)
	b.saved()
}

func TestAFolderThatIsGone(t *testing.T) {
	b := newBench(t)
	w := b.want()
	w.Folder = filepath.Join(b.dir, "gone")
	b.Save(w)
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.FolderAbsent {
		t.Errorf("%+v", s)
	}
	b.Save(b.want()) // elsewhere
	b.saved()
}

// A name that could lead elsewhere, or that no file should have, is not taken.
func TestNames(t *testing.T) {
	for _, name := range []string{"..%2f..%2f.evil.safetensors", "a.exe", ".hidden.ckpt", "", strings.Repeat("x", 300) + ".ckpt"} {
		b := newBench(t)
		b.host.name = name
		b.Save(b.want())
		if got := filepath.Base(b.saved().Path); got != "dreamlookai_sd-v1_ckpt_db_JE1sONMk_ckp_0o2ju160_step_800.safetensors" {
			t.Errorf("%q became %q", name, got)
		}
	}
}

// Files of the journal that somebody else wrote lead nowhere.
func TestAJournalThatMakesNoSense(t *testing.T) {
	for i, journal := range []string{`nonsense`, `[{"temp":"../../etc/passwd","Folder":"/","Job":"db_1","Checkpoint":"c","stopped":true}]`, `[{}]`} {
		b := newBench(t)
		b.end()
		if err := os.WriteFile(filepath.Join(b.dir, "models.json"), []byte(journal), 0o600); err != nil {
			t.Fatal(err)
		}
		b.start()
		for _, s := range b.All() {
			if err := b.Forget(s.ID); err != nil && !errors.Is(err, os.ErrNotExist) && i != 1 {
				t.Error(err)
			}
		}
	}
	if _, err := os.Stat("/etc/passwd"); err != nil {
		t.Fatal(err)
	}
}

package servicecheck_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/secrets"
	"lookbook/app/servicecheck"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const prompt = "a secret garden of aunt mathilda"

func key() string { return "dl-" + strings.Repeat("0badc0de", 4) }

// world is a simulated service and the check of it.
type world struct {
	t      *testing.T
	server *apitest.Server
	clock  *clockwork.FakeClock
	params servicecheck.Params
	client *api.Client
	told   []servicecheck.Result
}

func newWorld(t *testing.T, o apitest.Options) *world {
	t.Helper()
	o.Clock = clockwork.NewFakeClockAt(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	server, err := apitest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, server: server, clock: o.Clock.(*clockwork.FakeClock)}
	w.params = servicecheck.Params{
		Keychain: func(context.Context) (bool, error) { return true, nil },
		Folder:   t.TempDir(), Now: w.clock.Now,
	}
	w.at(server.URL())
	return w
}

// at directs the calls to another address.
func (w *world) at(address string) {
	w.t.Helper()
	client, err := api.New(api.Options{BaseURL: address, Key: key})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(client.Close)
	w.client, w.params.Service = client, api.NewProbe(client)
	w.params.ImageHost, w.params.ServiceTime = client.Images, client.ServiceTime
}

// jobs makes some jobs at the service.
func (w *world) jobs(n int) {
	for range n {
		w.server.AddWebsiteJob(api.Config{Prompt: prompt, BaseModel: "m", Width: 64, Height: 64, NumSamples: 2})
		w.clock.Advance(time.Hour)
	}
}

// run runs the check and compares each line's code with the expected one; "" accepts any.
func (w *world) run(want map[servicecheck.Line]string) []servicecheck.Result {
	w.t.Helper()
	var mu sync.Mutex
	results := servicecheck.Run(w.t.Context(), w.params, func(r servicecheck.Result) {
		mu.Lock()
		defer mu.Unlock()
		w.told = append(w.told, r)
	})
	if len(results) != len(servicecheck.Lines()) {
		w.t.Fatalf("%d results", len(results))
	}
	all := map[servicecheck.Line]string{
		"key": "key.good", "spelling": "spelling.one", "list": "list.whole", "dryrun": "dryrun.good", "description": "description.none",
		"images": "images.good", "clock": "clock.good", "keychain": "keychain.key", "folder": "folder.good",
	}
	if len(w.server.Jobs()) == 0 {
		all["list"], all["images"] = "list.empty", "images.unknown"
	}
	maps.Copy(all, want)
	report := servicecheck.Report("1.0", results)
	for i, line := range servicecheck.Lines() {
		r := results[i]
		if r.Line != line || r.Code != all[line] && all[line] != "" {
			w.t.Errorf("%s is %q, %q; want %q", line, r.State, r.Code, all[line])
		}
	}
	for _, secret := range []string{"mathilda", "garden", key(), "dl-", "127.0.0.1", "/image/", w.params.Folder, "photo of"} {
		if strings.Contains(report, secret) {
			w.t.Errorf("the report holds %q:\n%s", secret, report)
		}
	}
	for _, job := range w.server.Jobs() {
		if strings.Contains(report, strings.TrimPrefix(job.JobID, "ig_")) {
			w.t.Errorf("the report holds the id %s", job.JobID)
		}
	}
	if spent := w.server.Spent(); spent != 0 {
		w.t.Errorf("it cost %d", spent)
	}
	if w.t.Failed() {
		w.t.Log(report)
	}
	return results
}

func TestAPlainService(t *testing.T) {
	w := newWorld(t, apitest.Options{Description: apitest.OpenAPI})
	w.jobs(3)
	w.server.AddTrainingJob("photo of ukj person", 500)
	results := w.run(map[servicecheck.Line]string{"description": "description.good"})
	if free := results[len(results)-1].Facts.Free; free == 0 {
		t.Error("no room is told")
	}
	if results[1].Facts.Spelling != "image-gen" {
		t.Errorf("%+v", results[1].Facts)
	}
	report := servicecheck.Report("1.0", results)
	for _, want := range []string{
		"job_id: id ig_ and 8 of 0-9a-f", "image jobs: several, told in full, newest first", "list dreambooth: 200",
		"a picture: length told true, ETag true, CRC32C true, MD5 true, address with an end true", "id TEST_ and", "field num_samples", "Content-Type: application/json",
	} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %q:\n%s", want, report)
		}
	}
	asking := 0
	for _, r := range w.told {
		if r.State == servicecheck.Asking {
			asking++
		}
	}
	if asking != len(servicecheck.Lines()) {
		t.Errorf("%d checks were told to begin", asking)
	}
}

func TestARefusedKey(t *testing.T) {
	w := newWorld(t, apitest.Options{Keys: []string{"another"}})
	w.run(map[servicecheck.Line]string{
		"key": "key.refused", "spelling": "skipped.key", "list": "skipped.key", "dryrun": "skipped.key", "images": "images.unknown",
	})
}

// Without a list, the dry run shows that the key is good.
func TestNoList(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.API, Match: "/jobs/", How: apitest.Answer, Times: -1, Status: 404, Body: `{"detail":"Not Found"}`})
	w.run(map[servicecheck.Line]string{"spelling": "spelling.none", "list": "list.none", "images": "images.unknown"})
}

// spelling is a service that knows only one spelling of a type of jobs.
func (w *world) spelling(word, knows, not string) *httptest.Server {
	target, err := url.Parse(w.server.URL())
	if err != nil {
		w.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/jobs/"+not):
			rw.Header().Set("Content-Type", "application/json")
			rw.WriteHeader(http.StatusNotFound)
			_, _ = rw.Write([]byte(`{"detail":"Not Found"}`))
			return
		case strings.HasPrefix(r.URL.Path, "/jobs/"+knows):
			r.URL.Path = strings.Replace(r.URL.Path, knows, word, 1)
		}
		proxy.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(s.Close)
	return s
}

func TestTheOtherSpelling(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.jobs(2)
	w.at(w.spelling("image-gen", "image_gen", "image-gen").URL)
	results := w.run(nil)
	if got := results[1].Facts.Spelling; got != "image_gen" {
		t.Errorf("it is %q", got)
	}
}

func TestBothSpellings(t *testing.T) {
	w := newWorld(t, apitest.Options{Wrapped: true, Summaries: true})
	w.jobs(1)
	w.at(w.spelling("image-gen", "image_gen", "nothing").URL)
	w.run(map[servicecheck.Line]string{"spelling": "spelling.both"})
}

func TestAPortalsPage(t *testing.T) {
	for _, status := range []int{200, 403, 511} {
		w := newWorld(t, apitest.Options{})
		w.server.Inject(apitest.Firewall(apitest.API, status, -1))
		code := "foreign"
		if status >= 500 {
			code = "server"
		}
		description := code
		if status == 403 {
			description = "description.none"
		}
		w.run(map[servicecheck.Line]string{
			"key": code, "spelling": "skipped", "list": "skipped", "dryrun": "skipped", "description": description, "images": "images.unknown", "clock": "skipped",
		})
	}
}

func TestNoNetwork(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	closed := httptest.NewServer(nil)
	closed.Close()
	w.at(closed.URL)
	w.run(map[servicecheck.Line]string{
		"key": "none.connection", "spelling": "skipped", "list": "skipped", "dryrun": "skipped", "description": "none.connection",
		"images": "images.unknown", "clock": "skipped",
	})
}

func TestAClockADayOff(t *testing.T) {
	for ahead, code := range map[time.Duration]string{24 * time.Hour: "clock.behind", -24 * time.Hour: "clock.ahead"} {
		w := newWorld(t, apitest.Options{})
		w.server.Dates.SetSkew(ahead)
		results := w.run(map[servicecheck.Line]string{"clock": code, "images": "images.unknown"})
		if got := results[6].Facts.Ahead.Round(time.Hour); got != -ahead {
			t.Errorf("told %v, want %v", got, -ahead)
		}
	}
	w := newWorld(t, apitest.Options{})
	w.server.Dates.SetAbsent(true)
	w.run(map[servicecheck.Line]string{"clock": "clock.untold", "images": "images.unknown"})
}

// With a host that never answers, a stop ends the check at once and keeps the
// earlier results.
func TestAHostThatHangs(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.API, How: apitest.Stall, Times: -1, AfterBytes: -1})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var mu sync.Mutex
	ended := map[servicecheck.Line]bool{}
	results := servicecheck.Run(ctx, w.params, func(r servicecheck.Result) {
		mu.Lock()
		defer mu.Unlock()
		ended[r.Line] = ended[r.Line] || r.State != servicecheck.Asking
		if ended[servicecheck.Folder] && ended[servicecheck.Keychain] {
			stop()
		}
	})
	for _, r := range results {
		alone := r.Line == servicecheck.Folder || r.Line == servicecheck.Keychain
		if alone != (r.State == servicecheck.Good) || !alone && r.Code != "stopped" {
			t.Errorf("%s is %q, %q", r.Line, r.State, r.Code)
		}
	}
}

// A dry run that makes a job is reported, and is sent only once.
func TestADryRunThatMakesAJob(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 200, Times: -1, Body: `{"job_id":"ig_63d83f95"}`})
	results := w.run(map[servicecheck.Line]string{"dryrun": "dryrun.job", "images": "images.unknown"})
	if strings.Contains(servicecheck.Report("1", results), "63d8") {
		t.Error("the report holds the id")
	}
	posts := 0
	for _, call := range w.server.Calls() {
		if call.Method == http.MethodPost {
			posts++
		}
	}
	if posts != 1 {
		t.Errorf("%d requests were sent", posts)
	}
}

func TestDryRunsThatFail(t *testing.T) {
	for code, fault := range map[string]apitest.Fault{
		"dryrun.lost":    {How: apitest.DropAfter},
		"dryrun.tokens":  {How: apitest.Answer, Status: 402},
		"dryrun.refused": {How: apitest.Answer, Status: 422, Body: `{"detail":[{"loc":["body","x"],"msg":"field required","type":"value_error.missing"}]}`},
		"dryrun.odd":     {How: apitest.Answer, Status: 200, Body: `{"id":"x"}`},
		"dryrun.none":    {How: apitest.Answer, Status: 405, Body: `{"detail":"Method Not Allowed"}`, Times: -1},
		"server":         {How: apitest.Answer, Status: 500},
		"limit":          {How: apitest.Answer, Status: 429},
	} {
		w := newWorld(t, apitest.Options{})
		fault.Where = apitest.Submit
		w.server.Inject(fault)
		w.run(map[servicecheck.Line]string{"dryrun": code, "images": "images.unknown"})
	}
}

func TestKeychains(t *testing.T) {
	for code, err := range map[string]error{
		"keychain.none":   &secrets.KeychainError{Err: secrets.ErrNoKeychain},
		"keychain.slow":   &secrets.KeychainError{Err: secrets.ErrTimeout},
		"keychain.locked": &secrets.KeychainError{Err: errors.New("dismissed")},
		"keychain.empty":  nil,
	} {
		w := newWorld(t, apitest.Options{})
		w.params.Keychain = func(context.Context) (bool, error) { return false, err }
		w.run(map[servicecheck.Line]string{"keychain": code, "images": "images.unknown"})
	}
}

func TestFolders(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.params.Folder = filepath.Join(w.params.Folder, "gone")
	w.run(map[servicecheck.Line]string{"folder": "folder.missing", "images": "images.unknown"})
	w.params.Create = true
	w.run(map[servicecheck.Line]string{"folder": "folder.new", "images": "images.unknown"})
}

// Whatever the service answers, the report contains none of it.
func TestAHostileService(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	body := `{"aunt_mathilda": ["garden"], "` + key() + `": {"ig_7ac0ffee": "https://127.0.0.1/image/x.png"}, "jobs": [{"job_id": "ig_7ac0ffee", "photo of": 1}]}`
	w.server.Inject(apitest.Fault{
		Where: apitest.API, How: apitest.Answer, Status: 200, Times: -1, Body: body,
		Header: http.Header{"Server": {"mathilda/1"}, "X-Garden": {"garden"}, "Content-Type": {"application/mathilda"}},
	})
	results := w.run(map[servicecheck.Line]string{"spelling": "", "list": "", "dryrun": "", "description": "", "images": "", "clock": ""})
	if strings.Contains(servicecheck.Report("1", results), "c0ffee") {
		t.Error("the report holds an id")
	}
}

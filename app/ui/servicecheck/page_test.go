package servicecheck

import (
	"context"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/servicecheck"
	"lookbook/app/ui/message"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a page over a simulated service.
type bench struct {
	*Page
	uitest.Queue
	t      *testing.T
	server *apitest.Server
	params servicecheck.Params
	paints []func()
	copied []servicecheck.Result
}

func newBench(t *testing.T, o apitest.Options) *bench {
	t.Helper()
	uitest.App(t)
	server, err := apitest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	b := &bench{t: t, server: server, params: servicecheck.Params{
		Keychain: func(context.Context) (bool, error) { return true, nil }, Folder: t.TempDir(), Now: time.Now,
	}}
	b.at(server.URL())
	told := make(chan struct{}, 1) // one at a time
	b.Page = New(Params{
		Run: b.Run, Dispatch: func(f func()) {
			told <- struct{}{}
			b.paints = append(b.paints, f)
			<-told
		},
		Check: func(ctx context.Context, tell func(servicecheck.Result)) []servicecheck.Result {
			return servicecheck.Run(ctx, b.params, tell)
		},
		Copy: func(results []servicecheck.Result) { b.copied = results },
	})
	uitest.Window(t, b.Object(), 640, 560)
	return b
}

func (b *bench) at(address string) {
	client, err := api.New(api.Options{BaseURL: address, Key: func() string { return "dl-" + strings.Repeat("0badc0de", 4) }})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(client.Close)
	b.params.Service, b.params.ImageHost, b.params.ServiceTime = api.NewProbe(client), client.Images, client.ServiceTime
}

// run checks and paints everything.
func (b *bench) run() {
	b.t.Helper()
	b.Begin()
	paint := b.Take()
	for _, p := range b.paints {
		p()
	}
	b.paints = nil
	paint()
}

// shows is what a line says.
func (b *bench) shows(line servicecheck.Line) string {
	r := b.rows[line]
	words := r.dot.Word() + ": " + r.words.Text()
	if r.next.Visible() {
		words += " " + r.next.Text()
	}
	return words
}

func TestThePageOfAServiceThatWorks(t *testing.T) {
	b := newBench(t, apitest.Options{Description: apitest.OpenAPI})
	b.server.AddWebsiteJob(api.Config{Prompt: "p", BaseModel: "m", Width: 64, Height: 64, NumSamples: 1})
	b.run()
	for line, want := range map[servicecheck.Line]string{
		servicecheck.Key:         "Good: The service takes your key.",
		servicecheck.Spelling:    "Good: Jobs are found under image-gen, which Lookbook goes by.",
		servicecheck.List:        "Good: The service lists your jobs, all in one answer.",
		servicecheck.DryRun:      "Good: A dry run was accepted and cost nothing.",
		servicecheck.Description: "Good: The service describes what it takes: 10 fields.",
		servicecheck.Clock:       "Good: This computer’s clock and the service’s agree.",
		servicecheck.Keychain:    "Good: The keychain answers and holds your key.",
	} {
		if got := b.shows(line); got != want {
			t.Errorf("%s says %q, want %q", line, got, want)
		}
	}
	if got := b.sum.Text(); !strings.HasPrefix(got, "All is well") && !strings.HasPrefix(got, "It works") {
		t.Errorf("in sum: %q", got)
	}
	test.Tap(b.copies)
	if len(b.copied) != len(servicecheck.Lines()) || b.copied[0].Code != "key.good" || b.sum.Text() != "The report is in the clipboard." {
		t.Errorf("copied %v, said %q", b.copied, b.sum.Text())
	}
	test.Tap(b.again)
	if b.Pending() != 1 || b.rows[servicecheck.Key].dot.Word() != "Waiting" {
		t.Errorf("again: %d to do, the first line says %q", b.Pending(), b.rows[servicecheck.Key].dot.Word())
	}
	b.Drain()
}

func TestThePageOfTrouble(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	for name, c := range map[string]struct {
		prepare func(b *bench)
		want    map[servicecheck.Line]string
	}{
		"a refused key": {func(b *bench) {
			b.server.Inject(apitest.Fault{Where: apitest.API, How: apitest.Answer, Times: -1, Status: 401, Body: `{"detail":"Invalid API key"}`})
		}, map[servicecheck.Line]string{
			servicecheck.Key:    "Trouble: The service does not take this key; nothing is lost, and nothing was charged. Make a new key on the website and enter it in the preferences.",
			servicecheck.DryRun: "Not asked: Not asked, because that needs a key that the service takes.",
		}},
		"no list": {func(b *bench) {
			b.server.Inject(apitest.Fault{Where: apitest.API, Match: "/jobs/", How: apitest.Answer, Times: -1, Status: 404, Body: `{"detail":"Not Found"}`})
		}, map[servicecheck.Line]string{
			servicecheck.Key:  "Good: The service takes your key.",
			servicecheck.List: "Look: The service does not list jobs, so Lookbook asks for each by itself; jobs made on the website are not seen.",
		}},
		"a portal's page": {func(b *bench) { b.server.Inject(apitest.Firewall(apitest.API, 200, -1)) }, map[servicecheck.Line]string{
			servicecheck.Key:    "Trouble: Something else answered in the service’s stead: a firewall, a proxy, or the sign-in page of the network. Open a web page to sign in to the network, or try another network; then check again.",
			servicecheck.DryRun: "Not asked: Not asked, because the service can’t be reached.",
		}},
		"no network": {func(b *bench) { b.at(closed.URL) }, map[servicecheck.Line]string{
			servicecheck.Key: "Trouble: No connection could be made, or it broke off. Look at the network connection, then check again.",
		}},
		"a clock a day off": {func(b *bench) { b.server.Dates.SetSkew(24 * time.Hour) }, map[servicecheck.Line]string{
			servicecheck.Clock: "Look: This computer’s clock is 24 hours behind the service’s. Nothing is lost by it; set the clock right, so that times in lists are.",
		}},
		"no address": {func(b *bench) { b.params.Service = nil }, map[servicecheck.Line]string{
			servicecheck.Key: "Not asked: Not asked, because the address that was set for the service can’t be used. Look at the environment variable DREAMLOOK_API_URL.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, apitest.Options{})
			c.prepare(b)
			b.run()
			for line, want := range c.want {
				if got := b.shows(line); got != want {
					t.Errorf("%s says %q, want %q", line, got, want)
				}
			}
		})
	}
}

// A host that hangs is stopped by the button, at once; what was found stays.
func TestStoppingAHostThatHangs(t *testing.T) {
	b := newBench(t, apitest.Options{})
	b.server.Inject(apitest.Fault{Where: apitest.API, How: apitest.Stall, Times: -1, AfterBytes: -1})
	stopped := false
	b.params.Keychain = func(context.Context) (bool, error) {
		stopped = true
		test.Tap(b.again)
		return true, nil
	}
	b.run()
	if !stopped || b.shows(servicecheck.Key) != "Stopped: Not found out, because the check was stopped." || b.again.Text() != "Check again" {
		t.Errorf("the key says %q, the button %q", b.shows(servicecheck.Key), b.again.Text())
	}
	if got := b.sum.Text(); got != "The check was stopped; what was found until then stays." {
		t.Errorf("in sum: %q", got)
	}
}

// What can be found has words, and all of its sentences are one.
func TestEveryFindingHasWords(t *testing.T) {
	var codes []string
	for _, name := range []string{"servicecheck.go", "service.go", "around.go"} {
		source, err := os.ReadFile("../../servicecheck/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:Code[:=]?|r\.Code =|r\.State, r\.Code = \w+,|r\.Code, r\.Facts\.\w+ =|return) "([a-z.]+)"`).FindAllStringSubmatch(string(source), -1) {
			if !slices.Contains(codes, m[1]) {
				codes = append(codes, m[1])
			}
		}
	}
	if len(codes) < 35 {
		t.Fatalf("only %d codes were found: %q", len(codes), codes)
	}
	for _, code := range codes {
		if !strings.Contains(code, ".") && !message.Known("check."+code) {
			continue // another text that is returned
		}
		words, next := message.Checked(servicecheck.Result{Code: code, Facts: servicecheck.Facts{
			Spelling: "image-gen", Pages: "page", Host: "h", Status: 404, Fields: 3, Ahead: time.Hour, Free: 1e9, Folder: "/f",
		}})
		for _, sentence := range []string{words, next} {
			if strings.HasPrefix(sentence, "check.") || strings.Contains(sentence, "<no value>") || strings.Contains(strings.TrimSuffix(sentence, "."), ". ") {
				t.Errorf("%s: %q", code, sentence)
			}
		}
		if words == "" || !strings.HasSuffix(words, ".") {
			t.Errorf("%s: %q", code, words)
		}
	}
}

// The page has room in the smallest window, and its lines don't lie upon each
// other.
func TestThePageInASmallWindow(t *testing.T) {
	b := newBench(t, apitest.Options{})
	b.server.Inject(apitest.Firewall(apitest.API, 200, -1))
	b.run()
	b.content.Resize(fyne.NewSize(400, 400))
	b.list.Resize(fyne.NewSize(380, b.list.MinSize().Height))
	bottom := float32(0)
	for _, line := range servicecheck.Lines() {
		o := b.rows[line].content
		if o.Position().Y < bottom {
			t.Errorf("%s begins at %v, above %v", line, o.Position().Y, bottom)
		}
		bottom = o.Position().Y + o.Size().Height
	}
}

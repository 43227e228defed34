package session_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// home is a user's folders and preferences.
func home(t *testing.T) session.Params {
	t.Helper()
	// A socket's path must be short, so the test's name is not part of it.
	dir, err := os.MkdirTemp("", "lookbook")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	paths := settings.Paths{
		Data: filepath.Join(dir, "data"), Cache: filepath.Join(dir, "cache"), State: filepath.Join(dir, "state"),
		Config: filepath.Join(dir, "config"), Pictures: filepath.Join(dir, "pictures"),
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		t.Fatal(err)
	}
	return session.Params{
		Paths: paths, Settings: store, Log: slog.New(slog.DiscardHandler), Version: "test",
		BaseURL: "http://127.0.0.1:1", Key: func() string { return "" }, Front: func(session.Visit) <-chan struct{} { return nil },
	}
}

// opened is a session that is closed at the end of the test, if not before.
type opened struct {
	*session.Session
	shut func()
}

func open(t *testing.T, p session.Params) opened {
	t.Helper()
	s, err := session.Open(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	shut := sync.OnceFunc(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(shut)
	return opened{s, shut}
}

func TestWhatWasWrittenIsThereAgain(t *testing.T) {
	p := home(t)
	s := open(t, p)
	ctx := context.Background()
	begun, err := s.Library.Submissions.Begin(ctx, []library.Request{{Config: api.Config{Prompt: "a lighthouse", NumSamples: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	s.shut()
	again := open(t, p)
	got, err := again.Library.Entry(ctx, begun[0].ID)
	if err != nil || got.Job.Config.Prompt != "a lighthouse" || again.Aside != "" {
		t.Fatalf("%+v, %v, note %q", got.Job.Config, err, again.Aside)
	}
}

func TestTheSameLibraryIsOpenOnlyOnce(t *testing.T) {
	p := home(t)
	s := open(t, p)
	if _, err := session.Open(context.Background(), p); !errors.Is(err, session.ErrInUse) {
		t.Fatalf("a second window: %v", err)
	}
	demo := p
	demo.Demo = true
	open(t, demo) // has a library of its own
	if _, err := s.Library.Totals(context.Background()); err != nil {
		t.Errorf("the first window after a second was refused: %v", err)
	}
	s.shut()
	open(t, p)
}

func TestADamagedLibraryIsSetAside(t *testing.T) {
	p := home(t)
	if err := p.Paths.Make(); err != nil {
		t.Fatal(err)
	}
	damaged := []byte(strings.Repeat("this is no database ", 500))
	if err := os.WriteFile(p.Paths.Library(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, p)
	if totals, err := s.Library.Totals(context.Background()); err != nil || totals.Entries != 0 {
		t.Fatalf("the new library: %+v, %v", totals, err)
	}
	aside, err := filepath.Glob(p.Paths.Library() + "*")
	if err != nil {
		t.Fatal(err)
	}
	kept := ""
	for _, name := range aside {
		if raw, err := os.ReadFile(name); err == nil && string(raw) == string(damaged) {
			kept = filepath.Base(name)
		}
	}
	if kept == "" || !strings.Contains(s.Aside, kept) {
		t.Fatalf("the damaged file is %q, the note %q", kept, s.Aside)
	}
}

func TestALibraryThatCannotBeMadeIsSaid(t *testing.T) {
	p := home(t)
	if err := os.WriteFile(p.Paths.Data, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	if s, err := session.Open(context.Background(), p); err == nil || s != nil {
		t.Fatalf("%v, %v", s, err)
	}
	if err := os.Remove(p.Paths.Data); err != nil {
		t.Fatal(err)
	}
	p.BaseURL = "http://example.com"
	var insecure *api.InsecureURLError
	if _, err := session.Open(context.Background(), p); !errors.As(err, &insecure) {
		t.Fatalf("plain http beyond loopback: %v", err)
	}
	p.BaseURL = "http://127.0.0.1:1"
	open(t, p) // nothing is left locked by the failures
}

func TestTheDemoKeepsApart(t *testing.T) {
	p := home(t)
	p.Demo = true
	s := open(t, p)
	if !s.Demo {
		t.Fatal("not the demo")
	}
	chosen := settings.Values{Folder: "/home/ana/Pictures"}
	if got := s.Folder(chosen); got != p.Paths.Demo().Pictures {
		t.Errorf("demo pictures go to %q", got)
	}
	if _, err := os.Stat(p.Paths.Library()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the user's own library: %v", err)
	}
	jobs, err := s.Client.Jobs(context.Background())
	if err != nil || len(jobs) != 0 {
		t.Errorf("the demo's service: %v, %v", jobs, err)
	}
	s.shut()
	p.Demo = false
	own := open(t, p)
	if got := own.Folder(chosen); got != chosen.Folder {
		t.Errorf("own pictures go to %q", got)
	}
	if got := own.Folder(settings.Values{}); got != p.Paths.Pictures {
		t.Errorf("without a choice they go to %q", got)
	}
}

// A session saves the pictures of a job that it submitted, from the request to
// the files.
func TestASessionSavesPictures(t *testing.T) {
	server, key := service(t, apitest.Options{QueueTime: -1, RunTime: -1})
	p := home(t)
	p.BaseURL, p.Key = server.URL(), func() string { return key }
	s := open(t, p)
	saved := make(chan string, 8)
	defer s.Engine.Subscribe(func(event engine.Event) {
		if c, ok := event.(library.ImageChanged); ok && c.Image.State == library.ImageSaved {
			saved <- c.Image.Path
		}
	})()
	if _, err := s.Engine.Outbox.Send(context.Background(), api.Config{
		Prompt: "a lighthouse", Width: 256, Height: 256, NumSamples: 2, CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20,
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		path := <-saved
		if filepath.Dir(path) != p.Paths.Pictures {
			t.Errorf("saved to %q", path)
		}
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// service is a simulated one and a key that it takes.
func service(t *testing.T, o apitest.Options) (*apitest.Server, string) {
	t.Helper()
	key := "dl-" + strings.Repeat("0f", 16)
	o.Keys = []string{key}
	server, err := apitest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server, key
}

func TestCheckKey(t *testing.T) {
	other := "dl-" + strings.Repeat("a1", 16)
	for _, c := range []struct {
		name  string
		fault *apitest.Fault
		wrong bool
		want  error // nil: the key is good
	}{
		{name: "good"},
		{name: "wrong", wrong: true, want: api.ErrUnauthorized},
		{name: "no list", fault: new(apitest.NoList(http.StatusNotFound))},
		{name: "no such method", fault: new(apitest.NoList(http.StatusMethodNotAllowed))},
		{name: "a list that wants more", fault: new(apitest.NoList(http.StatusUnprocessableEntity))},
		{name: "nonsense", fault: &apitest.Fault{Where: apitest.List, How: apitest.Answer, Status: 200, Body: `"hello"`, Times: -1}},
		{name: "the service is down", fault: new(apitest.HTMLError(apitest.List, http.StatusBadGateway)), want: api.ErrServer},
		{name: "too many calls", fault: new(apitest.RateLimit(apitest.List, -1, "")), want: api.ErrRateLimited},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, key := service(t, apitest.Options{})
			if c.fault != nil {
				server.Inject(*c.fault)
			}
			if c.wrong {
				key = other
			}
			err := session.CheckKey(context.Background(), server.URL(), key, "test", nil)
			if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), key) {
				t.Error("the error tells the key")
			}
			if calls := server.Calls(); len(calls) != 1 && (c.fault == nil || !strings.HasPrefix(c.name, "no ") && c.name != "a list that wants more" || len(calls) != 2) {
				t.Errorf("%d calls", len(calls))
			}
		})
	}
	if err := session.CheckKey(context.Background(), "http://127.0.0.1:1", other, "test", nil); !errors.Is(err, api.ErrNoAnswer) {
		t.Errorf("nobody is there: %v", err)
	}
	var insecure *api.InsecureURLError
	if err := session.CheckKey(context.Background(), "http://example.com", other, "test", nil); !errors.As(err, &insecure) {
		t.Errorf("plain http: %v", err)
	}
}

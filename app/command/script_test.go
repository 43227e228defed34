package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/command"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/task"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lookbook": func() { os.Exit(command.Main(os.Args[1:], "test")) },
	})
}

// Whole sessions against the simulated service, as a person types them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/scripts", UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "", RequireExplicitExec: true, RequireUniqueNames: true, ContinueOnError: false,
		Setup: setUp,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": ends, "posts": posts, "plan": plan, "fault": fault, "prompts": prompts, "interrupt": interrupt, "window": window,
		},
	})
}

// service is the key of a script's simulated service.
type service struct{}

// setUp gives a script a home of its own and a service.
func setUp(env *testscript.Env) error {
	home, err := os.MkdirTemp("", "lb") // the path of a socket must be short
	if err != nil {
		return err
	}
	server, err := apitest.New(apitest.Options{QueueTime: -1, RunTime: -1})
	if err != nil {
		return err
	}
	env.Defer(func() { _ = server.Close(); _ = os.RemoveAll(home) })
	env.Values[service{}] = server
	shown := &windowSession{}
	env.Values[opened{}] = shown
	env.Defer(shown.close)
	env.Setenv("HOME", home)
	for name, folder := range map[string]string{
		"XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config", "XDG_PICTURES_DIR": "pictures",
	} {
		env.Setenv(name, filepath.Join(home, folder))
	}
	env.Setenv("DREAMLOOK_API_URL", server.URL())
	env.Setenv("DREAMLOOK_API_KEY", "dl-"+strings.Repeat("0f", 16))
	env.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(home, "none"))
	return nil
}

func of(ts *testscript.TestScript) *apitest.Server { return ts.Value(service{}).(*apitest.Server) }

// ends runs a command and wants it to end with a code: code 3 lookbook generate.
func ends(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		got = -1
		if exit, ok := err.(interface{ ExitCode() int }); ok {
			got = exit.ExitCode()
		}
	}
	if want, _ := strconv.Atoi(args[0]); got != want {
		ts.Fatalf("it ended with %d (%v), want %d\n%s", got, err, want, ts.ReadFile("stderr"))
	}
}

// posts counts the real requests that have reached the service.
func posts(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	for _, c := range of(ts).Calls() {
		var sent api.Config
		if c.Method == http.MethodPost && (json.Unmarshal(c.Body, &sent) != nil || !sent.DryRun) {
			n++
		}
	}
	if want, _ := strconv.Atoi(args[0]); n != want {
		ts.Fatalf("%d requests were sent, want %d", n, want)
	}
}

// plan says what becomes of the next job, as JSON of an apitest.Plan.
func plan(ts *testscript.TestScript, _ bool, args []string) {
	var p apitest.Plan
	ts.Check(json.Unmarshal([]byte(args[0]), &p))
	of(ts).PlanNext(p)
}

// fault plays trouble, as JSON of an apitest.Fault.
func fault(ts *testscript.TestScript, _ bool, args []string) {
	var f apitest.Fault
	ts.Check(json.Unmarshal([]byte(args[0]), &f))
	of(ts).Inject(f)
}

// interrupt runs a command, presses Ctrl+C once so many calls have reached the
// service, and wants it to end with 130.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	calls, _ := strconv.Atoi(args[0])
	path, err := exec.LookPath(args[1])
	ts.Check(err)
	cmd := exec.Command(path, args[2:]...)
	cmd.Dir = ts.Getenv("WORK")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	for _, name := range []string{
		"HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_PICTURES_DIR", "DREAMLOOK_API_URL", "DREAMLOOK_API_KEY",
		"DBUS_SESSION_BUS_ADDRESS", "PATH", "TMPDIR",
	} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(cmd.Start())
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for len(of(ts).Calls()) < calls {
		<-look.C
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	_ = cmd.Wait() // its code is looked at
	if got := cmd.ProcessState.ExitCode(); got != command.Interrupted {
		ts.Fatalf("it ended with %d, want %d\n%s", got, command.Interrupted, &said)
	}
}

// prompts writes a file of so many prompts.
func prompts(ts *testscript.TestScript, _ bool, args []string) {
	n, _ := strconv.Atoi(args[1])
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "a red coat, number %d\n", i)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o600))
}

// opened is the key of a script's window.
type opened struct{}

// window opens and closes what a window has: a claim on the pictures and a session
// that does the commands' tasks.
func window(ts *testscript.TestScript, _ bool, args []string) {
	if args[0] == "close" {
		ts.Value(opened{}).(*windowSession).close()
		return
	}
	w, err := openWindow(ts.Getenv, nil)
	ts.Check(err)
	*ts.Value(opened{}).(*windowSession) = *w
}

// openWindow opens what a window has, with the folders and the service that getenv names.
func openWindow(getenv func(string) string, rekeyed func()) (*windowSession, error) {
	folder := func(name string) string { return filepath.Join(getenv(name), "lookbook") }
	paths := settings.Paths{
		Data: folder("XDG_DATA_HOME"), Cache: folder("XDG_CACHE_HOME"), State: folder("XDG_STATE_HOME"), Config: folder("XDG_CONFIG_HOME"),
		Pictures: filepath.Join(getenv("XDG_PICTURES_DIR"), "Lookbook"),
	}
	if err := paths.Make(); err != nil {
		return nil, err
	}
	claim, err := session.Take(paths, false, session.Visit{})
	if err != nil {
		return nil, err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return nil, err
	}
	key := getenv("DREAMLOOK_API_KEY")
	s, err := session.Open(context.Background(), session.Params{
		Paths: paths, Settings: store, Key: func() string { return key }, BaseURL: getenv("DREAMLOOK_API_URL"), Version: "test",
		Log: slog.New(slog.DiscardHandler), Claim: claim, Serve: task.Serve, Rekeyed: rekeyed,
	})
	return &windowSession{claim: claim, session: s}, err
}

// windowSession is what a window has open; its zero value is none.
type windowSession struct {
	claim   *session.Claim
	session *session.Session
}

func (w *windowSession) close() {
	if w.session == nil {
		return
	}
	if err := errors.Join(w.session.Close(context.Background()), w.claim.Release()); err != nil {
		panic(err)
	}
	*w = windowSession{}
}

package command_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/command"
)

// Commands are killed whenever it may be, some of them beside each other. In the end
// every job that the service accepted has its pictures saved, each once, and no
// request was sent twice. FAULTS_KILLS and FAULTS_SEED say how often and how.
func TestCommandsAreKilled(t *testing.T) {
	kills, _ := strconv.Atoi(cmp.Or(os.Getenv("FAULTS_KILLS"), "8"))
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("FAULTS_SEED"), strconv.FormatInt(time.Now().UnixNano(), 10)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("FAULTS_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	server, err := apitest.New(apitest.Options{QueueTime: -1, RunTime: 200 * time.Millisecond, Seed: int64(seed >> 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	home, err := os.MkdirTemp("", "lb")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	lookbook := func(args ...string) *exec.Cmd {
		path, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(path, args...)
		cmd.Args[0] = "lookbook" // TestMain runs the command for this name
		cmd.Env = append(os.Environ(), "HOME="+home, "DREAMLOOK_API_URL="+server.URL(), "DREAMLOOK_API_KEY=dl-"+strings.Repeat("0f", 16),
			"XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "XDG_STATE_HOME="+filepath.Join(home, "state"),
			"XDG_CONFIG_HOME="+filepath.Join(home, "config"), "XDG_PICTURES_DIR="+filepath.Join(home, "pictures"))
		return cmd
	}
	for n := 0; n < kills; {
		var running []*exec.Cmd
		for range 1 + random.IntN(2) {
			cmd := lookbook("generate", "--prompt", fmt.Sprintf("picture number %d", n), "--width", "64", "--height", "64", "--num-samples", "2", "--wait")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
			n++
		}
		for _, cmd := range running {
			<-time.After(time.Duration(random.IntN(1200)) * time.Millisecond)
			_ = cmd.Process.Kill() // it may have ended
			_ = cmd.Wait()
		}
	}
	var said bytes.Buffer
	last := lookbook("wait")
	last.Stderr = &said
	if err := last.Run(); err != nil && last.ProcessState.ExitCode() != command.Unsure {
		t.Errorf("the last command: %v\n%s", err, &said)
	}
	sent := map[string]int{}
	for _, call := range server.Calls() {
		var c api.Config
		if call.Method == http.MethodPost && json.Unmarshal(call.Body, &c) == nil {
			sent[c.Prompt]++
		}
	}
	for prompt, times := range sent {
		if times > 1 {
			t.Errorf("%q was sent %d times", prompt, times)
		}
	}
	output, err := lookbook("pictures", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	saved := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		var p struct{ Image, State, Path string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(p.Path); p.State != "saved" || err != nil || saved[p.Path] {
			t.Errorf("picture %+v: %v", p, err)
		}
		saved[p.Path] = true
	}
	accepted := 0
	for _, job := range server.Jobs() {
		accepted += job.Config.NumSamples
	}
	files, err := filepath.Glob(filepath.Join(home, "pictures", "Lookbook", "*.png"))
	if len(saved) != accepted || len(files) != accepted || err != nil {
		t.Errorf("%d pictures were accepted, %d are saved, in %d files (%v)", accepted, len(saved), len(files), err)
	}
	t.Logf("%d of %d requests were sent", len(sent), kills)
}

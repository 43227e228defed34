package curl_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/api/curl"
)

// sh runs the command with the real curl, and the request that arrives is
// compared with the intended one.
func TestATerminalSendsTheSame(t *testing.T) {
	sh := program(t, "sh")
	program(t, "curl")
	service, err := apitest.New(apitest.Options{Tokens: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := service.Close(); err != nil {
			t.Error(err)
		}
	}()
	seed := int64(4294967295)
	guidance := 7.5
	for name, config := range map[string]api.Config{
		"plain": {Prompt: "a red coat"},
		"quotes": {
			Prompt:         "it's \"quoted\" '' \\' \\\" `id` $(id) $HOME ${HOME} !! \\n \\ %PATH% ^ & | ; < > # * ~ {a,b} @x\nsecond line\r\n\ttab\x01\x1b[31m\x7f",
			NegativePrompt: "'", Seed: &seed, GuidanceScale: &guidance,
		},
		"beyond ASCII": {
			Prompt: "Zürich, 日本, שלום, 👩‍👩‍👧, e\u0301, \u202eback\u2028, “curly” ‘quotes’, \ufeff",
			Tags:   []api.Tag{{Key: "kürzel", Value: "'wert'"}},
		},
		"unknown fields": {
			Prompt:  "x",
			Unknown: map[string]json.RawMessage{"lora's": json.RawMessage(`{"w":[1.50,null,"'\u007f"]}`), "callback": json.RawMessage("null")},
		},
		"a long prompt": {Prompt: strings.Repeat("portrait, it's 4k, ", 2500)},
	} {
		t.Run(name, func(t *testing.T) {
			config.BaseModel = "stable-diffusion-v1-5"
			command, err := curl.Format(config, service.URL())
			if err != nil {
				t.Fatal(err)
			}
			before := len(service.Calls())
			cmd := exec.CommandContext(t.Context(), sh)
			cmd.Stdin = strings.NewReader(command + "\n")
			// This computer's curl settings and proxies must have no influence.
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "NO_PROXY=*", "DREAMLOOK_API_KEY=" + testKey()}
			output, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("the command failed: %v\n%s", err, output)
			}
			calls := service.Calls()
			if len(calls) != before+1 {
				t.Fatalf("%d calls reached the service, and it answered %s", len(calls)-before, output)
			}
			call := calls[before]
			if call.Status != 200 || !strings.Contains(string(output), `"job_id"`) {
				t.Errorf("status %d: %s", call.Status, output)
			}
			if call.Header.Get("Authorization") != "Bearer "+testKey() || call.Header.Get("Content-Type") != "application/json" {
				t.Errorf("headers: %q, %q", call.Header.Get("Content-Type"), strings.ReplaceAll(call.Header.Get("Authorization"), testKey(), "<KEY>"))
			}
			var received api.Config
			if err := json.Unmarshal(call.Body, &received); err != nil {
				t.Fatalf("%v: %s", err, call.Body)
			}
			checkSame(t, config, received)
		})
	}
}

func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is needed to try the commands as a terminal would: %v. Install it, for example with apt-get install %s", name, err, name)
	}
	return path
}

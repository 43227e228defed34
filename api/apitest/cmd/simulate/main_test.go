package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestRun(t *testing.T) {
	defer goleak.VerifyNone(t)
	logFile := filepath.Join(t.TempDir(), "calls.log")
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-queue", "0", "-run", "0", "-log", logFile, "-website-job-every", "1h", "-ids", "twins", "-spelling", "both", "-paging", "next", "-price", "area", "-openapi"}, write, io.Discard)
	}()
	lines := bufio.NewScanner(read)
	var addresses []string
	for len(addresses) < 2 && lines.Scan() {
		addresses = append(addresses, lines.Text())
	}
	key := "dl-" + strings.Repeat("0a", 16)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, address := range []string{addresses[0] + "/jobs/image-gen", addresses[1] + "/leak"} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+key)
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}

	logged, err := os.ReadFile(logFile)
	if err != nil {
		t.Fatal(err)
	}
	calls := bytes.Split(bytes.TrimSpace(logged), []byte("\n"))
	if len(calls) != 2 {
		t.Fatalf("%d lines: %s", len(calls), logged)
	}
	var api, picture line
	if err := json.Unmarshal(calls[0], &api); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(calls[1], &picture); err != nil {
		t.Fatal(err)
	}
	if api.Path != "/jobs/image-gen" || api.Status != 200 || api.Authorization == nil || !api.Authorization.WellFormed || bytes.Contains(calls[0], []byte(key)) {
		t.Errorf("the API's line is %s", calls[0])
	}
	if picture.Host != "image" || picture.Header.Get("Authorization") != "Bearer "+key {
		t.Errorf("the image host's line hides a leak: %s", calls[1])
	}
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nonsense"}, {"left", "over"}, {"-tokens", "0"}, {"-ids", "roman"}, {"-paging", "scroll"}, {"-api-addr", "0.0.0.0:0"}, {"-log", t.TempDir()}} {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := run(ctx, args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

package desktop

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Key makes a key in the right form that belongs to nobody. It is made at run time so that no file
// of the tree contains one.
func Key() string {
	var digits [16]byte
	_, _ = rand.Read(digits[:]) // crypto/rand ends the program on failure
	return "dl-" + hex.EncodeToString(digits[:])
}

// Service is the simulated service in a process of its own, like the real one, so that its use of
// the processor doesn't count as the program's.
type Service struct {
	URL string
	t   testing.TB
}

// simulator are the flags of every simulated service.
var simulator = []string{"-api-addr", "127.0.0.1:0", "-image-addr", "127.0.0.1:0", "-control"}

// Simulate starts a service without a desktop, until the test ends.
func Simulate(t testing.TB, flags ...string) *Service {
	t.Helper()
	cmd := exec.Command(Build(t, "lookbook/api/apitest/cmd/simulate"), append(simulator, flags...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("simulator: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // if that is not possible, Kill follows
		over := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // it was told to end
		over.Stop()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("simulator: %v", err)
	}
	return &Service{URL: strings.TrimSpace(line), t: t}
}

// Control controls the simulator beside the API; package apitest lists the requests. A nil body
// only reads, and a nil answer is not decoded.
func (s *Service) Control(what string, body, answer any) {
	s.t.Helper()
	method, sent := http.MethodGet, io.Reader(nil)
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			s.t.Fatalf("simulator: %s: %v", what, err)
		}
		method, sent = http.MethodPost, bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+"/_simulate/"+what, sent)
	if err != nil {
		s.t.Fatalf("simulator: %v", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatalf("simulator: %v", err)
	}
	defer response.Body.Close()
	told, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode == http.StatusOK && answer != nil {
		err = json.Unmarshal(told, answer)
	}
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("simulator: %s answers %s (%v): %s", what, response.Status, err, told)
	}
}

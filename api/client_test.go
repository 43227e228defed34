package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBaseURL(t *testing.T) {
	for base, want := range map[string]string{
		"":                               "https://api.dreamlook.ai",
		"https://api.example.com/":       "https://api.example.com",
		" https://example.com/v1// ":     "https://example.com/v1",
		"https://example.com:8443/a%2Fb": "https://example.com:8443/a%2Fb",
		"HTTPS://example.com":            "https://example.com",
		"http://localhost:8080":          "http://localhost:8080",
		"http://LOCALHOST":               "http://LOCALHOST",
		"http://127.0.0.1":               "http://127.0.0.1",
		"http://127.8.9.1:1/x":           "http://127.8.9.1:1/x",
		"http://[::1]:9":                 "http://[::1]:9",
	} {
		c, err := New(Options{BaseURL: base})
		if err != nil {
			t.Errorf("%q: %v", base, err)
		} else if got := c.base.String(); got != want {
			t.Errorf("%q: got %s, want %s", base, got, want)
		}
	}
	for _, base := range []string{
		"http://api.dreamlook.ai", "http://example.com", "http://192.168.1.2", "http://0.0.0.0", "http://[::]",
		"http://localhost.example.com", "http://127.0.0.1.example.com", "http://2130706433", "http://localhost@example.com",
		"https://user:secret@example.com", "https://user@example.com", "https://", "https:example.com", "//example.com",
		"example.com", "ftp://example.com", "file:///etc/passwd", "javascript:alert(1)", "https://example.com?x=1",
		"https://example.com/#x", "https://exa mple.com", "https://example.com:port", "http://[::1", "\x00",
	} {
		_, err := New(Options{BaseURL: base})
		var insecure *InsecureURLError
		if !errors.As(err, &insecure) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", base, err)
		}
	}
}

func TestCalls(t *testing.T) {
	service := record(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			says(200, `{"job_id": "ig_63d83f95"}`)(w, r)
		case strings.HasSuffix(r.URL.Path, "/ig_90c7ebd5"):
			_, _ = w.Write(sample(t))
		case strings.HasSuffix(r.URL.Path, "/image-gen"):
			says(200, `[`+string(sample(t))+`, null, {"job_id": "ig_2", "state": 5}, {"state": "queued"}]`)(w, r)
		default:
			says(200, `{"total": 1, "jobs": [{"job_id": "db_1", "config": {"instance_prompt": "photo of ukj person"}}]}`)(w, r)
		}
	})
	c, err := New(Options{BaseURL: service.URL + "/prefix/", Key: testKey, UserAgent: "Lookbook/1\r\nX: y"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)

	id, err := c.SubmitImageGen(t.Context(), Config{Prompt: "a <b> & c", Seed: new(int64(-1))})
	if err != nil || id != "ig_63d83f95" {
		t.Errorf("submit: %q, %v", id, err)
	}
	job, err := c.Job(t.Context(), TypeImageGen, "ig_90c7ebd5")
	if err != nil || job.Config.NumSamples != 16 {
		t.Errorf("job: %+v, %v", job, err)
	}
	jobs, err := c.Jobs(t.Context())
	if err != nil || len(jobs) != 2 || jobs[0].JobID != "ig_90c7ebd5" || jobs[1].JobID != "ig_2" {
		t.Errorf("jobs: %+v, %v", jobs, err)
	}
	training, err := c.TrainingJobs(t.Context())
	if err != nil || len(training) != 1 || string(training[0].Config.Unknown["instance_prompt"]) != `"photo of ukj person"` {
		t.Errorf("training jobs: %+v, %v", training, err)
	}

	type line struct{ Method, Path, Body, Auth, Type, Agent string }
	var got []line
	for _, s := range service.all() {
		got = append(got, line{
			s.Method, s.Path, s.Body, strings.ReplaceAll(s.Header.Get("Authorization"), testKey(), "KEY"),
			s.Header.Get("Content-Type"), s.Header.Get("User-Agent"),
		})
	}
	want := []line{
		{"POST", "/prefix/image_gen", `{"prompt":"a <b> & c","seed":-1}`, "Bearer KEY", "application/json", "Lookbook/1X: y"},
		{"GET", "/prefix/jobs/image-gen/ig_90c7ebd5", "", "Bearer KEY", "", "Lookbook/1X: y"},
		{"GET", "/prefix/jobs/image-gen", "", "Bearer KEY", "", "Lookbook/1X: y"},
		{"GET", "/prefix/jobs/dreambooth", "", "Bearer KEY", "", "Lookbook/1X: y"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the service saw (-want +got):\n%s", diff)
	}
}

func TestIDsStayInTheirEndpoint(t *testing.T) {
	service := record(t, says(200, `{"state":"queued"}`))
	c := newClient(t, service.URL)
	for _, id := range []string{
		"", ".", "..", "...", "../image_gen", "a/..", "a/../b", `a\.\b`, "a\x00b", "a\nb", "%2e%2e", "%252e%252e", "a%2f..", "a%252f%252e", "\xff", strings.Repeat("x", 3000),
	} {
		for _, args := range [][2]string{{TypeImageGen, id}, {id, "ig_1"}} {
			if _, err := c.Job(t.Context(), args[0], args[1]); !errors.Is(err, ErrInvalid) {
				t.Errorf("%q: %v", args, err)
			}
		}
	}
	if calls := service.all(); len(calls) != 0 {
		t.Fatalf("these were sent: %+v", calls)
	}
	for id, path := range map[string]string{
		"ig_1": "/jobs/image-gen/ig_1", "a b": "/jobs/image-gen/a%20b", "é…": "/jobs/image-gen/%C3%A9%E2%80%A6", "a..b": "/jobs/image-gen/a..b", "a:b@c": "/jobs/image-gen/a:b@c",
		"a?b": "/jobs/image-gen/a%3Fb", "a#b": "/jobs/image-gen/a%23b", "a;b": "/jobs/image-gen/a%3Bb", "a%zz": "/jobs/image-gen/a%25zz", "a/b": "/jobs/image-gen/a%2Fb", "/a//b/": "/jobs/image-gen/%2Fa%2F%2Fb%2F", `a\b`: "/jobs/image-gen/a%5Cb",
		"a%2fb": "/jobs/image-gen/a%252fb", "IG_1": "/jobs/image-gen/IG_1",
	} {
		if job, err := c.Job(t.Context(), TypeImageGen, id); err != nil || job.JobID != id {
			t.Errorf("%q: %+v, %v", id, job, err)
		}
		calls := service.all()
		if got := calls[len(calls)-1].Path; got != path {
			t.Errorf("%q: asked for %s, want %s", id, got, path)
		}
	}
}

func TestErrorAnswers(t *testing.T) {
	for name, tc := range map[string]struct {
		status   int
		body     string
		kind     error
		received bool // for a POST
	}{
		"bad key":      {401, `{"detail":"Invalid API key"}`, ErrUnauthorized, false},
		"no tokens":    {402, `{"detail":"Not enough tokens"}`, ErrNoTokens, false},
		"unknown":      {404, `{"detail":"Not found"}`, ErrNotFound, false},
		"timed out":    {408, ``, nil, false},
		"invalid":      {422, `{"detail":[{"loc":["body","width"],"msg":"too wide"}]}`, ErrInvalid, false},
		"too many":     {429, `{"detail":"Slow down"}`, ErrRateLimited, false},
		"trouble":      {500, `Internal Server Error`, ErrServer, true},
		"HTML":         {502, `<html><title>502 Bad Gateway</title></html>`, ErrServer, true},
		"unavailable":  {503, ``, ErrServer, true},
		"nonsense":     {200, `{"detail":"fine"}`, ErrBadAnswer, true},
		"a page":       {200, `<html><title>Welcome to the hotel</title></html>`, ErrBadAnswer, true},
		"nothing":      {204, ``, ErrBadAnswer, true},
		"text":         {200, `"ok"`, ErrBadAnswer, true},
		"trailing":     {200, `{"job_id":"a"} x`, ErrBadAnswer, true},
		"id of a kind": {200, `{"job_id":5}`, ErrBadAnswer, true},
		"deep":         {200, strings.Repeat(`{"a":`, 70) + `1` + strings.Repeat(`}`, 70), ErrBadAnswer, true},
		"see other":    {303, ``, ErrBadAnswer, true},
		"not modified": {304, ``, ErrBadAnswer, true},
	} {
		t.Run(name, func(t *testing.T) {
			service := record(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "7")
				says(tc.status, tc.body)(w, r)
			})
			c := newClient(t, service.URL)
			check := func(what string, err error, received bool) {
				t.Helper()
				var e *Error
				if !errors.As(err, &e) {
					t.Fatalf("%s: %v is no *Error", what, err)
				}
				if tc.kind != nil && !errors.Is(err, tc.kind) {
					t.Errorf("%s: %v is not about %q", what, err, tc.kind)
				}
				if e.Received != received || tc.status != 204 && e.Status != tc.status {
					t.Errorf("%s: received %v, status %d", what, e.Received, e.Status)
				}
				if want := 7 * time.Second; tc.status >= 300 && e.RetryAfter != want {
					t.Errorf("%s: retry after %v, want %v", what, e.RetryAfter, want)
				}
			}
			_, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
			check("submit", err, tc.received)
			_, err = c.Job(t.Context(), TypeImageGen, "ig_1")
			check("job", err, false)
			_, err = c.Jobs(t.Context())
			check("jobs", err, false)
			want := 3
			if tc.status == http.StatusNotFound {
				want = 6 // each path was also tried in its other spelling, once
			}
			if n := len(service.all()); n != want {
				t.Errorf("%d calls instead of %d: answers are no reason to repeat one", n, want)
			}
		})
	}
}

func TestJobListForms(t *testing.T) {
	for body, want := range map[string]int{
		`[]`: 0, `{"jobs":[]}`: 0, `{"jobs":null}`: 0, ` [ {"job_id":"a"} ] `: 1, `[{"job_id":"a","config":7},{"job_id":"b"},{"job_id":3},"x"]`: 2,
		`null`: -1, `{}`: -1, `{"jobs":{}}`: -1, `[1,2]`: -1, `[{}]`: -1, `"x"`: -1, `[{"job_id":"a"}`: -1, ``: -1,
	} {
		jobs, err := readJobs([]byte(body))
		if len(jobs) != max(want, 0) || (err != nil) != (want < 0) {
			t.Errorf("%s: %d jobs, %v", body, len(jobs), err)
		}
	}
}

func TestAnswerAboutAnotherJob(t *testing.T) {
	service := record(t, says(200, `{"job_id":"ig_2","state":"queued"}`))
	if _, err := newClient(t, service.URL).Job(t.Context(), TypeImageGen, "ig_1"); !errors.Is(err, ErrBadAnswer) {
		t.Errorf("got %v", err)
	}
}

func TestEndlessAnswer(t *testing.T) {
	service := record(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "[")
		blank := []byte(strings.Repeat(" ", 1<<20))
		for {
			if _, err := w.Write(blank); err != nil {
				return
			}
		}
	})
	if _, err := newClient(t, service.URL).Jobs(t.Context()); !errors.Is(err, ErrBadAnswer) || !strings.Contains(err.Error(), errTooLong.Error()) {
		t.Errorf("got %v", err)
	}
}

func TestNoKey(t *testing.T) {
	service := record(t, says(200, `{"job_id":"ig_1"}`))
	for name, key := range map[string]func() string{
		"none": nil, "empty": func() string { return " \n" }, "of another form": func() string { return "dl-a\nb: c" },
	} {
		c, err := New(Options{BaseURL: service.URL, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		var e *Error
		if !errors.Is(err, ErrNoKey) || !errors.As(err, &e) || e.Received {
			t.Errorf("%s: %v", name, err)
		}
	}
	if calls := service.all(); len(calls) != 0 {
		t.Errorf("these were sent: %+v", calls)
	}
}

// flaky is a transport whose connections fail a few times.
type flaky struct {
	failures atomic.Int32
	err      error
	tries    atomic.Int32
}

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	f.tries.Add(1)
	if f.failures.Add(-1) >= 0 {
		return nil, f.err
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestOnlyConnectionsAreTriedAgain(t *testing.T) {
	service := record(t, says(200, `[]`))
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	for name, tc := range map[string]struct {
		err      error
		failures int32
		tries    int32
		ok       bool
	}{
		"twice cut off":  {io.ErrUnexpectedEOF, 2, 3, true},
		"always cut off": {io.EOF, 99, 3, false},
		"something else": {errors.New("something else"), 99, 1, false},
		"refused":        {&InsecureURLError{Fault: AddressPlain}, 99, 1, false},
	} {
		f := &flaky{err: tc.err}
		f.failures.Store(tc.failures)
		c, err := New(Options{BaseURL: service.URL, Key: testKey, Transport: f})
		if err != nil {
			t.Fatal(err)
		}
		c.get.RetryWaitMin, c.get.RetryWaitMax = time.Millisecond, time.Millisecond
		if _, err := c.Jobs(t.Context()); (err == nil) != tc.ok || f.tries.Load() != tc.tries {
			t.Errorf("%s: %d tries, %v", name, f.tries.Load(), err)
		}
	}
}

func TestUnencryptedNameIsChecked(t *testing.T) {
	for address, ok := range map[string]bool{
		"127.0.0.1:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true, "93.184.215.14:80": false, "10.0.0.1:80": false, "nonsense": false,
	} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func ExampleSame() {
	sent := Config{Prompt: "a lighthouse", Width: 768}
	echoed := Config{Prompt: "a lighthouse", Width: 768, GuidanceScale: new(7.5)}
	fmt.Println(Same(sent, echoed), Same(echoed, sent))
	// Output: true false
}

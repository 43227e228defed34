package apitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is when the documentation's sample was submitted.
var start = time.Date(2023, 6, 29, 16, 25, 28, 18608000, time.UTC)

// key makes a key of the right form, at run time so that no file contains one.
func key() string { return "dl-" + strings.Repeat("0a", 16) }

// rig is a simulator whose clock only the test moves.
type rig struct {
	*Server
	t      *testing.T
	clock  *clockwork.FakeClock
	client *http.Client
}

func newRig(t *testing.T, o Options) *rig {
	t.Helper()
	clock := clockwork.NewFakeClockAt(start)
	o.Clock = clock
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		transport.CloseIdleConnections()
	})
	return &rig{Server: s, t: t, clock: clock, client: &http.Client{Transport: transport}}
}

// reply is a complete answer.
type reply struct {
	status int
	header http.Header
	body   []byte
	err    error // of the reading
}

// send sends a request with headers given as pairs of name and value.
func (r *rig) send(method, url, body string, headers ...string) (reply, error) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := r.client.Do(request)
	if err != nil {
		return reply{}, err
	}
	got, err := io.ReadAll(response.Body)
	if closeErr := response.Body.Close(); closeErr != nil {
		r.t.Error(closeErr)
	}
	return reply{response.StatusCode, response.Header, got, err}, nil
}

// must is send for requests that must not fail on the network.
func (r *rig) must(method, url, body string, headers ...string) reply {
	r.t.Helper()
	got, err := r.send(method, url, body, headers...)
	if err = errors.Join(err, got.err); err != nil {
		r.t.Fatalf("%s %s: %v", method, url, err)
	}
	return got
}

func (r *rig) post(body string) reply {
	r.t.Helper()
	return r.must("POST", r.URL()+"/image_gen", body, "Authorization", "Bearer "+key(), "Content-Type", "application/json")
}

func (r *rig) get(path string) reply {
	r.t.Helper()
	return r.must("GET", r.URL()+path, "", "Authorization", "Bearer "+key())
}

// goodRequest is a small valid request.
func goodRequest(samples int) string {
	return string(mustJSON(map[string]any{
		"prompt": "a lake", "width": 24, "height": 32, "num_samples": samples, "checkpoint_id": "ckp_15f9112b", "seed": 42,
	}))
}

// submitted submits a job and returns its id.
func (r *rig) submitted(body string) string {
	r.t.Helper()
	return jobID(r.t, r.post(body))
}

func jobID(t *testing.T, got reply) string {
	t.Helper()
	var told struct {
		JobID string `json:"job_id"`
	}
	decode(t, got, &told)
	if told.JobID == "" {
		t.Fatalf("no job id in %s", got.body)
	}
	return told.JobID
}

// job asks for a job.
func (r *rig) job(id string) api.Job {
	r.t.Helper()
	var j api.Job
	decode(r.t, r.get("/jobs/image-gen/"+id), &j)
	return j
}

// finished submits a job, lets it finish, and returns it.
func (r *rig) finished(samples int) api.Job {
	r.t.Helper()
	id := r.submitted(goodRequest(samples))
	r.clock.Advance(DefaultQueueTime + DefaultRunTime)
	return r.job(id)
}

func pictures(t *testing.T, j api.Job) []api.GeneratedImage {
	t.Helper()
	if len(j.ImageGenResults) != 1 {
		t.Fatalf("%d results, want 1", len(j.ImageGenResults))
	}
	return j.ImageGenResults[0].GeneratedImages
}

func decode(t *testing.T, got reply, into any) {
	t.Helper()
	if got.status != http.StatusOK {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	if err := json.Unmarshal(got.body, into); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	r := newRig(t, Options{})
	r.Inject(Fault{Where: List, How: Stall})
	request, err := http.NewRequestWithContext(t.Context(), "GET", r.URL()+"/jobs/image-gen", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+key())
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the stalled call ended in order, with %q", body)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if calls := r.Calls(); !calls[0].Done {
		t.Error("the call is not over")
	}
}

func TestRefusesToLeaveLoopback(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "nonsense"} {
		if s, err := New(Options{APIAddr: addr}); err == nil {
			t.Errorf("%q: listened on %s", addr, s.URL())
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestFixedPort(t *testing.T) {
	first := newRig(t, Options{})
	addr := strings.TrimPrefix(first.ImageURL(), "http://")
	if _, err := New(Options{ImageAddr: addr}); err == nil {
		t.Fatal("two servers on one port")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again := newRig(t, Options{ImageAddr: addr})
	if again.ImageURL() != first.ImageURL() {
		t.Errorf("image host at %s, want %s", again.ImageURL(), first.ImageURL())
	}
}

// The fields of a finished job have the order of the sample in the service's
// documentation.
func TestShapeOfTheSample(t *testing.T) {
	sample, err := os.ReadFile("../testdata/job.json")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, Options{})
	id := r.submitted(`{"prompt":"p","negative_prompt":"n","width":24,"height":32,"num_samples":16,"checkpoint_id":"ckp_15f9112b",` +
		`"model_type":"sd-v1","num_inference_steps":20,"scheduler_type":"dpm++","enable_hrf":true,"denoising_strength":0.6,"seed":-1}`)
	r.clock.Advance(DefaultQueueTime + DefaultRunTime)
	want, got := shape(t, sample), shape(t, r.get("/jobs/image-gen/"+id).body)
	if want != got {
		t.Errorf("a job has the fields\n%s\nthe sample has\n%s", got, want)
	}
}

// shape reduces JSON to its names, nulls and nesting; of a list, to the first
// element.
func shape(t *testing.T, text []byte) string {
	t.Helper()
	var out bytes.Buffer
	d := json.NewDecoder(bytes.NewReader(text))
	var value func(show bool)
	value = func(show bool) {
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		write := func(s string) {
			if show {
				out.WriteString(s)
			}
		}
		switch token := token.(type) {
		case json.Delim:
			write(token.String())
			for n := 0; d.More(); n++ {
				if token == '{' {
					name, err := d.Token()
					if err != nil {
						t.Fatal(err)
					}
					write(name.(string) + ":")
				}
				value(show && (token == '{' || n == 0))
				write(" ")
			}
			end, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			write(end.(json.Delim).String() + "\n")
		case nil:
			write("null")
		case string:
			write("text")
		case bool:
			write("bool")
		default:
			write("number")
		}
	}
	value(true)
	return strings.Join(strings.Fields(out.String()), " ")
}

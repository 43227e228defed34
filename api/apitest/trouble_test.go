package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAnswersInstead(t *testing.T) {
	for _, test := range []struct {
		name   string
		fault  Fault
		status int
		body   string
		header string
		value  string
	}{
		{"plain", Fault{How: Answer}, 500, `{"detail":"Internal Server Error"}`, "Content-Type", "application/json"},
		{"wrong key", Fault{How: Answer, Status: 401}, 401, `{"detail":"Invalid API key"}`, "", ""},
		{"no tokens", Fault{How: Answer, Status: 403}, 403, `{"detail":"Not enough tokens"}`, "", ""},
		{"wait", RateLimit(Submit, 1, "17"), 429, `{"detail":"Too Many Requests"}`, "Retry-After", "17"},
		{"wait until", RateLimit(API, 1, "Thu, 29 Jun 2023 16:30:00 GMT"), 429, `detail`, "Retry-After", "Thu, 29 Jun 2023 16:30:00 GMT"},
		{"a page", HTMLError(Submit, 502), 502, "<html>", "Content-Type", "text/html"},
		{"nonsense", Fault{How: Answer, Status: 200, Body: "[[[["}, 200, "[[[[", "", ""},
		{
			"header",
			Fault{How: Answer, Status: 503, Header: http.Header{"x-from": {"a proxy"}}},
			503,
			`{"detail":"Service Unavailable"}`, "X-From", "a proxy",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, Options{})
			r.Inject(test.fault)
			got := r.post(goodRequest(1))
			if got.status != test.status || !strings.Contains(string(got.body), test.body) || got.header.Get(test.header) != test.value {
				t.Errorf("%d %s, headers %v", got.status, got.body, got.header)
			}
			if len(r.Jobs()) != 0 || r.Spent() != 0 || r.Calls()[0].Fault != Answer {
				t.Error("the call had an effect, or its record doesn't tell of the fault")
			}
		})
	}
}

func TestListUnavailable(t *testing.T) {
	for _, status := range []int{404, 405, 422} {
		r := newRig(t, Options{})
		r.Inject(NoList(status))
		id := r.submitted(goodRequest(1))
		for range 3 {
			if got := r.get("/jobs/image-gen"); got.status != status {
				t.Errorf("list: %d, want %d", got.status, status)
			}
		}
		if got := r.get("/jobs/dreambooth"); got.status != 200 {
			t.Errorf("training list: %d", got.status)
		}
		r.job(id)
		r.ClearFaults()
		if got := r.get("/jobs/image-gen"); got.status != 200 {
			t.Errorf("list after it came back: %d", got.status)
		}
	}
}

func TestLostPosts(t *testing.T) {
	for _, test := range []struct {
		how  Kind
		jobs int
	}{{DropBefore, 0}, {DropAfter, 1}} {
		r := newRig(t, Options{})
		r.Inject(Fault{Where: Submit, How: test.how})
		if got, err := r.send("POST", r.URL()+"/image_gen", goodRequest(3), "Authorization", "Bearer "+key(), "Content-Type", "application/json"); err == nil {
			t.Errorf("%s: answered %d", test.how, got.status)
		}
		if len(r.Jobs()) != test.jobs || r.Spent() != 3*test.jobs {
			t.Errorf("%s: %d jobs, %d tokens", test.how, len(r.Jobs()), r.Spent())
		}
		call := r.Calls()[0]
		if (call.JobID != "") != (test.jobs > 0) || call.Status != 0 || string(call.Body) != goodRequest(3) {
			t.Errorf("%s: recorded %+v", test.how, call)
		}
		if got := r.post(goodRequest(1)); got.status != 200 {
			t.Errorf("%s: the next POST was answered %d", test.how, got.status)
		}
	}
}

func TestAcceptedButRefused(t *testing.T) {
	r := newRig(t, Options{})
	r.Inject(Fault{Where: Submit, How: AcceptThenAnswer, Status: 503})
	if got := r.post(goodRequest(2)); got.status != 503 || len(r.Jobs()) != 1 || r.Spent() != 2 {
		t.Errorf("%d, %d jobs, %d tokens", got.status, len(r.Jobs()), r.Spent())
	}
}

// Faults in the bytes of a picture: the body and the headers that arrive.
func TestSpoiltPictures(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault Fault
		check func(stored []byte, got reply, honest http.Header) bool
	}{
		{"cut", Fault{How: Cut, AfterBytes: 100}, func(stored []byte, got reply, _ http.Header) bool {
			return errors.Is(got.err, io.ErrUnexpectedEOF) && bytes.Equal(got.body, stored[:100])
		}},
		{"cut in the middle", Fault{How: Cut}, func(stored []byte, got reply, _ http.Header) bool {
			return errors.Is(got.err, io.ErrUnexpectedEOF) && len(got.body) == len(stored)/2
		}},
		{"truncated", Fault{How: Truncate, AfterBytes: 100}, func(stored []byte, got reply, honest http.Header) bool {
			return got.err == nil && bytes.Equal(got.body, stored[:100]) && got.header.Get("X-Goog-Hash") == honest.Get("X-Goog-Hash")
		}},
		{"corrupt", Fault{How: Corrupt, AfterBytes: 60}, func(stored []byte, got reply, honest http.Header) bool {
			same := len(got.body) == len(stored) && bytes.Equal(got.body[:60], stored[:60]) && bytes.Equal(got.body[61:], stored[61:])
			return same && got.body[60] == ^stored[60] && got.header.Get("X-Goog-Hash") == honest.Get("X-Goog-Hash")
		}},
		{"too long a length", Fault{How: WrongLength}, func(stored []byte, got reply, _ http.Header) bool {
			return errors.Is(got.err, io.ErrUnexpectedEOF) && bytes.Equal(got.body, stored)
		}},
		{"a terabyte's length", Fault{How: WrongLength, Length: 1 << 40}, func(stored []byte, got reply, _ http.Header) bool {
			return errors.Is(got.err, io.ErrUnexpectedEOF) && got.header.Get("Content-Length") == "1099511627776"
		}},
		{"too short a length", Fault{How: WrongLength, Length: 50}, func(stored []byte, got reply, _ http.Header) bool {
			return got.err == nil && bytes.Equal(got.body, stored[:50])
		}},
		{"wrong hash", Fault{How: WrongHash}, func(stored []byte, got reply, honest http.Header) bool {
			return bytes.Equal(got.body, stored) && len(got.header.Values("X-Goog-Hash")) == 2 && got.header.Get("X-Goog-Hash") != honest.Get("X-Goog-Hash")
		}},
		{"no hash", Fault{How: NoHash}, func(stored []byte, got reply, _ http.Header) bool {
			return bytes.Equal(got.body, stored) && got.header.Get("X-Goog-Hash") == ""
		}},
		{"no etag", Fault{How: NoETag}, func(stored []byte, got reply, _ http.Header) bool {
			return bytes.Equal(got.body, stored) && got.header.Get("Etag") == ""
		}},
		{"no ranges", Fault{How: NoRange}, func(stored []byte, got reply, _ http.Header) bool {
			return got.status == 200 && bytes.Equal(got.body, stored)
		}},
		{"another object", Fault{How: Substitute, Body: "a bomb"}, func(_ []byte, got reply, honest http.Header) bool {
			return string(got.body) == "a bomb" && got.header.Get("X-Goog-Hash") != honest.Get("X-Goog-Hash") && got.header.Get("Etag") != honest.Get("Etag")
		}},
		{"expired", Fault{How: Expire}, func(_ []byte, got reply, _ http.Header) bool {
			return got.status == 400 && strings.Contains(string(got.body), "ExpiredToken")
		}},
		{"forbidden", Fault{How: Answer, Status: 403}, func(_ []byte, got reply, _ http.Header) bool {
			return got.status == 403 && strings.Contains(string(got.body), "<Code>Forbidden</Code>")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, Options{})
			j := r.finished(1)
			generated := pictures(t, j)[0]
			_, stored, _ := r.Picture(j.JobID, generated.GeneratedImageID)
			honest := r.must("GET", generated.URL, "").header
			test.fault.Where, test.fault.Match = Picture, generated.GeneratedImageID
			r.Inject(test.fault)
			var headers []string
			if test.fault.How == NoRange {
				headers = []string{"Range", "bytes=10-"}
			}
			got, err := r.send("GET", generated.URL, "", headers...)
			if err != nil || !test.check(stored, got, honest) {
				t.Errorf("%d, %d bytes of %d, reading: %v, headers %v (%v)", got.status, len(got.body), len(stored), got.err, got.header, err)
			}
			if again := r.must("GET", generated.URL, ""); !bytes.Equal(again.body, stored) {
				t.Error("the fault struck twice, or the stored picture was spoilt for good")
			}
		})
	}
}

// later sends a call in the background, while the test moves the clock.
func (r *rig) later(address string) <-chan reply {
	answered := make(chan reply, 1)
	go func() {
		got, err := r.send("GET", address, "")
		got.err = errors.Join(got.err, err)
		answered <- got
	}()
	return answered
}

func TestSlowAnswers(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault Fault
		steps int
		step  time.Duration
	}{
		{"late", Fault{How: Delay, Delay: time.Minute}, 1, time.Minute},
		{"slow", Fault{How: Slow, Rate: 5000, Header: http.Header{"X-Slow": {"1"}}}, 0, 100 * time.Millisecond},
		{"stalled for a while", Fault{How: Stall, AfterBytes: 10, Delay: time.Hour}, 1, time.Hour},
		{"silent for a while", Fault{How: Stall, AfterBytes: -1, Delay: time.Hour}, 1, time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, Options{URLLife: 24 * time.Hour})
			j := r.finished(1)
			generated := pictures(t, j)[0]
			_, stored, _ := r.Picture(j.JobID, generated.GeneratedImageID)
			steps := test.steps
			if steps == 0 {
				steps = (len(stored) - 1) / 500 // there is no pause after the last piece
			}
			test.fault.Where = Images
			r.Inject(test.fault)
			answered := r.later(generated.URL)
			// If a fault didn't occur, the test would wait for ever.
			patience, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			for range steps {
				if err := r.clock.BlockUntilContext(patience, 1); err != nil {
					t.Fatal(err)
				}
				select {
				case got := <-answered:
					t.Fatalf("answered too soon: %d bytes, %v", len(got.body), got.err)
				default:
				}
				r.clock.Advance(test.step)
			}
			if got := <-answered; got.err != nil || !bytes.Equal(got.body, stored) {
				t.Errorf("%d bytes of %d, %v", len(got.body), len(stored), got.err)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	r := newRig(t, Options{})
	other := newRig(t, Options{})
	j := r.finished(1)
	address := pictures(t, j)[0].URL

	r.Inject(Fault{Where: Picture, How: Redirect, Hops: 5})
	if got := r.must("GET", address, ""); got.status != 200 || !strings.HasPrefix(string(got.body), pngSignature) {
		t.Errorf("after five hops: %d", got.status)
	}
	if calls := r.ImageCalls(); len(calls) != 7 || calls[0].Status != 302 || calls[1].Status != 307 {
		t.Errorf("%d calls for a redirect, five hops and the picture", len(calls))
	}

	r.Inject(Fault{Where: Picture, How: Redirect, Hops: -1})
	if got, err := r.send("GET", address, ""); err == nil {
		t.Errorf("an endless chain ended with %d", got.status)
	}

	r.Inject(Fault{Where: Follow, How: Redirect, Status: 308, Location: other.ImageURL() + "/elsewhere"})
	r.get("/jobs/image-gen/" + j.JobID)
	if calls := other.ImageCalls(); len(calls) != 1 || calls[0].Path != "/elsewhere" {
		t.Errorf("the other host saw %+v", calls)
	}
}

func TestNulls(t *testing.T) {
	for _, o := range []Options{{}, {Wrapped: true}} {
		r := newRig(t, o)
		id := r.finished(2).JobID
		r.Inject(Fault{Where: API, How: Nulls, Times: -1})
		var one map[string]any
		decode(t, r.get("/jobs/image-gen/"+id), &one)
		list := r.get("/jobs/image-gen").body
		if len(one) != 19 || one["job_id"] != id || one["state"] != "success" {
			t.Errorf("%v", one)
		}
		for name, value := range one {
			if value != nil && name != "job_id" && name != "job_type" && name != "state" {
				t.Errorf("%s is %v", name, value)
			}
		}
		if n := bytes.Count(list, []byte("null")); n != 16 || bytes.HasPrefix(list, []byte("[")) == o.Wrapped {
			t.Errorf("%d nulls in %s", n, list)
		}
	}
}

func TestEdit(t *testing.T) {
	r := newRig(t, Options{})
	r.Inject(Fault{Where: List, How: Edit, Edit: func(b []byte) []byte { return append(b, " trailing"...) }})
	if got := r.get("/jobs/image-gen"); string(got.body) != "[] trailing" {
		t.Errorf("%s", got.body)
	}
}

func TestWhichCallsAreStruck(t *testing.T) {
	r := newRig(t, Options{})
	r.Inject(Fault{Where: List, How: Answer, Status: 500, Skip: 1, Every: 2, Times: 2})
	r.Inject(Fault{Where: Anywhere, Match: "/jobs/dream", How: Answer, Status: 418, Times: -1})
	var got []int
	for range 7 {
		got = append(got, r.get("/jobs/image-gen").status)
	}
	want := []int{200, 200, 500, 200, 500, 200, 200}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("statuses %v, want %v", got, want)
		}
	}
	if got := r.get("/jobs/dreambooth").status; got != 418 || r.Faults() != 1 {
		t.Errorf("status %d, %d faults left", got, r.Faults())
	}
}

func TestControl(t *testing.T) {
	r := newRig(t, Options{Control: true})
	base := r.URL() + "/_simulate/"
	r.must("POST", base+"faults", string(mustJSON(Fault{Where: List, How: Answer, Status: 503, Times: -1})))
	r.must("POST", base+"plans", `{"failure_reason":"no luck"}`)
	id := jobID(t, r.must("POST", base+"jobs", `{"prompt":"p","base_model":"sd","num_samples":2}`))
	jobID(t, r.must("POST", base+"training-jobs", `{"instance_prompt":"photo of ukj man","steps":[5]}`))
	r.must("POST", base+"raw-jobs", `{"job_id":"odd"}`)
	r.clock.Advance(time.Hour)
	if j := r.job(id); j.FailureReason != "no luck" {
		t.Errorf("job %+v", j)
	}
	if got := r.get("/jobs/image-gen").status; got != 503 {
		t.Errorf("list: %d", got)
	}
	r.must("DELETE", base+"faults", "")
	if got := r.get("/jobs/image-gen").status; got != 200 {
		t.Errorf("list: %d", got)
	}
	var totals Totals
	decode(t, r.must("GET", base+"totals", ""), &totals)
	if totals.Jobs != 3 || totals.Tokens != -1 {
		t.Errorf("totals %+v", totals)
	}
	var jobs []json.RawMessage
	decode(t, r.must("GET", base+"jobs", ""), &jobs)
	if len(jobs) != 3 {
		t.Errorf("%d jobs", len(jobs))
	}
	for _, bad := range []string{"faults", "nothing"} {
		if got := r.must("POST", base+bad, "{"); got.status != 422 && got.status != 404 {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
}

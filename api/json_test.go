package api

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func decodeJob(t testing.TB, data string) Job {
	t.Helper()
	var job Job
	if err := json.Unmarshal([]byte(data), &job); err != nil {
		t.Fatalf("reading %.200s: %v", data, err)
	}
	return job
}

func encode(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("writing %T: %v", v, err)
	}
	return string(out)
}

func TestSampleIsTyped(t *testing.T) {
	job := decodeJob(t, string(sample(t)))

	type facts struct {
		Type, ID, Prompt, Checkpoint, Model, Base, Scheduler, Queueing, Thumbnail, Image string
		State                                                                            State
		Width, Height, Samples, Steps, Thumbnails, Tags                                  int
		HRF                                                                              bool
		Denoising, Queued, Ran, Done                                                     float64
		Seed, ImageSeed                                                                  int64
		ConfigIdx, SecondIdx                                                             int
		Start, End                                                                       time.Time
	}
	r := job.ImageGenResults[0]
	got := facts{
		Type: job.JobType, ID: job.JobID, Prompt: job.Config.Prompt[:28], Checkpoint: r.CheckpointID,
		Model: job.Config.ModelType, Base: job.Config.BaseModel, Scheduler: job.Config.SchedulerType,
		Queueing: job.QueueingState, Thumbnail: job.Thumbnails[3][len(job.Thumbnails[3])-22:],
		Image: r.GeneratedImages[1].GeneratedImageID, State: job.State,
		Width: job.Config.Width, Height: job.Config.Height, Samples: job.Config.NumSamples,
		Steps: job.Config.NumInferenceSteps, Thumbnails: len(job.Thumbnails), Tags: len(job.Tags),
		HRF: *job.Config.EnableHRF, Denoising: *job.Config.DenoisingStrength,
		Queued: *job.QueuedDuration, Ran: *job.RunningDuration, Done: *job.PercentageDone,
		Seed: *job.Config.Seed, ImageSeed: *r.GeneratedImages[0].Seed,
		ConfigIdx: *r.ConfigIdx, SecondIdx: *r.GeneratedImages[1].GenerationIdx,
		Start: job.StateQueuedStart.Time, End: job.StateRunningEnd.Time,
	}
	want := facts{
		Type: "image-gen", ID: "ig_90c7ebd5", Prompt: "portrait photo of ukj man, c", Checkpoint: "ckp_15f9112b",
		Model: "sd-v1", Scheduler: "dpm++", Queueing: "default", Thumbnail: "93c5e4d0_thumbnail.png",
		Image: "577ab3c6", State: Success, Width: 768, Height: 1024, Samples: 16, Steps: 20, Thumbnails: 4,
		HRF: true, Denoising: 0.6, Queued: 131.266285, Ran: 52.032981, Done: 100, Seed: -1, ImageSeed: 2811570194,
		SecondIdx: 2, Start: time.Date(2023, 6, 29, 16, 25, 28, 18608000, time.UTC),
		End: time.Date(2023, 6, 29, 16, 28, 31, 317874000, time.UTC),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the sample was read wrongly (-want +got):\n%s", diff)
	}
	if !job.State.Finished() || job.DreamboothResult != nil || job.FailureReason != "" {
		t.Error("a finished job without training and failure was expected")
	}
}

// TestRoundTrip decodes and encodes JSON, and compares the meaning.
func TestRoundTrip(t *testing.T) {
	nulls := `{`
	for i, f := range shapes[reflect.TypeFor[Job]()].fields {
		if i > 0 {
			nulls += ","
		}
		nulls += fmt.Sprintf("%q:null", f.name)
	}
	nulls += `}`
	for name, data := range map[string]string{
		"sample":              string(sample(t)),
		"nothing":             `{}`,
		"nulls everywhere":    nulls,
		"nulls inside":        `{"config":{"prompt":null,"tags":[null]},"image_gen_results":[{"generated_images":[{"url":null,"seed":null}]}],"thumbnails":[null]}`,
		"empty values":        `{"job_id":"","config":{},"tags":[],"image_gen_results":[],"dreambooth_result":{},"state_updated":""}`,
		"explicit zeros":      `{"config":{"width":0,"guidance_scale":0,"seed":0,"dry_run":false,"enable_hrf":false},"percentage_done":0}`,
		"floats for whole":    `{"config":{"width":768.0,"height":1.024e3,"seed":-1.0},"percentage_done":62.50}`,
		"other types":         `{"job_id":7,"state":["x"],"config":"none","thumbnails":"none","tags":{"a":1},"percentage_done":"62","dreambooth_result":[],"state_updated":5}`,
		"unknown names":       `{"new":{"a":[1,{"b":null}]},"config":{"lora":"x"},"tags":[{"key":"k","colour":1}],"image_gen_results":[{"x":1,"generated_images":[{"nsfw":false}]}],"dreambooth_result":{"y":[],"checkpoints":[{"step":500,"z":0}]}}`,
		"broken list items":   `{"image_gen_results":[null,7,{"generated_images":["x",{"generated_image_id":"a"},[]]}],"thumbnails":["a",1,"",null]}`,
		"numbers with digits": `{"n":12345678901234567890123,"config":{"seed":9223372036854775807,"guidance_scale":7.12345678901234567890},"queued_duration":18446744073709551616}`,
		"one digit too many":  `{"running_duration":-36676118646597611,"percentage_done":0.12345678901234568,"queued_duration":1e-999}`,
		"seed out of range":   `{"config":{"seed":18446744073709551615,"width":1e99}}`,
		"times":               `{"state_updated":"2023-06-29T16:28:31","state_running_start":"2023-06-29T16:28:31.310000","state_running_end":"2023-06-29T18:28:31.3+02:00","state_queued_start":"yesterday","state_queued_end":"2023-06-29 16:28:31Z"}`,
		"texts":               `{"config":{"prompt":"a \u003cb\u003e & \"c\" \ud83d\ude00 \u2028 ` + "\u202e" + `"}}`,
		"failure data":        `{"failure_reason":"out of memory","failure_reason_data":[1,{"a":"b"}]}`,
		"case matters":        `{"JOB_ID":"x","job_id":"y"}`,
	} {
		t.Run(name, func(t *testing.T) {
			out := encode(t, decodeJob(t, data))
			if diff := cmp.Diff(asAny(t, []byte(data)), asAny(t, []byte(out)), cmp.Comparer(sameDigits)); diff != "" {
				t.Errorf("the meaning changed (-read +written):\n%s", diff)
			}
		})
	}
}

// sameDigits compares numbers by value, without rounding.
func sameDigits(a, b json.Number) bool {
	if a == b {
		return true
	}
	x, xErr := a.Float64()
	y, yErr := b.Float64()
	return xErr == nil && yErr == nil && x == y && math.Abs(x) < 1<<53
}

func TestOddValuesAreRead(t *testing.T) {
	job := decodeJob(t, `{
		"job_id": "ig_1", "state": "paused", "percentage_done": "62", "new": 1,
		"state_running_end": "2023-06-29T18:28:31.3+02:00",
		"config": {"width": 768.0, "height": "tall", "seed": 9223372036854775807},
		"image_gen_results": [null, {"generated_images": [{"generated_image_id": "a", "generation_idx": 2}, 5, {"generated_image_id": "b", "url": 5}]}],
		"thumbnails": ["t", 4]
	}`)
	if job.State != "paused" || job.State.Finished() {
		t.Errorf("an unknown state has to be kept and not finished: %q", job.State)
	}
	if job.Config.Width != 768 || job.Config.Height != 0 || *job.Config.Seed != math.MaxInt64 {
		t.Errorf("config: %+v", job.Config)
	}
	if want := time.Date(2023, 6, 29, 16, 28, 31, 3e8, time.UTC); !job.StateRunningEnd.Equal(want) {
		t.Errorf("a time with a zone: %v, want %v", job.StateRunningEnd, want)
	}
	if len(job.ImageGenResults) != 1 || len(job.ImageGenResults[0].GeneratedImages) != 2 || job.ImageGenResults[0].GeneratedImages[1].GeneratedImageID != "b" {
		t.Errorf("the good items of broken lists have to be there: %+v", job.ImageGenResults)
	}
	if len(job.Thumbnails) != 1 || job.PercentageDone != nil || string(job.Unknown["percentage_done"]) != `"62"` {
		t.Errorf("job: %+v", job)
	}
}

// TestGivenSinceWins changes fields whose old values are in Unknown.
func TestGivenSinceWins(t *testing.T) {
	const read = `{"prompt":null,"width":"wide","seed":null,"base_model":"","tags":[{"key":"a"},7],"extra":true}`
	var c Config
	if err := json.Unmarshal([]byte(read), &c); err != nil {
		t.Fatal(err)
	}
	if got := encode(t, c); got != `{"prompt":null,"width":"wide","base_model":"","seed":null,"tags":[{"key":"a"},7],"extra":true}` {
		t.Errorf("unchanged: %s", got)
	}
	c.Prompt, c.Width, c.Seed, c.BaseModel = "a < b", 512, new(int64(0)), "m"
	c.Tags = append(c.Tags, Tag{Key: "b", Value: "c"})
	if got := encode(t, c); got != `{"prompt":"a \u003c b","width":512,"base_model":"m","seed":0,"tags":[{"key":"a"},{"key":"b","value":"c"}],"extra":true}` {
		t.Errorf("changed: %s", got)
	}
	c.Width, c.Seed = 0, nil
	if got := encode(t, c); !strings.Contains(got, `"width":"wide"`) || !strings.Contains(got, `"seed":null`) {
		t.Errorf("taken back: %s", got)
	}
}

func TestOnlyWhatIsGivenIsWritten(t *testing.T) {
	for want, c := range map[string]Config{
		`{}`: {},
		`{"prompt":"p","width":512,"guidance_scale":0,"enable_hrf":false,"seed":-1,"dry_run":true}`: {
			Prompt: "p", Width: 512, GuidanceScale: new(0.0), EnableHRF: new(false), Seed: new(int64(-1)), DryRun: true,
			Tags: []Tag{}, Unknown: map[string]json.RawMessage{},
		},
		`{"b":null,"z":[1]}`: {Unknown: map[string]json.RawMessage{"z": json.RawMessage("[ 1 ]"), "b": nil}},
	} {
		if got := encode(t, c); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if _, err := json.Marshal(Config{GuidanceScale: new(math.NaN())}); err == nil {
		t.Error("NaN has no JSON and has to be an error")
	}
	if _, err := json.Marshal(Config{Unknown: map[string]json.RawMessage{"a": json.RawMessage("{")}}); err == nil {
		t.Error("what is no JSON in Unknown has to be an error")
	}
}

func TestNoObject(t *testing.T) {
	for _, data := range []string{`[]`, `"x"`, `1`, `true`, ``, `{`, `{"a":1}}`, strings.Repeat(`{"a":`, 100) + `1` + strings.Repeat(`}`, 100)} {
		var job Job
		if err := job.UnmarshalJSON([]byte(data)); err == nil {
			t.Errorf("%.30q is no job, and was read as %+v", data, job)
		}
	}
	if job := decodeJob(t, `{"job_id":null,"state":"queued","job_id":"x","state":7}`); job.JobID != "x" || job.State != "" || len(job.Unknown) != 1 {
		t.Errorf("of two members with one name the last one counts: %+v", job)
	}
	job := Job{JobID: "kept"}
	if err := json.Unmarshal([]byte(`null`), &job); err != nil || job.JobID != "kept" {
		t.Errorf("null changes nothing: %v, %+v", err, job)
	}
	if err := json.Unmarshal([]byte(`{"state":"queued"}`), &job); err != nil || job.JobID != "" {
		t.Errorf("reading has to forget what was there before: %+v", job)
	}
}

// drawJSON draws a random JSON value. Its objects may have names of the types'
// fields.
func drawJSON(t *rapid.T, depth int) any {
	var names []string
	for _, s := range shapes {
		for _, f := range s.fields {
			names = append(names, f.name)
		}
	}
	scalar := rapid.OneOf(
		rapid.Just(any(nil)),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.Int64(), func(n int64) any { return json.Number(fmt.Sprint(n)) }),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) any { return f }),
		rapid.SampledFrom([]any{"", "2023-06-29T16:28:31.317874", "2023-06-29T16:28:31Z", json.Number("768.0"), json.Number("0"), json.Number("1e400")}),
		rapid.Map(rapid.String(), func(s string) any { return s }),
	)
	if depth == 0 {
		return scalar.Draw(t, "scalar")
	}
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		return scalar.Draw(t, "scalar")
	case 1:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, drawJSON(t, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 8).Draw(t, "members") {
		object[rapid.OneOf(rapid.SampledFrom(names), rapid.String()).Draw(t, "name")] = drawJSON(t, depth-1)
	}
	return object
}

func TestRoundTripProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		object := map[string]any{"job_id": "x"}
		for _, f := range shapes[reflect.TypeFor[Job]()].fields {
			if rapid.Bool().Draw(t, "has "+f.name) {
				object[f.name] = drawJSON(t, 4)
			}
		}
		data, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		checkRoundTrip(t, data)
	})
}

// checkRoundTrip decodes and encodes a job, twice.
func checkRoundTrip(t interface{ Fatalf(string, ...any) }, data []byte) {
	var job, again Job
	if err := json.Unmarshal(data, &job); err != nil {
		t.Fatalf("reading %s: %v", data, err)
	}
	written, err := json.Marshal(job)
	if err != nil {
		t.Fatalf("writing what was read of %s: %v", data, err)
	}
	if want, got := anyOf(t, data), anyOf(t, written); !cmp.Equal(want, got, cmp.Comparer(sameDigits)) {
		t.Fatalf("the meaning of %s changed: %s\n%s", data, written, cmp.Diff(want, got, cmp.Comparer(sameDigits)))
	}
	if err := json.Unmarshal(written, &again); err != nil {
		t.Fatalf("reading %s again: %v", written, err)
	}
	twice, err := json.Marshal(again)
	if err != nil || string(twice) != string(written) {
		t.Fatalf("writing is not stable (%v):\n%s\n%s", err, written, twice)
	}
}

func anyOf(t interface{ Fatalf(string, ...any) }, data []byte) any {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("reading %s: %v", data, err)
	}
	return v
}

// FuzzJob decodes random data. Everything that encoding/json accepts as an
// object within the bounds is decoded without an error and encoded with the
// same meaning, and it is split into the same parts as encoding/json finds.
func FuzzJob(f *testing.F) {
	f.Add(sample(f))
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"jobs":[{"job_id":"a"},7]}`, `{"config":{"seed":1e3,"width":-0}}`,
		"{ \"a\\\"\" : [ { } , \"}\" ] ,\n\"a\" :1 }", `{"tags":[null,{"key":"k"}],"percentage_done":1e999}`,
		`{"state_updated":"2023-06-29 16:28:31.317874+02:00"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// An invalid element doesn't spoil the others of a list, but doesn't
		// become a job.
		jobs, err := readJobs(data)
		for _, job := range jobs {
			if _, unwritable := json.Marshal(job); unwritable != nil {
				t.Fatalf("a job was read from what is no JSON: %v", unwritable)
			}
		}
		var items []json.RawMessage
		if json.Unmarshal(data, &items) == nil && checkJSON(data, MaxAnswerDepth) == nil && len(items) > 0 && (err == nil) != (len(jobs) > 0) {
			t.Fatalf("%d jobs and %v of a list of %d", len(jobs), err, len(items))
		}
		var parts map[string]json.RawMessage
		var job Job
		readErr := json.Unmarshal(data, &job)
		if err := json.Unmarshal(data, &parts); err != nil || parts == nil {
			if readErr == nil && err != nil {
				t.Fatalf("read as a job: %q", data)
			}
			return
		}
		if checkJSON(data, MaxAnswerDepth) != nil {
			return
		}
		cut := map[string]json.RawMessage{}
		members(data, func(name string, value []byte) { cut[name] = value })
		if diff := cmp.Diff(parts, cut); diff != "" {
			t.Fatalf("cut differently (-encoding/json +here):\n%s", diff)
		}
		checkRoundTrip(t, data)
	})
}

// Objects and lists are split as encoding/json does.
func TestSplitting(t *testing.T) {
	for _, data := range []string{
		`{}`, `[]`, ` { } `, `null`, `"x"`, `12`, `[1]`, `[ 1 , -2.5e3 ,null, true]`, `["]", "\\\"", "{,}"]`, `[[],[[1,2],{"a":[3]}],{}]`,
		`{"a":1,"b" : [1,{"c":"}"}] ,"a":2}`, `{"":{}, "\u00e9\"":"x"}`, "{\n\t\"a\"\r\n:\n1\n}", `[{"x":[1,2,3],"y":{"z":null}},{"x":"\\"}]`,
	} {
		var wantObject, gotObject map[string]json.RawMessage
		var wantList, gotList []json.RawMessage
		isObject := json.Unmarshal([]byte(data), &wantObject) == nil && wantObject != nil
		isList := json.Unmarshal([]byte(data), &wantList) == nil && wantList != nil
		gotObject, gotList = map[string]json.RawMessage{}, []json.RawMessage{}
		asObject := members([]byte(data), func(name string, value []byte) { gotObject[name] = value })
		asList := elements([]byte(data), func(value []byte) bool { gotList = append(gotList, value); return true })
		if asObject != isObject || asList != isList {
			t.Errorf("%s: an object %v, a list %v", data, asObject, asList)
		}
		if isObject && !cmp.Equal(wantObject, gotObject) {
			t.Errorf("%s: %q, want %q", data, gotObject, wantObject)
		}
		if isList && !cmp.Equal(wantList, gotList) {
			t.Errorf("%s: %q, want %q", data, gotList, wantList)
		}
	}
}

// What is no JSON is split somehow, to an end.
func FuzzSplit(f *testing.F) {
	for _, data := range []string{`{"a":1`, `[1,`, `{"a`, `[}`, `{]`, `{:}`, `[,,]`, `{"a"}`, `["\`} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		parts := 0
		members(data, func(string, []byte) { parts++ })
		elements(data, func([]byte) bool { parts++; return true })
		if parts > len(data)+1 {
			t.Errorf("%d parts in %d bytes", parts, len(data))
		}
	})
}

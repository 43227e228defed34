package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lookbook/api"
)

func TestKeys(t *testing.T) {
	good := "dl-" + strings.Repeat("1f", 16)
	for _, test := range []struct {
		name, header string
		keys         []string
		want         int
	}{
		{"none", "", nil, 401},
		{"bare key", key(), nil, 401},
		{"another scheme", "Basic " + key(), nil, 401},
		{"wrong form", "Bearer sk-" + strings.Repeat("0a", 16), nil, 401},
		{"upper-case digits", "Bearer dl-" + strings.ToUpper(key()[3:]), nil, 200},
		{"upper case", "Bearer " + strings.ToUpper(key()), nil, 401},
		{"well formed", "Bearer " + key(), nil, 200},
		{"lower case scheme", "bearer " + key(), nil, 200},
		{"not one of the good", "Bearer " + key(), []string{good}, 401},
		{"one of the good", "Bearer " + good, []string{"x", good}, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, Options{Keys: test.keys})
			for _, call := range []struct{ method, path string }{
				{"GET", "/jobs/image-gen"}, {"GET", "/jobs/dreambooth"}, {"POST", "/image_gen"},
			} {
				got := r.must(call.method, r.URL()+call.path, goodRequest(1), "Authorization", test.header, "Content-Type", "application/json")
				if got.status != test.want {
					t.Errorf("%s %s: status %d, want %d", call.method, call.path, got.status, test.want)
				}
				var told struct{ Detail string }
				if err := json.Unmarshal(got.body, &told); test.want != 200 && (err != nil || told.Detail == "") {
					t.Errorf("%s: no detail in %s", call.path, got.body)
				}
			}
			if test.want != 200 && (len(r.Jobs()) != 0 || r.Spent() != 0) {
				t.Error("a call without a good key made a job")
			}
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	with := func(field, value string) string {
		return strings.Replace(goodRequest(1), "{", fmt.Sprintf("{%q:%s,", field, value), 1)
	}
	// The last of two fields with the same name counts, so fields of
	// goodRequest are replaced.
	instead := func(field, value string) string {
		return regexp.MustCompile(`"`+field+`":("[^"]*"|\d+)`).ReplaceAllString(goodRequest(1), fmt.Sprintf("%q:%s", field, value))
	}
	for _, test := range []struct{ name, body, loc, kind string }{
		{"no JSON", `{"prompt":`, `body`, "value_error.jsondecode"},
		{"empty", ``, `body`, "value_error.jsondecode"},
		{"a list", `[]`, `body`, "type_error.dict"},
		{"null", `null`, `body`, "type_error.dict"},
		{"no prompt", `{"base_model":"sd"}`, `body prompt`, "value_error.missing"},
		{"null prompt", instead("prompt", `null`), `body prompt`, "type_error.none.not_allowed"},
		{"empty prompt", instead("prompt", `""`), `body prompt`, "value_error.any_str.min_length"},
		{"number as prompt", instead("prompt", `7`), `body prompt`, "type_error.str"},
		{"no model", `{"prompt":"p"}`, `body __root__`, "value_error"},
		{"null models", `{"prompt":"p","base_model":null,"checkpoint_id":""}`, `body __root__`, "value_error"},
		{"width as text", instead("width", `"wide"`), `body width`, "type_error.integer"},
		{"broken width", instead("width", `24.5`), `body width`, "type_error.integer"},
		{"no width at all", instead("width", `0`), `body width`, "value_error.number.not_ge"},
		{"absurd height", instead("height", `65535`), `body height`, "value_error.number.not_le"},
		{"no images", instead("num_samples", `0`), `body num_samples`, "value_error.number.not_ge"},
		{"too many images", instead("num_samples", `51`), `body num_samples`, "value_error.number.not_le"},
		{"steps", with("num_inference_steps", `0`), `body num_inference_steps`, "value_error.number.not_ge"},
		{"denoising", with("denoising_strength", `1.01`), `body denoising_strength`, "value_error.number.not_le"},
		{"guidance as text", with("guidance_scale", `"7"`), `body guidance_scale`, "type_error.float"},
		{"hrf", with("enable_hrf", `"yes"`), `body enable_hrf`, "type_error.bool"},
		{"seed", instead("seed", `-2`), `body seed`, "value_error.number.not_ge"},
		{"format", with("output_format", `"gif"`), `body output_format`, "type_error.enum"},
		{"callback", with("callback", `"ftp://x"`), `body callback`, "value_error.url.scheme"},
		{"tags", with("tags", `{"a":"b"}`), `body tags`, "type_error.list"},
		{"tag without value", with("tags", `[{"key":"a","value":"b"},{"key":"a"}]`), `body tags 1 value`, "value_error.missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, Options{})
			got := r.post(test.body)
			var told struct{ Detail []invalidField }
			if err := json.Unmarshal(got.body, &told); err != nil || len(told.Detail) == 0 {
				t.Fatalf("status %d, no list of complaints in %s", got.status, got.body)
			}
			if got.status != http.StatusUnprocessableEntity || len(r.Jobs()) != 0 || r.Spent() != 0 {
				t.Errorf("status %d, %d jobs, %d tokens", got.status, len(r.Jobs()), r.Spent())
			}
			first := told.Detail[0]
			if loc := strings.Trim(fmt.Sprint(first.Loc), "[]"); !strings.HasPrefix(loc, test.loc) || first.Type != test.kind || first.Message == "" {
				t.Errorf("complaint %+v, want %s at %s", first, test.kind, test.loc)
			}
		})
	}
}

func TestSeveralComplaintsAtOnce(t *testing.T) {
	r := newRig(t, Options{})
	var told struct{ Detail []invalidField }
	got := r.post(`{"width":0,"height":"x","num_samples":99}`)
	if err := json.Unmarshal(got.body, &told); err != nil || len(told.Detail) != 4 {
		t.Errorf("want complaints about prompt, width, height and num_samples: %s", got.body)
	}
}

func TestContentTypeThatIsNotJSON(t *testing.T) {
	r := newRig(t, Options{})
	got := r.must("POST", r.URL()+"/image_gen", goodRequest(1), "Authorization", "Bearer "+key(), "Content-Type", "text/plain")
	if got.status != 422 || len(r.Jobs()) != 0 {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestPathsThatLeadNowhere(t *testing.T) {
	r := newRig(t, Options{})
	for _, test := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 404},
		{"GET", "/jobs", 404},
		{"GET", "/jobs/image-gen/ig_00000000", 404},
		{"GET", "/jobs/image-gen/..%2F..%2Fx", 404},
		{"GET", "/jobs/image-gen/a/b", 404},
		{"GET", "/jobs/painting", 422},
		{"GET", "/image_gen", 405},
		{"DELETE", "/jobs/image-gen", 405},
		{"GET", "/_simulate/jobs", 404}, // without Options.Control
	} {
		got := r.must(test.method, r.URL()+test.path, "", "Authorization", "Bearer "+key())
		if got.status != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, got.status, test.want)
		}
	}
}

func TestDryRun(t *testing.T) {
	r := newRig(t, Options{Tokens: 3})
	body := strings.Replace(goodRequest(8), "{", `{"dry_run":true,`, 1)
	id := r.submitted(body)
	if !strings.HasPrefix(id, "TEST_") {
		t.Errorf("id %q, want TEST_…", id)
	}
	if got := r.get("/jobs/image-gen/" + id); got.status != 404 {
		t.Errorf("following a dry run: %d", got.status)
	}
	if list := r.get("/jobs/image-gen"); string(list.body) != "[]" || r.Spent() != 0 || r.Balance.Left() != 3 {
		t.Errorf("list %s, spent %d, left %d", list.body, r.Spent(), r.Balance.Left())
	}
	if got := r.post(strings.Replace(body, "a lake", "", 1)); got.status != 422 {
		t.Errorf("a bad dry run: %d", got.status)
	}
}

func TestTokens(t *testing.T) {
	r := newRig(t, Options{Tokens: 5})
	if got := r.post(goodRequest(3)); got.status != 200 || r.Balance.Left() != 2 {
		t.Fatalf("status %d, %d left", got.status, r.Balance.Left())
	}
	if got := r.post(goodRequest(3)); got.status != http.StatusPaymentRequired || r.Balance.Left() != 2 || r.Spent() != 3 {
		t.Errorf("status %d, %d left, %d spent", got.status, r.Balance.Left(), r.Spent())
	}
	r.Balance.Set(-1)
	if got := r.post(goodRequest(50)); got.status != 200 || r.Balance.Left() != -1 || r.Spent() != 53 {
		t.Errorf("status %d, %d left, %d spent", got.status, r.Balance.Left(), r.Spent())
	}
	calls := r.Calls()
	if len(calls) != 3 || calls[0].JobID == "" || calls[0].Tokens != 3 || calls[1].JobID != "" {
		t.Errorf("calls tell %+v", calls)
	}
}

// Fields that the service doesn't understand are returned as they were sent;
// the others are returned in its own form.
func TestConfigIsRepeated(t *testing.T) {
	r := newRig(t, Options{})
	id := r.submitted(`{"zeta":[1,{"b":null}],"seed":42,"prompt":"<b>é & 😀","width":512.0,"base_model":"sd","guidance_scale":7,` +
		`"checkpoint_id":null,"tags":[{"key":"k","value":"v"}],"alpha":1e400}`)
	var told struct{ Config, Tags json.RawMessage }
	decode(t, r.get("/jobs/image-gen/"+id), &told)
	want := `{"prompt":"<b>é & 😀","negative_prompt":null,"width":512,"height":null,"num_samples":null,"checkpoint_id":null,` +
		`"model_type":null,"base_model":"sd","num_inference_steps":null,"scheduler_type":null,"guidance_scale":7.0,"enable_hrf":null,` +
		`"denoising_strength":null,"seed":42,"tags":[{"key":"k","value":"v"}],"alpha":1e400,"zeta":[1,{"b":null}]}`
	if string(told.Config) != want {
		t.Errorf("config\n%s\nwant\n%s", told.Config, want)
	}
	if string(told.Tags) != `[{"key":"k","value":"v"}]` {
		t.Errorf("tags %s", told.Tags)
	}
}

func TestWebsiteJobs(t *testing.T) {
	r := newRig(t, Options{})
	id := r.AddWebsiteJob(api.Config{Prompt: "from the website", NumSamples: 2, BaseModel: "sd"})
	var list []api.Job
	decode(t, r.get("/jobs/image-gen"), &list)
	if len(list) != 1 || list[0].JobID != id || list[0].Config.Prompt != "from the website" || r.Spent() != 0 {
		t.Errorf("list %+v, spent %d", list, r.Spent())
	}
	r.clock.Advance(DefaultQueueTime + DefaultRunTime)
	if got := pictures(t, r.job(id)); len(got) != 2 {
		t.Errorf("%d pictures, want 2", len(got))
	}
}

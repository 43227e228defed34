package api_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"lookbook/api"
)

const toldOfPrint = `{"job_id":"ig_1","job_type":"image-gen","state":"running","state_updated":"2026-03-01T12:00:00","percentage_done":50,
"config":{"prompt":"ukj man","seed":-1,"depth":[3]},"tags":[{"key":"a","value":"b"}],"extra":{"preview":"https://x.test/p?X-Goog-Signature=1"},
"image_gen_results":[{"generated_images":[{"generated_image_id":"i","url":"https://x.test/i.png?X-Goog-Signature=1","seed":7}]}]}`

func printOf(t *testing.T, text string) [16]byte {
	t.Helper()
	var job api.Job
	if err := json.Unmarshal([]byte(text), &job); err != nil {
		t.Fatal(err)
	}
	return job.Fingerprint()
}

// Any change in an answer changes the fingerprint.
func TestFingerprintSeesEveryChange(t *testing.T) {
	const signed = "X-Goog-Signature=1"
	want := printOf(t, toldOfPrint)
	if again := printOf(t, toldOfPrint); again != want {
		t.Error("the same answer has two fingerprints")
	}
	if resigned := printOf(t, replaced(t, toldOfPrint, signed, "X-Goog-Signature=22")); resigned != want {
		t.Error("a signature counts")
	}
	for _, change := range [][2]string{
		{`"running"`, `"success"`},
		{"12:00:00", "12:00:01"},
		{`"percentage_done":50`, `"percentage_done":51`},
		{`"percentage_done":50,`, ``},
		{"ukj man", "ukj woman"},
		{"[3]", "[4]"},
		{`"depth"`, `"width"`},
		{`"b"`, `"c"`},
		{"/p?", "/q?"},
		{"i.png", "j.png"},
		{`"i"`, `"k"`},
		{`"seed":7`, `"seed":8`},
	} {
		if got := printOf(t, replaced(t, toldOfPrint, change[0], change[1])); got == want {
			t.Errorf("%s has the fingerprint of %s", change[1], change[0])
		}
	}
}

// Fingerprints support the types of all fields of a job.
func TestFingerprintKnowsEveryType(t *testing.T) {
	var job api.Job
	fill(reflect.ValueOf(&job).Elem())
	job.Fingerprint()
}

// fill gives every pointer and every list a value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[api.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// replaced replaces a text that must occur at least once.
func replaced(t *testing.T, text, old, with string) string {
	t.Helper()
	changed := strings.ReplaceAll(text, old, with)
	if changed == text {
		t.Fatalf("there is no %s", old)
	}
	return changed
}

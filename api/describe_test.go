package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A request's model as FastAPI describes it.
const described = `{"openapi": "3.1.0", "paths": {
	"/jobs": {"post": {"requestBody": {"content": {"application/json": {"schema": {"properties": {"page": {"maximum": 3}}}}}}}},
	"/image_gen": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ImageGen"}}}}}}
}, "components": {"schemas": {
	"ImageGen": {"type": "object", "required": ["prompt"], "properties": {
		"prompt": {"type": "string", "title": "Prompt"},
		"width": {"type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8, "default": 512},
		"scheduler": {"allOf": [{"$ref": "#/components/schemas/Scheduler"}], "default": "dpm++"},
		"guidance_scale": {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "maximum": 20}, {"type": "null"}]},
		"num_samples": {"anyOf": [{"minimum": 1, "maximum": 16}, {"minimum": 1, "maximum": 50}]},
		"output_format": {"enum": ["png", "jpg", null, {"a": 1}, 5]},
		"odd": {"minimum": "x", "maximum": 3, "enum": "png"},
		"upside_down": {"minimum": 9, "maximum": 3}
	}},
	"Scheduler": {"enum": ["dpm++", "dpmpp-2m-karras", "euler"], "type": "string"}
}}}`

func TestDescribe(t *testing.T) {
	service := record(t, says(200, described))
	got, err := newClient(t, service.URL).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	number := func(f float64) *float64 { return &f }
	want := Description{Fields: map[string]FieldDescription{
		"prompt":         {},
		"width":          {Min: number(64), Max: number(2048), MultipleOf: 8, Default: "512"},
		"scheduler":      {Choices: []string{"dpm++", "dpmpp-2m-karras", "euler"}, Default: "dpm++"},
		"guidance_scale": {Min: number(0), Max: number(20)},
		"num_samples":    {Min: number(1), Max: number(50)},
		"output_format":  {Choices: []string{"png", "jpg", "5"}},
		"odd":            {Max: number(3)},
		"upside_down":    {},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if call := service.all()[0]; call.Path != "/openapi.json" || call.Header.Get("Authorization") != "" {
		t.Errorf("asked for %s with %q", call.Path, call.Header.Get("Authorization"))
	}
}

// Whatever the answer contains, the result is an error or bounded, and comes
// soon.
func TestDescribeHostile(t *testing.T) {
	loop := `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": {"$ref": "#/A"}}}}}}}, "components": {"schemas": {"A": {"properties": {"x": {"$ref": "#/A"}}, "allOf": [` +
		strings.Repeat(`{"$ref": "#/A"},`, 1000) + `{"$ref": "#/A"}]}}}}`
	deep := `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": ` + strings.Repeat(`{"allOf":[`, 4000) + strings.Repeat(`]}`, 4000) + `}}}}}}}`
	many := `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": {"properties": {"x": {"enum": [` +
		strings.Repeat(`"`+strings.Repeat("y", 300)+`",`, 5000) + `"z"]}}}}}}}}}}`
	for name, body := range map[string]string{
		"empty": "", "null": "null", "a page": "<html>", "a list": "[]", "too long": strings.Repeat(" ", MaxDescriptionBytes) + described,
		"cut off": described[:len(described)-10], "schemas": `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": true}}}}}}}`, "deep": deep,
	} {
		service := record(t, says(200, body))
		if got, err := newClient(t, service.URL).Describe(t.Context()); !errors.Is(err, ErrBadAnswer) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	unfit := `{"paths": {"/image_gen": {"post": {"requestBody": {"content": {"a": {"schema": {"properties": {"x": {"enum": ["a\u0000b", "a\nb", "\u202eb", "ok", "dl-` +
		strings.Repeat("AB12", 8) + `", true, [], {"a": 1}], "minimum": [], "multipleOf": "8"}}}}}}}}}}`
	if got, ok := readDescription([]byte(unfit)); !ok || !slices.Equal(got.Fields["x"].Choices, []string{"ok"}) {
		t.Errorf("unfit choices: %+v", got)
	}
	for name, body := range map[string]string{"loop": loop, "many": many} {
		service := record(t, says(200, body))
		got, err := newClient(t, service.URL).Describe(t.Context())
		if err != nil || len(got.Fields) != 1 || len(got.Fields["x"].Choices) > 1 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	service := record(t, says(http.StatusNotFound, `{"detail": "Not Found"}`))
	if _, err := newClient(t, service.URL).Describe(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
}

// A description that comes byte by byte for ever is given up.
func TestADescriptionThatDrips(t *testing.T) {
	service := record(t, func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, " "); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			<-tick.C
		}
	})
	c := newClient(t, service.URL)
	c.deadlines.describe = 50 * time.Millisecond
	if _, err := c.Describe(t.Context()); !errors.Is(err, ErrNoAnswer) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it is %v", err)
	}
}

package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"lookbook/api"
)

// What the simulated service accepts, and its defaults.
const (
	maxSide        = 4096
	maxSamples     = 50
	defaultSide    = 512
	defaultSamples = 1
)

// request is a parsed image generation request.
type request struct {
	prompt        string
	width, height int
	samples       int
	seed          int64 // negative: random for each picture
	checkpoint    string
	dryRun        bool
	tags          json.RawMessage
	fields        map[string]json.RawMessage // as given
}

// submit answers POST /image_gen.
func (s *apiHost) submit(x *exchange) {
	r, complaints := readRequest(x.request.Header.Get("Content-Type"), x.body)
	if len(complaints) > 0 {
		x.answer.invalid(complaints...)
		return
	}
	if r.dryRun {
		x.answer.json(http.StatusOK, map[string]string{"job_id": s.jobs.dryID()})
		return
	}
	if complaint := s.refusal(r); complaint != nil {
		x.answer.invalid(*complaint)
		return
	}
	cost := s.options.cost(r)
	if !s.balance.take(cost) {
		x.answer.detail(http.StatusPaymentRequired, "Not enough tokens")
		return
	}
	j, told := s.jobs.accept(r, keyOf(x))
	x.note(func(c *Call) { c.JobID, c.Tokens = j.id, cost })
	x.answer.json(http.StatusOK, map[string]string{"job_id": told})
}

// refusal returns the service's objection to a well-formed request.
func (s *apiHost) refusal(r request) *invalidField {
	if expected, given := integer(r.fields["validate_token_cost"]); given && int(expected) != s.options.cost(r) {
		return &invalidField{
			Loc: []any{"body", "validate_token_cost"}, Type: "value_error",
			Message: fmt.Sprintf("the token cost is %d", s.options.cost(r)),
		}
	}
	if s.jobs.deletedCheckpoint(r.checkpoint) {
		return &invalidField{Loc: []any{"body", "checkpoint_id"}, Message: "checkpoint not found", Type: "value_error"}
	}
	return nil
}

// readRequest validates a request like FastAPI.
func readRequest(contentType string, body []byte) (request, []invalidField) {
	if !strings.Contains(strings.ToLower(contentType), "json") {
		// FastAPI then takes the whole body for a string.
		return request{}, []invalidField{{Loc: []any{"body"}, Message: "value is not a valid dict", Type: "type_error.dict"}}
	}
	var fields map[string]json.RawMessage
	if !json.Valid(body) {
		return request{}, []invalidField{brokenJSON(body)}
	}
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return request{}, []invalidField{{Loc: []any{"body"}, Message: "value is not a valid dict", Type: "type_error.dict"}}
	}
	r := understand(fields)
	var complaints []invalidField
	for _, rule := range rules {
		if complaint := rule.check(fields[rule.name]); complaint != nil {
			complaint.Loc = append([]any{"body", rule.name}, complaint.Loc...)
			complaints = append(complaints, *complaint)
		}
	}
	if len(complaints) == 0 && r.checkpoint == "" && text(fields["base_model"]) == "" {
		complaints = append(complaints, invalidField{
			Loc: []any{"body", "__root__"}, Message: "either checkpoint_id or base_model must be given", Type: "value_error",
		})
	}
	return r, complaints
}

// brokenJSON is FastAPI's complaint about a body that is not JSON; its location
// ends in a number.
func brokenJSON(body []byte) invalidField {
	var v any
	at := int64(0)
	if err, ok := json.Unmarshal(body, &v).(*json.SyntaxError); ok {
		at = max(err.Offset-1, 0)
	}
	return invalidField{
		Loc: []any{"body", at}, Message: "Expecting value", Type: "value_error.jsondecode",
		Context: map[string]any{"msg": "Expecting value", "doc": string(bytes.ToValidUTF8(body, []byte("\uFFFD"))), "pos": at},
	}
}

// understand reads the fields that the simulator uses. Missing ones, and those
// of another type, get their defaults.
func understand(fields map[string]json.RawMessage) request {
	r := request{
		prompt: text(fields["prompt"]), checkpoint: text(fields["checkpoint_id"]),
		width: defaultSide, height: defaultSide, samples: defaultSamples, seed: -1,
		tags: json.RawMessage("[]"), fields: fields,
	}
	for name, into := range map[string]*int{"width": &r.width, "height": &r.height, "num_samples": &r.samples} {
		if n, ok := integer(fields[name]); ok {
			*into = int(n)
		}
	}
	if n, ok := integer(fields["seed"]); ok {
		r.seed = n
	}
	if tags := fields["tags"]; !isNull(tags) {
		r.tags = tags
	}
	r.dryRun = string(fields["dry_run"]) == "true"
	return r
}

// requestOf makes the request of a job that did not come over HTTP.
func requestOf(c api.Config) request {
	fields := map[string]json.RawMessage{}
	encoded, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(encoded, &fields)
	}
	if err != nil {
		panic("apitest: a configuration that cannot be encoded: " + err.Error())
	}
	maps.DeleteFunc(fields, func(name string, value json.RawMessage) bool {
		return name == "dry_run" || isNull(value) || slices.Contains([]string{`""`, `0`}, string(value)) && name != "seed"
	})
	r := understand(fields)
	r.width, r.height = min(max(r.width, 1), maxSide), min(max(r.height, 1), maxSide)
	r.samples = min(max(r.samples, 1), maxSamples)
	return r
}

// echo is the request as repeated in the job's config: always the fields of the
// documentation's sample, then the other known ones that were given, then
// everything else.
func (r request) echo() json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	left := maps.Clone(r.fields)
	field := func(name string, value json.RawMessage) {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(mustJSON(name))
		b.WriteByte(':')
		b.Write(value)
		delete(left, name)
	}
	for _, rule := range rules {
		value, given := r.fields[rule.name]
		switch {
		case given && !isNull(value):
			field(rule.name, rule.repeat(value))
		case given || rule.always:
			field(rule.name, json.RawMessage("null"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		field(name, left[name])
	}
	b.WriteByte('}')
	return b.Bytes()
}

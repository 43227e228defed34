package apitest

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// rule describes the accepted values of a field of a request.
type rule struct {
	name     string
	kind     fieldKind
	required bool
	always   bool    // in every job's config, null if not given
	low, top float64 // range of numbers
}

type fieldKind int

const (
	aString fieldKind = iota
	anInteger
	aFloat
	aBool
	aURL
	tagList
	pngOnly
)

// rules are in the order of the documentation's sample; other fields follow.
var rules = []rule{
	{name: "prompt", kind: aString, required: true, always: true},
	{name: "negative_prompt", kind: aString, always: true},
	{name: "width", kind: anInteger, always: true, low: 1, top: maxSide},
	{name: "height", kind: anInteger, always: true, low: 1, top: maxSide},
	{name: "num_samples", kind: anInteger, always: true, low: 1, top: maxSamples},
	{name: "checkpoint_id", kind: aString, always: true},
	{name: "model_type", kind: aString, always: true},
	{name: "base_model", kind: aString, always: true},
	{name: "num_inference_steps", kind: anInteger, always: true, low: 1, top: 150},
	{name: "scheduler_type", kind: aString, always: true},
	{name: "guidance_scale", kind: aFloat, low: 0, top: 50},
	{name: "enable_hrf", kind: aBool, always: true},
	{name: "denoising_strength", kind: aFloat, always: true, low: 0, top: 1},
	{name: "seed", kind: anInteger, always: true, low: -1, top: math.MaxInt64},
	{name: "output_format", kind: pngOnly},
	{name: "tags", kind: tagList},
	{name: "callback", kind: aURL},
	{name: "dry_run", kind: aBool},
}

// check returns FastAPI's complaint about a value; nil: none. Loc is relative
// to the field.
func (r rule) check(value json.RawMessage) *invalidField {
	if isNull(value) {
		switch {
		case !r.required:
			return nil
		case value == nil:
			return &invalidField{Message: "field required", Type: "value_error.missing"}
		}
		return &invalidField{Message: "none is not an allowed value", Type: "type_error.none.not_allowed"}
	}
	switch r.kind {
	case anInteger:
		n, ok := integer(value)
		if !ok {
			return &invalidField{Message: "value is not a valid integer", Type: "type_error.integer"}
		}
		return r.inRange(float64(n))
	case aFloat:
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil {
			return &invalidField{Message: "value is not a valid float", Type: "type_error.float"}
		}
		return r.inRange(f)
	case aBool:
		if s := string(value); s != "true" && s != "false" {
			return &invalidField{Message: "value could not be parsed to a boolean", Type: "type_error.bool"}
		}
		return nil
	case tagList:
		return checkTags(value)
	}
	return r.checkText(value)
}

func (r rule) checkText(value json.RawMessage) *invalidField {
	if value[0] != '"' {
		return &invalidField{Message: "str type expected", Type: "type_error.str"}
	}
	s := text(value)
	switch {
	case r.required && s == "":
		return &invalidField{
			Message: "ensure this value has at least 1 characters", Type: "value_error.any_str.min_length",
			Context: map[string]any{"limit_value": 1},
		}
	case r.kind == aURL && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://"):
		return &invalidField{Message: "invalid or missing URL scheme", Type: "value_error.url.scheme"}
	case r.kind == pngOnly && s != "png": // the simulator can't draw others
		return &invalidField{Message: "value is not a valid enumeration member; permitted: 'png'", Type: "type_error.enum"}
	}
	return nil
}

func (r rule) inRange(f float64) *invalidField {
	switch {
	case f < r.low:
		return &invalidField{
			Message: fmt.Sprintf("ensure this value is greater than or equal to %g", r.low), Type: "value_error.number.not_ge",
			Context: map[string]any{"limit_value": r.low},
		}
	case f > r.top:
		return &invalidField{
			Message: fmt.Sprintf("ensure this value is less than or equal to %g", r.top), Type: "value_error.number.not_le",
			Context: map[string]any{"limit_value": r.top},
		}
	}
	return nil
}

func checkTags(value json.RawMessage) *invalidField {
	var tags []map[string]any
	if json.Unmarshal(value, &tags) != nil {
		return &invalidField{Message: "value is not a valid list", Type: "type_error.list"}
	}
	for i, tag := range tags {
		for _, name := range []string{"key", "value"} {
			if _, ok := tag[name].(string); !ok {
				return &invalidField{Loc: []any{i, name}, Message: "field required", Type: "value_error.missing"}
			}
		}
	}
	return nil
}

// repeat is the echo of a value: a float without a fraction keeps its point, as
// Python writes it.
func (r rule) repeat(value json.RawMessage) json.RawMessage {
	switch r.kind {
	case aFloat:
		if !strings.ContainsAny(string(value), ".eE") {
			return append(append(json.RawMessage(nil), value...), ".0"...)
		}
	case anInteger:
		if n, ok := integer(value); ok {
			return strconv.AppendInt(nil, n, 10)
		}
	}
	return value
}

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

// text returns the value of a JSON string, "" for anything else.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) != nil {
		return ""
	}
	return s
}

// integer returns a whole JSON number; 512.0 is one.
func integer(value json.RawMessage) (int64, bool) {
	if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<62 {
		return 0, false
	}
	return int64(f), true
}

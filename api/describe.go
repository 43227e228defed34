package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/go-retryablehttp"

	"lookbook/api/redact"
)

// Bounds on the service's description of itself.
const (
	// MaxDescriptionBytes is several times the size of such a description.
	MaxDescriptionBytes = 4 << 20

	describeDeadline = 30 * time.Second
	maxDescribed     = 200 // fields, and choices of one field
	maxChoiceChars   = 200
	maxReferences    = 12 // references followed from one schema to another
	maxParts         = 10_000
)

// Description is what the service's description says about image requests. All
// of it is a hint: the service may not behave as described.
type Description struct {
	Fields map[string]FieldDescription `json:"fields"` // by name in JSON
}

// FieldDescription is what the service says of one field.
type FieldDescription struct {
	Min        *float64 `json:"min,omitempty"` // smallest allowed value
	Max        *float64 `json:"max,omitempty"` // largest allowed value
	MultipleOf float64  `json:"multiple_of,omitempty"`
	Choices    []string `json:"choices,omitempty"` // allowed texts
	Default    string   `json:"default,omitempty"` // as text
}

// Describe reads the service's description of itself, /openapi.json, as FastAPI
// offers it (OpenAPI 3, https://spec.openapis.org/oas/v3.1.0). It costs nothing
// and doesn't send the key. The error is ErrBadAnswer when image requests are
// not described.
func (c *Client) Describe(ctx context.Context) (Description, error) {
	const op = "asking the service to describe itself"
	leave, err := c.turns.enter(ctx)
	if err != nil {
		return Description{}, &Error{Op: op, Err: noAnswer(ctx, err, "")}
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, c.deadlines.describe, &tooSlowError{LackLate, c.deadlines.describe})
	defer cancel()
	u := c.base.JoinPath("openapi.json")
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Description{}, fmt.Errorf("%s: forming the request: %w", op, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.agent)
	resp, err := c.get.Do(req)
	if err != nil {
		return Description{}, &Error{Op: op, Err: noAnswer(ctx, err, "")}
	}
	defer func() { _ = resp.Body.Close() }() // nothing was written, so an error means nothing
	c.service.note(resp.Header, c.clock.Now())
	if resp.StatusCode != http.StatusOK {
		return Description{}, refusal(op, resp, "", c.clock)
	}
	body, err := readBounded(resp, MaxDescriptionBytes)
	switch {
	case errors.Is(err, errTooLong):
		return Description{}, badAnswer(op, resp.StatusCode, false, err.Error())
	case err != nil:
		return Description{}, &Error{Op: op, Status: resp.StatusCode, Err: noAnswer(ctx, err, "")}
	}
	described, ok := readDescription(body)
	if !ok {
		return Description{}, badAnswer(op, resp.StatusCode, false, "it describes no request for images")
	}
	return described, nil
}

// schema is the part of an OpenAPI schema that is read here.
type schema struct {
	Ref        string            `json:"$ref"`
	Properties map[string]schema `json:"properties"`
	AllOf      []schema          `json:"allOf"`
	AnyOf      []schema          `json:"anyOf"`
	OneOf      []schema          `json:"oneOf"`
	Enum       []json.RawMessage `json:"enum"`
	Const      json.RawMessage   `json:"const"`
	Minimum    json.RawMessage   `json:"minimum"`
	Maximum    json.RawMessage   `json:"maximum"`
	Below      json.RawMessage   `json:"exclusiveMaximum"` // a number since OpenAPI 3.1
	Above      json.RawMessage   `json:"exclusiveMinimum"`
	MultipleOf float64           `json:"multipleOf"`
	Default    json.RawMessage   `json:"default"`
}

// readDescription finds the schema of an image request.
func readDescription(body []byte) (Description, bool) {
	var whole struct {
		Paths map[string]struct {
			Post struct {
				RequestBody struct {
					Content map[string]struct {
						Schema schema `json:"schema"`
					} `json:"content"`
				} `json:"requestBody"`
			} `json:"post"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	// A member of an unexpected type is skipped; the rest is read.
	var otherKind *json.UnmarshalTypeError
	if err := json.Unmarshal(body, &whole); err != nil && !errors.As(err, &otherKind) {
		return Description{}, false
	}
	d := describer{parts: whole.Components.Schemas, left: maxParts, found: Description{Fields: map[string]FieldDescription{}}}
	for path, of := range whole.Paths {
		if name := strings.ReplaceAll(strings.Trim(path, "/"), "-", "_"); name != "image_gen" && !strings.HasSuffix(name, "/image_gen") {
			continue
		}
		for _, content := range of.Post.RequestBody.Content {
			d.request(content.Schema, 0)
		}
	}
	return d.found, len(d.found.Fields) > 0
}

type describer struct {
	parts map[string]schema
	left  int // schemas that may still be read: each may refer to many
	found Description
}

// follow resolves a reference.
func (d *describer) follow(s schema) schema {
	if d.left--; d.left < 0 {
		return schema{}
	}
	for range maxReferences {
		if s.Ref == "" {
			return s
		}
		s = d.parts[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	return schema{}
}

// request reads the fields of a request.
func (d *describer) request(s schema, depth int) {
	s = d.follow(s)
	for name, property := range s.Properties {
		if len(d.found.Fields) >= maxDescribed || len(name) > maxChoiceChars {
			continue
		}
		field := d.found.Fields[name]
		d.field(&field, property, 0)
		d.found.Fields[name] = field
	}
	if depth >= maxReferences {
		return
	}
	for _, part := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
		d.request(part, depth+1)
	}
}

// field reads what the schema says about a field. Of several alternatives the
// widest bounds count: a hint must not be narrower than the service.
func (d *describer) field(f *FieldDescription, s schema, depth int) {
	s = d.follow(s)
	if text := plainText(s.Default); text != "" {
		f.Default = text
	}
	for _, raw := range append(s.Enum, s.Const) {
		if text := plainText(raw); text != "" && len(f.Choices) < maxDescribed && !slices.Contains(f.Choices, text) {
			f.Choices = append(f.Choices, text)
		}
	}
	if bound := firstNumber(s.Minimum, s.Above); bound != nil && (f.Min == nil || *bound < *f.Min) {
		f.Min = bound
	}
	if bound := firstNumber(s.Maximum, s.Below); bound != nil && (f.Max == nil || *bound > *f.Max) {
		f.Max = bound
	}
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		f.Min, f.Max = nil, nil
	}
	if s.MultipleOf > 0 {
		f.MultipleOf = s.MultipleOf
	}
	if depth >= maxReferences {
		return
	}
	for _, part := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
		d.field(f, part, depth+1)
	}
}

// firstNumber returns the first value that is a number.
func firstNumber(bounds ...json.RawMessage) *float64 {
	for _, raw := range bounds {
		var bound *float64
		if json.Unmarshal(raw, &bound) == nil && bound != nil {
			return bound
		}
	}
	return nil
}

// plainText returns a JSON text or number as text. It returns "" for other
// values and for what can't be offered: too long, not plain, or in the form of
// a key.
func plainText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		var number json.Number
		if json.Unmarshal(raw, &number) != nil {
			return ""
		}
		text = number.String()
	}
	if utf8.RuneCountInString(text) > maxChoiceChars || PlainText(text, maxChoiceChars) != text || redact.Text(text) != text {
		return ""
	}
	return text
}

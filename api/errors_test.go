package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"
)

func TestWordsOfAnError(t *testing.T) {
	for name, tc := range map[string]struct {
		body, want string
		fields     []FieldError
	}{
		"text":            {body: `{"detail": "Not enough tokens"}`, want: "Not enough tokens"},
		"byte order mark": {body: "\xef\xbb\xbf" + `{"detail":"No"}`, want: "No"},
		"list": {
			body:   `{"detail": [{"loc": ["body", "width"], "msg": "ensure this value is less than 2048", "type": "value_error"}, {"loc": ["body", "tags", 0, "key"], "msg": "field required"}]}`,
			want:   "width: ensure this value is less than 2048; tags.0.key: field required",
			fields: []FieldError{{[]string{"body", "width"}, "ensure this value is less than 2048", "value_error"}, {[]string{"body", "tags", "0", "key"}, "field required", ""}},
		},
		"list with odd items": {
			body:   `{"detail": [null, 5, "something else", {"loc": "seed", "msg": null, "type": "missing"}, {"loc": [], "msg": "not JSON"}, {"msg": 1}, []]}`,
			want:   "something else; seed: missing; not JSON",
			fields: []FieldError{{[]string{"seed"}, "missing", "missing"}, {nil, "not JSON", ""}},
		},
		"whole body":        {body: `{"detail":[{"loc":["body"],"msg":"field required"}]}`, want: "field required", fields: []FieldError{{[]string{"body"}, "field required", ""}}},
		"object":            {body: `{"detail": {"code": 7, "message": "Job is gone"}}`, want: "Job is gone"},
		"message":           {body: `{"message": "Slow down", "status": 429}`, want: "Slow down"},
		"error":             {body: `{"error": {"code": 1, "message": "Oops"}}`, want: "Oops"},
		"error text":        {body: `{"Error": "Oops"}`, want: "Oops"},
		"detail of no use":  {body: `{"detail": null, "error": "Oops"}`, want: "Oops"},
		"no words":          {body: `{"ok": false}`, want: "an answer without an explanation"},
		"JSON text":         {body: `"nope"`, want: "nope"},
		"empty":             {body: " \n", want: "an empty answer"},
		"plain":             {body: "upstream connect error\nor disconnect", want: "upstream connect error or disconnect"},
		"cut off":           {body: `{"detail": "Not eno`, want: "an answer that is cut off or not valid JSON"},
		"HTML":              {body: "<!DOCTYPE html><html><head><title>502 Bad\n Gateway &amp; more</title></head>", want: "an HTML page instead of an answer: 502 Bad Gateway & more"},
		"HTML with heading": {body: "<html><body><h1>Service <b>Unavailable</b></h1>", want: "an HTML page instead of an answer: Service Unavailable"},
		"HTML without":      {body: "<html></html>", want: "an HTML page instead of an answer"},
		"XML":               {body: `<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message><Details>Request signature expired at: 2023</Details></Error>`, want: "ExpiredToken: The provided token has expired.: Request signature expired at: 2023"},
		"XML cut off":       {body: `<Error><Code>AccessDenied</Code><Mess`, want: "AccessDenied"},
		"broken XML":        {body: `<<<>>>`, want: "an answer that could not be read"},
		"terminal escapes":  {body: "{\"detail\": \"a\\u001b[31mred\\u001b]0;title\\u0007b\\u0000c\\u202ed\\u009b2Je\"}", want: "a red b cd e"},
		"not UTF-8":         {body: "caf\xe9", want: "caf\uFFFD"},
		"the key":           {body: `{"detail": "Key ` + testKey() + ` is unknown"}`, want: "Key dl-… is unknown"},
		"the header":        {body: `{"detail": "Got authorization: Bearer abcdef123456"}`, want: "Got authorization: dl-…"},
		"the word bearer":   {body: `{"detail": "Bearer authentication is required"}`, want: "Bearer authentication is required"},
		"deep":              {body: strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000), want: "an answer that is cut off or not valid JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			message, fields := describeAnswer([]byte(tc.body))
			if message != tc.want {
				t.Errorf("got  %q\nwant %q", message, tc.want)
			}
			if diff := cmp.Diff(tc.fields, fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWordsAreBounded(t *testing.T) {
	for _, body := range []string{
		`{"detail":"` + strings.Repeat("é", 30_000) + `"}`,
		`{"detail":[` + strings.Repeat(`{"loc":["body","`+strings.Repeat("x", 500)+`"],"msg":"m"},`, 100) + `"end"]}`,
		"<html><title>" + strings.Repeat("t", 60_000),
		"<html><title>" + strings.Repeat("t", 60_000) + "</title>",
		strings.Repeat("\u0301", 9_000),
	} {
		message, fields := describeAnswer([]byte(body))
		if n := utf8.RuneCountInString(message); n > maxMessage || n == 0 {
			t.Errorf("%d characters out of %.40s", n, body)
		}
		if len(fields) > maxFields {
			t.Errorf("%d fields out of %.40s", len(fields), body)
		}
	}
}

// TestKeyAtTheCut puts a key where a message is truncated.
func TestKeyAtTheCut(t *testing.T) {
	for n := maxMessage - 40; n <= maxMessage; n++ {
		message, _ := describeAnswer([]byte(`{"detail":"` + strings.Repeat("x", n-1) + " " + testKey() + `"}`))
		if strings.Contains(message, testKey()[:5]) {
			t.Fatalf("the beginning of the key is left: …%s", message[len(message)-30:])
		}
	}
	err := &Error{Op: "asking for job " + testKey(), Err: errors.New(testKey())}
	if strings.Contains(err.Error(), testKey()[3:]) {
		t.Error("an error made elsewhere shows the key")
	}
}

func FuzzErrorBody(f *testing.F) {
	pages, err := filepath.Glob("testdata/errors/*")
	if err != nil || len(pages) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, page := range pages {
		seed, err := os.ReadFile(page)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	for _, seed := range []string{
		`{"detail":"x"}`, `{"detail":[{"loc":["body",1],"msg":"m","type":"t"},"s"]}`, `<html><title>a</title>`,
		`<Error><Code>c</Code></Error>`, "\x1b[2J", `{"error":{"error":{"error":[]}}}`, "dl-" + "0123456789abcdef bearer 123456789", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		message, fields := describeAnswer(body)
		texts := []string{message}
		for _, field := range fields {
			texts = append(append(texts, field.Message, field.Type), field.Loc...)
		}
		for _, text := range texts {
			if text != PlainText(text, maxMessage) {
				t.Fatalf("not plain: %q", text)
			}
			if strings.ContainsFunc(text, unicode.IsControl) || !utf8.ValidString(text) || keyLike.MatchString(text) {
				t.Fatalf("not safe to show: %q", text)
			}
		}
		if message == "" {
			t.Fatal("an error without words")
		}
	})
}

func TestWhatAnErrorIsAbout(t *testing.T) {
	all := []error{
		ErrUnauthorized, ErrNoTokens, ErrNotFound, ErrInvalid, ErrRateLimited, ErrServer,
		ErrNoAnswer, ErrExpired, ErrNoKey, ErrBadAnswer, ErrRefused,
	}
	for _, tc := range []struct {
		err  Error
		want error
	}{
		{Error{Status: 400}, ErrInvalid},
		{Error{Status: 401, Message: "no tokens"}, ErrUnauthorized},
		{Error{Status: 402}, ErrNoTokens},
		{Error{Status: 403}, ErrUnauthorized},
		{Error{Status: 403, Message: "Invalid token"}, ErrUnauthorized},
		{Error{Status: 403, Message: "Not authenticated"}, ErrUnauthorized},
		{Error{Status: 403, Message: "You do not have enough tokens"}, ErrNoTokens},
		{Error{Status: 403, Message: "Out of credits"}, ErrNoTokens},
		{Error{Status: 404}, ErrNotFound},
		{Error{Status: 410}, ErrNotFound},
		{Error{Status: 409}, nil},
		{Error{Status: 422}, ErrInvalid},
		{Error{Status: 429}, ErrRateLimited},
		{Error{Status: 500}, ErrServer},
		{Error{Status: 599}, ErrServer},
		{Error{Status: 200}, ErrBadAnswer},
		{Error{Status: 307}, ErrBadAnswer},
		{Error{}, ErrNoAnswer},
		{Error{Err: context.Canceled}, ErrNoAnswer},
		{Error{Err: fmt.Errorf("wrapped: %w", ErrNoKey)}, ErrNoKey},
		{Error{Status: 403, Message: "tokens", Err: ErrExpired}, ErrExpired},
	} {
		err := fmt.Errorf("further up: %w", &tc.err)
		for _, kind := range all {
			if got := errors.Is(err, kind); got != (kind == tc.want) {
				t.Errorf("%v: errors.Is %v = %v", &tc.err, kind, got)
			}
		}
	}
}

func TestFieldOfAComplaint(t *testing.T) {
	for want, loc := range map[string][]string{
		"width": {"body", "width"}, "tags": {"body", "tags", "0", "key"}, "seed": {"seed"}, "": {"body"},
	} {
		if got := (FieldError{Loc: loc}).Field(); got != want {
			t.Errorf("%v is about %q, want %q", loc, got, want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	clock := clockwork.NewFakeClockAt(now)
	for header, want := range map[string]time.Duration{
		"": 0, "17": 17 * time.Second, " 2.5 ": 2500 * time.Millisecond, "-4": 0, "0": 0, "soon": 0, "NaN": 0,
		"1e30": MaxRetryAfter, "+Inf": MaxRetryAfter,
		now.Add(time.Minute).Format(http.TimeFormat):  time.Minute,
		now.Add(-time.Minute).Format(http.TimeFormat): 0,
		now.AddDate(5, 0, 0).Format(http.TimeFormat):  MaxRetryAfter,
		now.Add(90 * time.Second).Format(time.RFC850): 90 * time.Second,
	} {
		if got := retryAfter(http.Header{"Retry-After": {header}}, clock); got != want {
			t.Errorf("Retry-After %q: %v, want %v", header, got, want)
		}
	}
}

// TestNothingShowsTheKey formats every value that has contained the key, in
// every way.
func TestNothingShowsTheKey(t *testing.T) {
	key := testKey()
	echo := record(t, func(w http.ResponseWriter, r *http.Request) {
		got := r.Header.Get("Authorization")
		w.Header().Set("Location", "/x?auth="+got)
		status := map[string]int{"POST": 422, "GET": 403}[r.Method]
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"detail": []any{
			got, map[string]any{"loc": []string{"body", got}, "msg": key, "type": strings.ToUpper(key)},
		}})
	})
	options := Options{BaseURL: echo.URL, Key: func() string { return key }, UserAgent: "t"}
	c := newClient(t, echo.URL)
	loud, err := New(Options{BaseURL: echo.URL, Key: testKey, Transport: loudTransport{}})
	if err != nil {
		t.Fatal(err)
	}

	things := []any{options, c, loud}
	collect := func(v any, err error) {
		things = append(things, v, err)
		for err != nil {
			things = append(things, err)
			switch wrapped := err.(type) {
			case interface{ Unwrap() error }:
				err = wrapped.Unwrap()
			case interface{ Unwrap() []error }:
				list := wrapped.Unwrap()
				err = list[len(list)-1]
			default:
				err = nil
			}
		}
	}
	for _, c := range []*Client{c, loud} {
		id, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		collect(id, err)
		job, err := c.Job(t.Context(), TypeImageGen, "ig_1")
		collect(job, err)
		jobs, err := c.Jobs(t.Context())
		collect(jobs, err)
		d, err := c.Images.Download(t.Context(), echo.URL+"/"+key+".png?sig="+key, Resume{})
		collect(d, err)
	}
	_, err = CleanKey(key + "0")
	collect(nil, err)
	_, err = CleanKey("x" + key)
	collect(nil, err)
	_, err = New(Options{BaseURL: "https://user:" + key + "@example.com/" + key})
	collect(nil, err)
	collect(MaskKey(key), nil)

	secret := key[3:]
	for _, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			text := fmt.Sprintf(verb, thing)
			if strings.Contains(strings.ToLower(text), secret) {
				t.Errorf("%s of %T shows the key: %s", verb, thing, strings.ReplaceAll(text, secret, "KEY"))
			}
		}
		if text, err := json.Marshal(thing); err == nil && strings.Contains(strings.ToLower(string(text)), secret) {
			t.Errorf("the JSON of %T shows the key", thing)
		}
	}
}

// loudTransport fails with an error that contains the request.
type loudTransport struct{}

func (loudTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("cannot send %v to %v", r.Header, r.URL)
}

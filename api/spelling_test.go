package api

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// spellingService knows one spelling of the path of image jobs, and answers the
// other with an error.
type spellingService struct {
	word    string // "": it knows neither
	refusal string
	status  int
	paths   []string
}

func (s *spellingService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.paths = append(s.paths, r.Method+" "+r.URL.Path)
	switch {
	case s.word == "" || !strings.Contains(r.URL.Path+"/", "/"+s.word+"/"):
		w.WriteHeader(s.status)
		_, _ = w.Write([]byte(s.refusal))
	case r.Method == http.MethodPost:
		_, _ = w.Write([]byte(`{"job_id":"ig_1"}`))
	case strings.HasSuffix(r.URL.Path, s.word):
		_, _ = w.Write([]byte(`[{"job_id":"ig_1"}]`))
	default:
		_, _ = w.Write([]byte(`{"job_id":"ig_1","state":"running"}`))
	}
}

const pathRefused = `{"detail":[{"loc":["path","job_type"],"msg":"no such type","type":"enum"}]}`

// Both spellings are tried once, and the one that works is used for all kinds
// of calls.
func TestTheSpellingThatWorksIsLearnt(t *testing.T) {
	for _, refusal := range []struct {
		status int
		body   string
	}{{404, `{"detail":"Not Found"}`}, {422, pathRefused}} {
		for _, word := range []string{"image-gen", "image_gen"} {
			service := &spellingService{word: word, status: refusal.status, refusal: refusal.body}
			c := unpaced(t, service)
			for round := range 3 {
				service.paths = nil
				id, err := c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
				job, jobErr := c.Job(t.Context(), TypeImageGen, "ig_1")
				jobs, listErr := c.Jobs(t.Context())
				if id != "ig_1" || job.State != Running || len(jobs) != 1 || errors.Join(err, jobErr, listErr) != nil {
					t.Errorf("%s after %d: %q, %q, %d jobs, %v, %v, %v", word, refusal.status, id, job.State, len(jobs), err, jobErr, listErr)
				}
				if round > 0 && len(service.paths) != 3 {
					t.Errorf("%s after %d: what was learnt is forgotten: %v", word, refusal.status, service.paths)
				}
			}
		}
	}
}

// A POST uses the other spelling only after the service itself said that the
// path doesn't exist, and never after one spelling was accepted.
func TestARefusedRequestIsNotSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		posts  int
	}{
		"no such path":             {404, `{"detail":"Not Found"}`, 2},
		"no such path, in a list":  {422, pathRefused, 2},
		"no such method":           {405, `{"detail":"Method Not Allowed"}`, 2},
		"a proxy's 404":            {404, `<html><title>Not Found</title></html>`, 1},
		"a field":                  {422, `{"detail":[{"loc":["body","width"],"msg":"too wide","type":"x"}]}`, 1},
		"a field without a place":  {422, `{"detail":"too wide"}`, 1},
		"out of tokens":            {402, `{"detail":"no tokens"}`, 1},
		"trouble":                  {500, `{"detail":"Internal Server Error"}`, 1},
		"a timeout of the gateway": {504, `{"detail":"timeout"}`, 1},
		"too many requests":        {429, `{"detail":"slow down"}`, 1},
		"a key that is no good":    {401, `{"detail":"no"}`, 1},
	} {
		service := &spellingService{status: c.status, refusal: c.body}
		client := unpaced(t, service)
		_, err := client.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		told, ok := errors.AsType[*Error](err)
		if !ok || told.Status != c.status || len(service.paths) != c.posts {
			t.Errorf("%s: %v after %v", name, err, service.paths)
		}
	}
	service := &spellingService{word: "image_gen"}
	client := unpaced(t, service)
	if _, err := client.SubmitImageGen(t.Context(), Config{Prompt: "p"}); err != nil {
		t.Fatal(err)
	}
	service.word, service.status, service.refusal = "", 404, `{"detail":"no such checkpoint"}`
	if _, err := client.SubmitImageGen(t.Context(), Config{Prompt: "p"}); !errors.Is(err, ErrNotFound) || len(service.paths) != 2 {
		t.Errorf("%v after %v", err, service.paths)
	}
}

// A job is missing only if the service says so. An error with the second
// spelling leaves it undecided.
func TestAJobIsMissingOnlyWhenBothSpellingsSaySo(t *testing.T) {
	answers := map[string]struct {
		status int
		body   string
	}{}
	client := unpaced(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		word := strings.Split(r.URL.Path, "/")[2]
		w.WriteHeader(answers[word].status)
		_, _ = w.Write([]byte(answers[word].body))
	}))
	missing := `{"detail":"Job not found"}`
	for _, c := range []struct {
		dash, under         int
		dashBody, underBody string
		want                error
	}{
		{404, 404, missing, missing, ErrNotFound},
		{404, 422, missing, pathRefused, ErrInvalid},
		{422, 404, pathRefused, missing, ErrInvalid},
		{404, 500, missing, missing, ErrServer},
		{404, 429, missing, missing, ErrRateLimited},
		{422, 422, pathRefused, pathRefused, ErrInvalid},
		{404, 404, missing, "<html>", nil},
	} {
		answers["image-gen"] = struct {
			status int
			body   string
		}{c.dash, c.dashBody}
		answers["image_gen"] = struct {
			status int
			body   string
		}{c.under, c.underBody}
		_, err := client.Job(t.Context(), TypeImageGen, "ig_1")
		if c.want != nil && !errors.Is(err, c.want) || c.want == nil && ByService(err) {
			t.Errorf("%d and %d: %v", c.dash, c.under, err)
		}
	}
}

// An answer to the spelling known to be right is sufficient.
func TestAJobIsMissingWhereTheKnownSpellingSaysSo(t *testing.T) {
	for _, word := range []string{"image-gen", "image_gen"} {
		client := unpaced(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			parts := strings.Split(r.URL.Path, "/")
			switch {
			case parts[2] != word:
				w.WriteHeader(http.StatusUnprocessableEntity)
				_, _ = w.Write([]byte(pathRefused))
			case len(parts) == 4:
				w.WriteHeader(http.StatusNotFound)
				_, _ = w.Write([]byte(`{"detail":"Job not found"}`))
			default:
				_, _ = w.Write([]byte(`[{"job_id":"ig_2"}]`))
			}
		}))
		_, before := client.Job(t.Context(), TypeImageGen, "ig_1")
		_, listErr := client.Jobs(t.Context())
		_, after := client.Job(t.Context(), TypeImageGen, "ig_1")
		if !errors.Is(before, ErrInvalid) || listErr != nil || !errors.Is(after, ErrNotFound) {
			t.Errorf("%s: %v, %v, %v", word, before, listErr, after)
		}
	}
}

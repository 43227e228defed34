package apitest

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lookbook/api"
)

// classifyAPI says which endpoint of the API a request is for.
func classifyAPI(r *http.Request) Endpoint {
	parts, ok := segments(r.URL.EscapedPath())
	switch {
	case !ok:
	case len(parts) == 1 && parts[0] == "image_gen" && r.Method == http.MethodPost:
		return Submit
	case len(parts) == 3 && parts[0] == "jobs" && r.Method == http.MethodGet:
		return Follow
	case len(parts) == 2 && parts[0] == "jobs" && parts[1] == api.TypeImageGen && r.Method == http.MethodGet:
		return List
	case len(parts) == 2 && parts[0] == "jobs" && parts[1] == api.TypeDreambooth && r.Method == http.MethodGet:
		return ListTraining
	}
	return Anywhere
}

// segments splits a path before it unescapes, so that an id may hold slashes.
func segments(escaped string) (parts []string, ok bool) {
	for part := range strings.SplitSeq(strings.TrimPrefix(escaped, "/"), "/") {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return nil, false
		}
		parts = append(parts, plain)
	}
	return parts, true
}

// handleAPI answers a call to the API host.
func (s *Server) handleAPI(x *exchange) {
	parts, ok := segments(x.call.Path)
	if !ok {
		x.detail(http.StatusNotFound, "Not Found")
		return
	}
	if parts[0] == controlPath && s.options.Control {
		s.control(x, parts[1:])
		return
	}
	method := http.MethodGet
	switch {
	case len(parts) == 1 && parts[0] == "image_gen":
		method = http.MethodPost
	case parts[0] != "jobs" || len(parts) < 2 || len(parts) > 3:
		x.detail(http.StatusNotFound, "Not Found")
		return
	}
	if x.request.Method != method {
		x.answer.header.Set("Allow", method)
		x.detail(http.StatusMethodNotAllowed, "Method Not Allowed")
		return
	}
	if !s.authorised(x) {
		return
	}
	switch {
	case method == http.MethodPost:
		s.submit(x)
	case !slices.Contains(jobTypes, parts[1]) && !s.known(parts):
		x.invalid(invalidField{
			Loc: []any{"path", "job_type"}, Type: "type_error.enum",
			Message: "value is not a valid enumeration member; permitted: '" + strings.Join(jobTypes, "', '") + "'",
		})
	case len(parts) == 2:
		s.list(x, parts[1])
	default:
		s.follow(x, parts[1], parts[2])
	}
}

var jobTypes = []string{api.TypeDreambooth, api.TypeImageGen, api.TypeDreamboothImageGen}

// authorised checks the key, and answers the call where it is no good.
func (s *Server) authorised(x *exchange) bool {
	scheme, key, _ := strings.Cut(x.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		x.answer.header.Set("Www-Authenticate", "Bearer")
		x.detail(http.StatusUnauthorized, "Not authenticated")
		return false
	}
	good := s.options.Keys == nil && keyForm.MatchString(key)
	for _, known := range s.options.Keys {
		good = good || subtle.ConstantTimeCompare([]byte(known), []byte(key)) == 1
	}
	if !good {
		x.detail(http.StatusUnauthorized, "Invalid API key")
	}
	return good
}

// known reports whether the path is that of a job of a type of its own.
func (s *Server) known(parts []string) bool {
	if len(parts) != 3 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.byID[parts[2]]
	return j != nil && j.jobType == parts[1]
}

// list answers the newest jobs first.
func (s *Server) list(x *exchange, jobType string) {
	now := s.now()
	s.mu.Lock()
	var jobs []*job
	for _, j := range slices.Backward(s.jobs) {
		if o := s.options.ListLimit; o > 0 && len(jobs) == o {
			break
		}
		if listedUnder(j) == jobType && s.sees(x, j) {
			jobs = append(jobs, j)
		}
	}
	s.mu.Unlock()
	open, end := "[", "]"
	if s.options.Wrapped {
		open, end = `{"jobs":[`, "]}"
	}
	x.answer.header.Set("Content-Type", "application/json")
	x.answer.WriteHeader(http.StatusOK)
	x.answer.body.WriteString(open)
	first := true
	item := func(value []byte) {
		if !first {
			x.answer.body.WriteByte(',')
		}
		first = false
		x.answer.body.Write(value)
	}
	odd := s.oddities(jobType)
	for _, value := range odd.items {
		item([]byte(value))
	}
	for _, j := range jobs {
		item(s.tellAgain(j, now, s.options.Summaries, s.options.ListPictures))
	}
	if odd.jobs > 0 {
		tail := longTail{oddList: odd, base: s.imageAddress(""), now: now, first: first, end: end}
		if x.fault == nil {
			x.answer.tail = tail.write
			return
		}
		end = ""
		_ = tail.write(&x.answer.body) // a buffer takes everything
	}
	x.answer.body.WriteString(end)
}

// listedUnder is the list that a job appears in; jobs of unknown types turn up
// among the image jobs.
func listedUnder(j *job) string {
	if j.jobType == api.TypeDreambooth || j.jobType == api.TypeDreamboothImageGen {
		return j.jobType
	}
	return api.TypeImageGen
}

func (s *Server) follow(x *exchange, jobType, id string) {
	now := s.now()
	s.mu.Lock()
	j := s.byID[id]
	seen := j != nil && s.sees(x, j)
	s.mu.Unlock()
	if !seen || (j.jobType != jobType && listedUnder(j) != jobType) {
		x.detail(http.StatusNotFound, "Job not found")
		return
	}
	x.json(http.StatusOK, s.tellAgain(j, now, false, 0))
}

// json answers with JSON.
func (x *exchange) json(status int, v any) {
	x.answer.header.Set("Content-Type", "application/json")
	x.answer.WriteHeader(status)
	x.answer.body.Write(mustJSON(v))
}

// detail answers an error the framework's way.
func (x *exchange) detail(status int, words string) {
	x.json(status, map[string]string{"detail": words})
}

// invalidField is one complaint of a 422 answer.
type invalidField struct {
	Loc     []any          `json:"loc"`
	Message string         `json:"msg"`
	Type    string         `json:"type"`
	Context map[string]any `json:"ctx,omitempty"`
}

func (x *exchange) invalid(fields ...invalidField) {
	x.json(http.StatusUnprocessableEntity, map[string]any{"detail": fields})
}

package apitest

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lookbook/api"
)

// classifyAPI returns the endpoint of the API that a request is for.
func classifyAPI(r *http.Request) Endpoint {
	parts, ok := segments(r.URL.EscapedPath())
	switch {
	case !ok:
	case len(parts) == 1 && parts[0] == "image_gen" && r.Method == http.MethodPost:
		return Submit
	case len(parts) == 3 && parts[0] == "jobs" && r.Method == http.MethodGet:
		return Follow
	case len(parts) == 2 && parts[0] == "jobs" && api.SameType(parts[1], api.TypeImageGen) && r.Method == http.MethodGet:
		return List
	case len(parts) == 2 && parts[0] == "jobs" && parts[1] == api.TypeDreambooth && r.Method == http.MethodGet:
		return ListTraining
	}
	return Anywhere
}

// segments splits a path before unescaping, so that an id may contain slashes.
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

// apiHost answers calls to the API.
type apiHost struct {
	options Options
	jobs    *jobStore
	encoder *encoder
	extras  *ListExtras
	balance *Balance
	control func(x *exchange, parts []string)
}

// handle answers a call.
func (s *apiHost) handle(x *exchange) {
	parts, ok := segments(x.call.Path)
	if !ok {
		x.answer.detail(http.StatusNotFound, "Not Found")
		return
	}
	if parts[0] == controlPath && s.options.Control {
		s.control(x, parts[1:])
		return
	}
	if x.call.Path == "/openapi.json" && s.options.Description != "" {
		x.answer.header.Set("Content-Type", "application/json")
		x.answer.WriteHeader(http.StatusOK)
		x.answer.body.WriteString(s.options.Description)
		return
	}
	method := http.MethodGet
	switch {
	case len(parts) == 1 && parts[0] == "image_gen":
		method = http.MethodPost
	case parts[0] != "jobs" || len(parts) < 2 || len(parts) > 3:
		x.answer.detail(http.StatusNotFound, "Not Found")
		return
	}
	if x.request.Method != method {
		x.answer.header.Set("Allow", method)
		x.answer.detail(http.StatusMethodNotAllowed, "Method Not Allowed")
		return
	}
	if !s.authorised(x) {
		return
	}
	if method == http.MethodPost {
		s.submit(x)
		return
	}
	jobType, ok := s.options.jobType(parts[1])
	switch {
	case !ok && !s.known(parts):
		s.options.refuse(x.answer)
	case len(parts) == 2:
		s.list(x, jobType)
	default:
		if !ok {
			jobType = parts[1]
		}
		s.follow(x, jobType, parts[2])
	}
}

// authorised checks the key, and answers the call if it is refused.
func (s *apiHost) authorised(x *exchange) bool {
	scheme, key, _ := strings.Cut(x.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		x.answer.header.Set("Www-Authenticate", "Bearer")
		x.answer.detail(http.StatusUnauthorized, "Not authenticated")
		return false
	}
	good := s.options.Keys == nil && keyForm.MatchString(key)
	for _, known := range s.options.Keys {
		good = good || subtle.ConstantTimeCompare([]byte(known), []byte(key)) == 1
	}
	if !good {
		x.answer.detail(http.StatusUnauthorized, "Invalid API key")
	}
	return good
}

// known reports whether the path is that of a job, under its own type.
func (s *apiHost) known(parts []string) bool {
	if len(parts) != 3 {
		return false
	}
	j := s.jobs.find(parts[2])
	return j != nil && j.jobType == parts[1]
}

// list answers with the newest jobs first.
func (s *apiHost) list(x *exchange, jobType string) {
	now := s.jobs.now()
	key := keyOf(x)
	var jobs []*job
	for _, j := range slices.Backward(s.jobs.all()) {
		if o := s.options.ListLimit; o > 0 && len(jobs) == o {
			break
		}
		if under := listedUnder(j); (under == jobType || s.options.CombinedToo && under == api.TypeDreamboothImageGen && jobType == api.TypeImageGen) && s.jobs.sees(key, j) {
			jobs = append(jobs, j)
		}
	}
	if s.options.OldestFirst {
		slices.Reverse(jobs)
	}
	from, to, said, link := s.options.page(x.request.URL, len(jobs))
	if link != "" {
		x.answer.header.Set("Link", link)
	}
	open, end := "[", "]"
	if name := s.options.listName(); name != "" {
		open, end = "{"+string(mustJSON(name))+":[", "]}"
		if said != nil {
			end = "]," + string(mustJSON(said)[1:])
		}
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
	items, more, pictures := []string(nil), 0, 0
	if jobType == api.TypeImageGen && from == 0 {
		items, more, pictures = s.extras.now()
	}
	for _, value := range items {
		item([]byte(value))
	}
	for _, j := range jobs[from:to] {
		item(s.encoder.answer(j, now, s.options.Summaries, s.options.ListPictures))
	}
	if more > 0 {
		tail := longTail{jobs: more, pictures: pictures, base: s.encoder.addresses.of(""), now: now, first: first, end: end}
		if x.fault == nil {
			x.answer.tail = tail.write
			return
		}
		end = ""
		_ = tail.write(&x.answer.body) // a buffer never fails
	}
	x.answer.body.WriteString(end)
}

// listedUnder returns the list that has a job; jobs of unknown types are among
// the image jobs.
func listedUnder(j *job) string {
	if j.jobType == api.TypeDreambooth || j.jobType == api.TypeDreamboothImageGen {
		return j.jobType
	}
	return api.TypeImageGen
}

func (s *apiHost) follow(x *exchange, jobType, id string) {
	j := s.jobs.find(id)
	seen := j != nil && s.jobs.sees(keyOf(x), j)
	x.note(func(c *Call) { c.Foreign = j != nil && !seen })
	if !seen || (j.jobType != jobType && listedUnder(j) != jobType) {
		x.answer.detail(http.StatusNotFound, "Job not found")
		return
	}
	x.answer.json(http.StatusOK, s.encoder.answer(j, s.jobs.now(), false, 0))
}

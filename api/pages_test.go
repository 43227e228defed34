package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// pagedService lists jobs in one of the usual ways of paging.
type pagedService struct {
	jobs  int
	size  int
	style string
	calls int
}

func (p *pagedService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.calls++
	number := func(name string, otherwise int) int {
		n, err := strconv.Atoi(r.URL.Query().Get(name))
		if err != nil {
			return otherwise
		}
		return n
	}
	from := 0
	switch p.style {
	case "offset", "total", "has_more", "items and next offset":
		from = number("offset", 0)
	case "page from 0", "page and pages from 0":
		from = number("page", 0) * p.size
	case "page from 1", "page and pages", "total by page":
		from = (number("page", 1) - 1) * p.size
	case "next address", "next path", "nested next", "link header", "cursor":
		from = number("cursor", 0)
	case "endless":
		from, p.jobs = p.calls*p.size, 1<<30
	case "no such page":
		if from = number("offset", 0); from > 0 && from >= p.jobs {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"detail":"no such page"}`))
			return
		}
	case "whole":
		p.size = p.jobs
	case "whole and growing":
		p.jobs++
		p.size = p.jobs
	}
	jobs := []map[string]any{}
	for i := from; i < min(from+p.size, p.jobs); i++ {
		jobs = append(jobs, map[string]any{"job_id": fmt.Sprintf("ig_%d", i), "state": "success"})
	}
	end := min(from+p.size, p.jobs)
	var next any
	if end < p.jobs {
		next = fmt.Sprintf("http://%s%s?cursor=%d", r.Host, r.URL.Path, end)
	}
	answer := any(jobs)
	switch p.style {
	case "next address":
		answer = map[string]any{"jobs": jobs, "next": next}
	case "next path":
		if next != nil {
			next = fmt.Sprintf("?cursor=%d", end)
		}
		answer = map[string]any{"next": next, "items": jobs}
	case "nested next":
		answer = map[string]any{"data": map[string]any{"jobs": jobs}, "links": map[string]any{"next": next}}
	case "cursor":
		token := ""
		if next != nil {
			token = strconv.Itoa(end)
		}
		answer = map[string]any{"results": jobs, "next_cursor": token}
	case "link header":
		if next != nil {
			w.Header().Set("Link", fmt.Sprintf(`<%s?cursor=0>; rel="first", <%s>; rel="next"`, r.URL.Path, next))
		}
	case "items and next offset":
		var offset any
		if next != nil {
			offset = end
		}
		answer = map[string]any{"items": jobs, "next_offset": offset}
	case "total", "total by page":
		answer = map[string]any{"jobs": jobs, "total": p.jobs}
	case "has_more":
		answer = map[string]any{"jobs": jobs, "has_more": end < p.jobs}
	case "page and pages":
		answer = map[string]any{"jobs": jobs, "page": from/p.size + 1, "pages": (p.jobs + p.size - 1) / p.size}
	case "page and pages from 0":
		answer = map[string]any{"jobs": jobs, "page": from / p.size}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// unpaced makes a client that doesn't limit its calls.
func unpaced(t *testing.T, service http.Handler) *Client {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	c := newClient(t, server.URL)
	c.turns.limiter = rate.NewLimiter(rate.Inf, 1)
	return c
}

// However a service divides its list into pages, all jobs are returned, each
// once.
func TestAListInPages(t *testing.T) {
	for _, style := range []string{
		"whole", "offset", "page from 0", "page from 1", "next address", "next path", "nested next", "link header", "cursor",
		"items and next offset", "total", "total by page", "has_more", "page and pages", "page and pages from 0", "no such page",
	} {
		for _, jobs := range []int{0, 3, 20, 30, 45} {
			service := &pagedService{jobs: jobs, size: 20, style: style}
			c := unpaced(t, service)
			for range 2 { // the second time uses what the first one learnt
				seen := map[string]int{}
				err := c.EachOf(t.Context(), TypeImageGen, func(job Job) error { seen[job.JobID]++; return nil }, nil)
				if err != nil || len(seen) != jobs {
					t.Errorf("%s: %d of %d jobs, %v", style, len(seen), jobs, err)
				}
				for id, n := range seen {
					if n != 1 {
						t.Errorf("%s: %s was told %d times", style, id, n)
					}
				}
			}
			if style == "whole" && service.calls > 4 {
				t.Errorf("two lists of %d jobs took %d calls", jobs, service.calls)
			}
		}
	}
}

// A list of exactly one full page looks complete. When it grows, its second page is found.
func TestAListThatGrowsASecondPage(t *testing.T) {
	for _, style := range []string{"offset", "page from 0", "page from 1"} {
		service := &pagedService{jobs: 20, size: 20, style: style}
		c := unpaced(t, service)
		clock := clockwork.NewFakeClock()
		c.clock = clock
		for range 2 {
			n := 0
			if err := c.EachOf(t.Context(), TypeImageGen, func(Job) error { n++; return nil }, nil); err != nil || n != service.jobs {
				t.Errorf("%s: %d of %d jobs, %v", style, n, service.jobs, err)
			}
			service.jobs = 27
			clock.Advance(relearnAfter)
		}
	}
}

// A list that grows with each call looks as if its second page had something new. Such a service knows no
// pages, and is not asked for any.
func TestAWholeListThatGrows(t *testing.T) {
	service := &pagedService{jobs: 15, style: "whole and growing"}
	c := unpaced(t, service)
	for range 20 {
		if err := c.EachOf(t.Context(), TypeImageGen, func(Job) error { return nil }, nil); err != nil {
			t.Fatal(err)
		}
	}
	if service.calls > 22 {
		t.Errorf("20 lists took %d calls", service.calls)
	}
}

func TestPagesWithoutEndEnd(t *testing.T) {
	for style, most := range map[string]int{"endless": maxPages, "offset": maxPages, "always the same": 3} {
		service := &pagedService{jobs: 1 << 30, size: 20, style: style}
		c := unpaced(t, service)
		n := 0
		err := c.EachOf(t.Context(), TypeImageGen, func(Job) error { n++; return nil }, nil)
		if err != nil || service.calls > most || n == 0 || n > maxPages*20 {
			t.Errorf("%s: %d jobs in %d calls, %v", style, n, service.calls, err)
		}
	}
}

// The receiver of the jobs decides how many pages are read.
func TestAListIsReadAsFarAsIsWanted(t *testing.T) {
	service := &pagedService{jobs: 100, size: 20, style: "next address"}
	c := unpaced(t, service)
	n, asked := 0, 0
	err := c.EachOf(t.Context(), TypeImageGen, func(Job) error { n++; return nil }, func() bool { asked++; return asked < 3 })
	if err != nil || n != 60 || service.calls != 3 {
		t.Errorf("%d jobs in %d calls, %v", n, service.calls, err)
	}
	full := errors.New("full")
	err = c.EachOf(t.Context(), TypeImageGen, func(Job) error {
		if n++; n == 90 {
			return full
		}
		return nil
	}, nil)
	if !errors.Is(err, full) {
		t.Errorf("an error of the taker: %v", err)
	}
}

// A next page at another service is ignored, because the key would be sent
// there.
func TestANextPageElsewhereIsNotAskedFor(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was asked for") }))
	t.Cleanup(elsewhere.Close)
	for _, next := range []string{elsewhere.URL + "/jobs/image-gen?page=2", "https://user:pw@x.invalid/?a", "//x.invalid/?b", "://"} {
		c := unpaced(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_ = json.NewEncoder(w).Encode(map[string]any{"jobs": []any{map[string]any{"job_id": "ig_1"}}, "next": next})
		}))
		jobs, err := c.Jobs(t.Context())
		if len(jobs) != 1 || err != nil {
			t.Errorf("%s: %d jobs, %v", next, len(jobs), err)
		}
	}
}

package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"hash/maphash"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// maxPages bounds how many pages of one list are read, because a service
	// may have endless pages. Whoever has more jobs finds the older ones on the
	// website.
	maxPages = 200

	// A list that doesn't mention pages may still be the first of several. With fewer jobs than
	// fewForPage it is complete, and nobody makes pages of more than manyForPage.
	fewForPage, manyForPage = 10, 1000

	// relearnAfter is how long a list of unchanged length counts as complete, once it was found to
	// be. It may have been exactly one full page.
	relearnAfter = time.Minute
)

// paging is how the service splits a list into pages.
type paging int

const (
	pagingUnknown paging = iota
	pagingNone           // lists are complete
	pagingOffset         // by offset and limit
	pagingZero           // by page, from 0
	pagingOne            // by page, from 1
)

// pagings remembers the paging of each list.
type pagings struct {
	mu     sync.Mutex
	learnt map[string]learnt
}

// learnt is the paging of a list whose first answer had this many jobs.
type learnt struct {
	how  paging
	jobs int
	at   time.Time
}

// of returns the paging of a list whose first answer has this many jobs.
func (p *pagings) of(list string, jobs int, now time.Time) paging {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.learnt[list]
	if age := now.Sub(l.at); l.how == pagingNone && l.jobs == jobs && (age < 0 || age >= relearnAfter) {
		return pagingUnknown
	}
	return l.how
}

func (p *pagings) note(list string, l learnt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.learnt == nil {
		p.learnt = map[string]learnt{}
	}
	p.learnt[list] = l
}

// walk reads a list page by page.
type walk struct {
	client *Client
	ctx    context.Context
	list   call   // for the first page
	name   string // for pagings
	take   func(Job) error
	more   func() bool // asked before each further page; nil: read all

	seed    maphash.Seed
	seen    map[uint64]bool // hashes of the ids seen on earlier pages
	pages   int
	refused error // error of take
}

// pageAnswer summarises one page.
type pageAnswer struct {
	jobs, fresh int    // fresh: not on an earlier page
	first       uint64 // hash of the first job's id
	hints       hints
}

// repeats reports whether a page says nothing but what earlier ones said. A service that knows
// no pages answers with the whole list, where jobs made meanwhile are fresh all the same.
func (p pageAnswer) repeats() bool { return p.fresh == 0 || 2*p.fresh < p.jobs }

// hints are what an answer says about pages.
type hints struct {
	next  *url.URL   // address of the next page
	query url.Values // query for the next page, if next is nil
	more  bool       // there are more, but not how to get them
	last  bool       // this is the last page
	page  *int       // number of this page
}

// errNoPage ends a walk without an error.
var errNoPage = errors.New("there is no such page")

// run reads the first page and all that follow it.
func (w *walk) run() error {
	w.seed, w.seen = maphash.MakeSeed(), map[uint64]bool{}
	first, err := w.page(nil, nil)
	if err != nil {
		return err
	}
	now := w.client.clock.Now()
	how, read := w.client.paged.of(w.name, first.jobs, now), 1
	open := first.hints.unsaid() && first.jobs >= fewForPage && first.jobs <= manyForPage || first.hints.more && first.jobs > 0
	if open && how == pagingUnknown && first.hints.page == nil && w.wanted() {
		if how, err = w.learn(first); err != nil {
			return err
		}
		w.client.paged.note(w.name, learnt{how, first.jobs, now})
		if read = 2; how == pagingZero {
			read = 3
		}
	}
	return onlyRefused(w.follow(first, how, read))
}

// follow reads the pages after the first ones; read says how many these were.
func (w *walk) follow(page pageAnswer, how paging, read int) error {
	size, number := page.jobs, read-1 // of the last page read
	if page.hints.page != nil {
		number = *page.hints.page
	} else if how == pagingOne {
		number = read
	}
	for {
		next, query, ok := page.hints.after(how, len(w.seen), size, number)
		if !ok || page.repeats() || w.pages >= maxPages || len(w.seen) >= MaxListJobs || !w.wanted() {
			return nil
		}
		number++
		var err error
		if page, err = w.page(next, query); err != nil {
			return err
		}
	}
}

// after says how to request the next page; false: there is none.
func (h hints) after(how paging, seen, size, number int) (next *url.URL, query url.Values, ok bool) {
	switch {
	case h.last:
	case h.next != nil:
		return h.next, nil, true
	case h.query != nil:
		return nil, h.query, true
	case h.page != nil, how == pagingZero, how == pagingOne:
		return nil, url.Values{"page": {strconv.Itoa(number + 1)}}, true
	case how == pagingOffset:
		return nil, url.Values{"offset": {strconv.Itoa(seen)}, "limit": {strconv.Itoa(size)}}, true
	}
	return nil, nil, false
}

// unsaid reports whether the answer says nothing about further pages.
func (h hints) unsaid() bool { return h.next == nil && h.query == nil && !h.more && !h.last }

// learn finds out whether a list that doesn't mention pages has more of them.
// It makes two further calls when it has none.
func (w *walk) learn(first pageAnswer) (paging, error) {
	size := strconv.Itoa(first.jobs)
	offset := url.Values{"offset": {size}, "limit": {size}}
	both := url.Values{"offset": {size}, "limit": {size}, "page": {"2"}}
	page, err := w.page(nil, both)
	if err := onlyRefused(err); err != nil {
		return pagingUnknown, err
	}
	if page.repeats() {
		// If pages count from 0, this may be the last page.
		second, err := w.page(nil, url.Values{"page": {"1"}})
		if !second.repeats() {
			return pagingZero, onlyRefused(err)
		}
		return pagingNone, onlyRefused(err)
	}
	again, err := w.page(nil, offset)
	if err == nil && again.jobs > 0 && again.first == page.first {
		return pagingOffset, nil
	}
	if err := onlyRefused(err); err != nil {
		return pagingUnknown, err
	}
	if again, err = w.page(nil, url.Values{"page": {"1"}}); err != nil {
		return pagingOne, onlyRefused(err)
	}
	if again.first != first.first {
		return pagingZero, nil
	}
	return pagingOne, nil
}

// onlyRefused returns nil when err means that there is no such page.
func onlyRefused(err error) error {
	if errors.Is(err, errNoPage) {
		return nil
	}
	return err
}

func (w *walk) wanted() bool { return w.more == nil || w.more() }

// page reads one page.
func (w *walk) page(at *url.URL, query url.Values) (pageAnswer, error) {
	var t pageAnswer
	ask := w.list
	ask.at, ask.query = at, query
	first := w.pages == 0
	w.pages++
	err := w.client.answer(w.ctx, ask, func(a *incoming) error {
		body := &begun{r: &listBody{incoming: a, idle: w.client.deadlines.idle, left: w.client.deadlines.download}}
		members, err := readList(body, a.key, func(job Job) error {
			print := maphash.String(w.seed, job.JobID)
			if t.jobs++; t.jobs == 1 {
				t.first = print
			}
			if w.seen[print] && !first {
				return nil
			}
			if !w.seen[print] {
				w.seen[print] = true
				t.fresh++
			}
			w.refused = w.take(job)
			return w.refused
		})
		t.hints = hintsOf(members, a.resp, len(w.seen))
		switch {
		case err == nil, w.refused != nil:
			return w.refused
		case body.err != nil:
			return &Error{Op: ask.op, Status: a.resp.StatusCode, Err: noAnswer(a.ctx, body.err, a.key)}
		default:
			return badAnswer(ask.op, a.resp.StatusCode, false, err.Error()+": "+gist(withoutKey(body.start, a.key)))
		}
	})
	if e, ok := errors.AsType[*Error](err); ok && !first && !e.Foreign &&
		(e.Status == http.StatusNotFound || e.Status == http.StatusUnprocessableEntity || e.Status == http.StatusBadRequest) {
		return t, errNoPage
	}
	if t.hints.next != nil && !sameOrigin(w.client.base, t.hints.next) {
		t.hints.next, t.hints.last = nil, true // the key must not leave the service
	}
	return t, err
}

// hintsOf reads what an answer says about pages: members of the list's object,
// and a Link header (RFC 8288). seen is how many jobs were listed so far.
func hintsOf(members map[string]json.RawMessage, resp *http.Response, seen int) hints {
	var h hints
	number := func(name string) (int, bool) {
		n, ok := wholeNumber(bytes.TrimSpace(members[name]))
		return int(n), ok && n >= 0 && n < 1<<31
	}
	if n, ok := number("page"); ok {
		h.page = &n
	}
	for _, name := range []string{"next", "next_url", "next_page", "next_cursor", "next_page_token", "next_token", "next_offset"} {
		raw, there := members[name]
		if !there {
			continue
		}
		text, isText := unquote(raw)
		n, isNumber := number(name)
		switch {
		case isNull(raw), isText && strings.TrimSpace(text) == "", string(raw) == "false":
			h.last = true
		case isText && strings.ContainsAny(text, "/?"):
			if u, err := resp.Request.URL.Parse(text); err == nil {
				h.next = u
			}
		case isText:
			h.query = url.Values{map[string]string{"next_cursor": "cursor", "next_page_token": "page_token", "next_token": "token", "next_page": "page"}[name]: {text}}
			if h.query.Has("") {
				h.query = url.Values{"next": {text}}
			}
		case isNumber && name == "next_page", isNumber && name == "next" && h.page != nil:
			h.query = url.Values{"page": {strconv.Itoa(n)}}
		case isNumber:
			h.query = url.Values{"offset": {strconv.Itoa(n)}}
		}
		break
	}
	for _, link := range resp.Header.Values("Link") {
		for part := range strings.SplitSeq(link, ",") {
			address, params, _ := strings.Cut(strings.TrimSpace(part), ";")
			if strings.Contains(strings.ReplaceAll(strings.ToLower(params), `"`, ""), "rel=next") {
				if u, err := resp.Request.URL.Parse(strings.Trim(address, "<> ")); err == nil {
					h.next = u
				}
			}
		}
	}
	if !h.unsaid() {
		return h
	}
	for _, name := range []string{"has_more", "has_next", "more"} {
		switch string(members[name]) {
		case "true":
			h.more = true
		case "false":
			h.last = true
		}
	}
	for _, name := range []string{"total", "total_count", "count_total"} {
		if n, ok := number(name); ok && h.unsaid() {
			h.more, h.last = n > seen, n <= seen
		}
	}
	for _, name := range []string{"pages", "total_pages", "num_pages"} {
		if n, ok := number(name); ok && h.page != nil && h.unsaid() {
			h.more, h.last = *h.page < n, *h.page >= n
		}
	}
	return h
}

package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// script is an injected fault and its progress.
type script struct {
	fault Fault
	seen  int // matching calls so far
	left  int // strikes left; negative: unlimited
}

// faultList is the injected faults.
type faultList struct {
	mu      sync.Mutex
	scripts []*script
}

func (l *faultList) add(f Fault) {
	left := f.Times
	if left == 0 {
		left = 1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.scripts = append(l.scripts, &script{fault: f, left: left})
}

func (l *faultList) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.scripts = nil
}

func (l *faultList) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.scripts)
}

// strike returns the fault for a call; nil: none.
func (l *faultList) strike(host string, c *Call) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, script := range l.scripts {
		if !script.fits(host, c) {
			continue
		}
		if script.left > 0 {
			script.left--
		}
		if script.left == 0 {
			l.scripts = append(l.scripts[:i:i], l.scripts[i+1:]...)
		}
		fault := script.fault
		return &fault
	}
	return nil
}

// fits reports whether the fault strikes this call, and counts the call.
func (t *script) fits(host string, c *Call) bool {
	f := t.fault
	switch f.Where {
	case Anywhere:
	case API, Images:
		if (f.Where == API) != (host == "api") {
			return false
		}
	default:
		if f.Where != c.Endpoint {
			return false
		}
	}
	if !strings.Contains(c.Path, f.Match) || !bytes.Contains(c.Body, []byte(f.Holds)) || f.Key != "" && f.Key != keyIn(c.Header) {
		return false
	}
	t.seen++
	n := t.seen - f.Skip
	return n > 0 && (f.Every < 2 || n%f.Every == 0)
}

// scripted makes the answer from the fault.
func (x *exchange) scripted() {
	f := x.fault
	status := f.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if f.Body == "" {
		x.refuse(status)
	} else {
		x.answer.header.Set("Content-Type", "application/json")
		x.answer.status = status
		x.answer.body.WriteString(f.Body)
	}
	x.answer.decorate(x.fault)
}

// refuse answers with the host's own words for a status.
func (x *exchange) refuse(status int) {
	if x.host.name == "image" {
		x.answer.xmlError(status, strings.ReplaceAll(http.StatusText(status), " ", ""), http.StatusText(status))
		return
	}
	switch status {
	case http.StatusUnauthorized:
		x.answer.detail(status, "Invalid API key")
	case http.StatusPaymentRequired, http.StatusForbidden:
		x.answer.detail(status, "Not enough tokens")
	case http.StatusUnprocessableEntity:
		x.answer.invalid(invalidField{Loc: []any{"path", "job_type"}, Message: "value is not a valid enumeration member", Type: "type_error.enum"})
	default:
		x.answer.detail(status, http.StatusText(status))
	}
}

// decorate applies the fault's headers to the answer.
func (a *answer) decorate(f *Fault) {
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = append([]string(nil), values...)
	}
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
}

// hopPath starts the addresses of a chain of redirects.
const hopPath = "/_hop/"

func (x *exchange) redirect() {
	f := x.fault
	to := f.Location
	if to == "" {
		to = hopAddress(f.Hops, x.request.URL.RequestURI())
	}
	status := f.Status
	if status == 0 {
		status = http.StatusFound
	}
	x.answer.header.Set("Location", to)
	x.answer.WriteHeader(status)
	x.answer.decorate(x.fault)
}

// hopAddress is the target of a redirect with this many to come.
func hopAddress(hops int, end string) string {
	if hops == 0 {
		return end
	}
	return fmt.Sprintf("%s%d?to=%s", hopPath, hops, url.QueryEscape(end))
}

// hop serves a step of a chain of redirects, with 307, which keeps the method.
func (x *exchange) hop() bool {
	rest, ok := strings.CutPrefix(x.call.Path, hopPath)
	if !ok {
		return false
	}
	hops, err := strconv.Atoi(rest)
	end := x.request.URL.Query().Get("to")
	if err != nil || !strings.HasPrefix(end, "/") || strings.HasPrefix(end, "//") {
		x.refuse(http.StatusNotFound)
		return true
	}
	x.answer.header.Set("Location", hopAddress(max(hops-1, -1), end))
	x.answer.WriteHeader(http.StatusTemporaryRedirect)
	return true
}

// spoil changes the honest answer.
func (x *exchange) spoil() {
	f, a := x.fault, x.answer
	switch f.How {
	case Corrupt:
		if b := a.body.Bytes(); len(b) > 0 {
			b[min(x.offset(), int64(len(b)-1))] ^= 0xff
		}
	case Truncate:
		a.body.Truncate(int(min(x.offset(), int64(a.body.Len()))))
	case WrongHash:
		setHashes(a.header, store([]byte("other bytes than these")).hashes)
	case NoHash:
		a.header.Del("X-Goog-Hash")
	case NoETag:
		a.header.Del("Etag")
	case NoRange:
		a.header.Del("Accept-Ranges")
	case Nulls:
		a.replaceBody(nullJobs(a.body.Bytes()))
	case Edit:
		if f.Edit != nil {
			a.replaceBody(f.Edit(append([]byte(nil), a.body.Bytes()...)))
		}
	}
	x.answer.decorate(x.fault)
}

func (a *answer) replaceBody(body []byte) {
	a.body.Reset()
	a.body.Write(body)
}

// offset is the position in the body that the fault strikes.
func (x *exchange) offset() int64 {
	if x.fault.AfterBytes == 0 {
		return int64(x.answer.body.Len() / 2)
	}
	return max(x.fault.AfterBytes, 0)
}

// transmitSpoilt sends the answer as the fault says.
func (x *exchange) transmitSpoilt(w http.ResponseWriter) {
	f, body := x.fault, x.answer.body.Bytes()
	length := int64(len(body))
	switch f.How {
	case Delay:
		if !x.wait(f.Delay) {
			panic(http.ErrAbortHandler)
		}
		x.transmit(w)
	case Slow:
		x.head(w, length)
		x.trickle(w, body)
	case Stall:
		x.stall(w, body)
	case Cut:
		x.head(w, length)
		x.send(w, body[:min(x.offset(), length)])
		x.flush(w)
		panic(http.ErrAbortHandler) // closes the connection at once
	case WrongLength:
		declared := f.Length
		if declared == 0 {
			declared = length + 1000
		}
		x.head(w, declared)
		x.send(w, body[:min(declared, length)])
	default:
		x.transmit(w)
	}
}

// trickle sends the body at the fault's rate, ten times a second.
func (x *exchange) trickle(w http.ResponseWriter, body []byte) {
	rate := x.fault.Rate
	if rate <= 0 {
		rate = 1000
	}
	for step := max(rate/10, 1); len(body) > 0; {
		n := min(step, int64(len(body)))
		if !x.send(w, body[:n]) || !x.flush(w) || !x.wait(time.Duration(n)*time.Second/time.Duration(rate)) {
			panic(http.ErrAbortHandler)
		}
		body = body[n:]
	}
}

func (x *exchange) stall(w http.ResponseWriter, body []byte) {
	first := min(max(x.fault.AfterBytes, 0), int64(len(body)))
	if x.fault.AfterBytes >= 0 {
		x.head(w, int64(len(body)))
		x.send(w, body[:first])
		x.flush(w)
	}
	if x.fault.Delay <= 0 {
		x.hang()
		panic(http.ErrAbortHandler)
	}
	if !x.wait(x.fault.Delay) {
		panic(http.ErrAbortHandler)
	}
	if x.fault.AfterBytes < 0 {
		x.head(w, int64(len(body)))
	}
	x.send(w, body[first:])
}

// nullJobs sets every field of the jobs in an answer to null, except those with
// their id and state.
func nullJobs(body []byte) []byte {
	var one map[string]json.RawMessage
	if json.Unmarshal(body, &one) == nil {
		if inner, wrapped := one["jobs"]; wrapped {
			one["jobs"] = nullJobs(inner)
		} else {
			for name := range one {
				if name != "job_type" && name != "job_id" && name != "state" {
					one[name] = json.RawMessage("null")
				}
			}
		}
		return mustJSON(one)
	}
	var many []json.RawMessage
	if json.Unmarshal(body, &many) != nil {
		return body
	}
	for i, job := range many {
		many[i] = nullJobs(job)
	}
	return mustJSON(many)
}

package apitest

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// maxRequestBytes bounds what a client can make the simulator keep. The largest
// honest request has a prompt of some 10,000 characters.
const maxRequestBytes = 8 << 20

// exchange is one call in progress.
type exchange struct {
	server  *Server
	host    *host
	call    *Call // in host.log, so change it through note
	request *http.Request
	body    []byte
	answer  *answer
	fault   *Fault // nil: none
}

// note changes the record of the call.
func (x *exchange) note(change func(*Call)) { x.host.log.update(x.call, change) }

// ServeHTTP records a call, applies its effect, and spoils the answer if a
// fault says so.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.running.Add(1)
	defer h.running.Done()
	s := h.server
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBytes+1))
	call := &Call{
		Host: h.name, Time: s.clock.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Header: r.Header.Clone(), Body: body, Endpoint: h.classify(r),
	}
	call.Header.Set("Host", r.Host)
	h.log.begin(call)
	defer func() {
		if done := h.log.end(call); s.options.OnCall != nil {
			s.options.OnCall(done)
		}
	}()
	if err != nil {
		return // the client disconnected during its own request
	}
	x := &exchange{server: s, host: h, call: call, request: r, body: body, answer: newAnswer()}
	if x.fault = s.faults.strike(h.name, call); x.fault != nil {
		x.note(func(c *Call) { c.Fault = x.fault.How })
	}
	x.serve(w)
}

func (x *exchange) serve(w http.ResponseWriter) {
	if x.fault == nil {
		x.run()
		x.transmit(w)
		return
	}
	switch f := x.fault; f.How {
	case DropBefore:
		x.drop(w)
	case DropAfter:
		x.run()
		x.drop(w)
	case Answer, AcceptThenAnswer:
		if f.How == AcceptThenAnswer {
			x.run()
			x.answer = newAnswer()
		}
		x.scripted()
		x.transmit(w)
	case Redirect:
		x.redirect()
		x.transmit(w)
	default:
		if f.How == NoRange {
			x.request.Header.Del("Range")
		}
		x.run()
		x.spoil()
		x.transmitSpoilt(w)
	}
}

// run applies the effect of the call and prepares the honest answer.
func (x *exchange) run() {
	if len(x.body) > maxRequestBytes {
		x.answer.detail(http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	if x.hop() {
		return
	}
	x.host.handle(x)
}

// transmit sends the answer unchanged.
func (x *exchange) transmit(w http.ResponseWriter) {
	length := int64(x.answer.body.Len())
	if x.answer.tail != nil {
		length = -1
	}
	x.head(w, length)
	x.send(w, x.answer.body.Bytes())
	if x.answer.tail != nil && x.answer.tail(wireWriter{func(part []byte) bool { return x.send(w, part) }}) != nil {
		panic(http.ErrAbortHandler) // the client disconnected
	}
}

// head sends the status line and the headers, without a length if it is
// negative.
func (x *exchange) head(w http.ResponseWriter, length int64) {
	maps.Copy(w.Header(), x.answer.header)
	x.server.Dates.put(w.Header(), x.server.clock.Now())
	if length >= 0 && x.request.Method != http.MethodHead && x.answer.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	x.note(func(c *Call) { c.Status = x.answer.status })
	w.WriteHeader(x.answer.status)
}

// send writes a part of the body and reports whether that succeeded.
func (x *exchange) send(w http.ResponseWriter, part []byte) bool {
	if x.request.Method == http.MethodHead {
		return true
	}
	n, err := w.Write(part)
	x.note(func(c *Call) { c.Sent += int64(n) })
	return err == nil
}

// flush sends what is buffered; the next write detects a client that has
// disconnected.
func (x *exchange) flush(w http.ResponseWriter) bool {
	return http.NewResponseController(w).Flush() == nil
}

// drop resets the connection, so that the client sees an error and never an
// orderly end.
func (x *exchange) drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // net/http then closes the connection itself
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		err = tcp.SetLinger(0)
	}
	if err = errors.Join(err, conn.Close()); err != nil {
		panic(http.ErrAbortHandler) // the client disconnected first
	}
}

// wait waits for d on the clock; false: the client or the server ended the call
// first.
func (x *exchange) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := x.server.clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.Chan():
		return true
	case <-x.over().Done():
		return false
	case <-x.server.closing:
		return false
	}
}

// hang waits until the client or the server ends the call.
func (x *exchange) hang() {
	select {
	case <-x.over().Done():
	case <-x.server.closing:
	}
}

func (x *exchange) over() context.Context { return x.request.Context() }

package apitest

import (
	"net/http"
	"sync"
	"time"
)

// Call is one request that reached either host, whole: a test for a leaked key
// reads the image host's headers here. Header and Body must not be changed.
type Call struct {
	Host   string    // "api" or "image"
	Time   time.Time // of its arrival, by Options.Clock
	Method string
	Path   string // as it was sent, still escaped
	Query  string
	Header http.Header
	Body   []byte

	Endpoint Endpoint // what it was taken for; "" for paths that lead nowhere
	Fault    Kind     // the trouble it met; "" none
	Status   int      // of the answer; 0: none was sent, or not yet
	Sent     int64    // bytes of the answer's body handed to the connection
	JobID    string   // the job a POST made, whether or not the client heard of it
	Tokens   int      // that it cost
	Done     bool     // the call is over
}

// callLog keeps the newest calls of a host.
type callLog struct {
	mu     sync.Mutex
	keep   int
	calls  []*Call
	begun  int // calls ever
	inHand int
	most   int
}

// begin takes a call in; the log owns it from now on.
func (l *callLog) begin(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begun++
	l.inHand++
	l.most = max(l.most, l.inHand)
	if len(l.calls) >= 2*l.keep {
		l.calls = append([]*Call(nil), l.calls[len(l.calls)-l.keep:]...)
	}
	l.calls = append(l.calls, c)
}

// update changes a call that has begun.
func (l *callLog) update(c *Call, change func(*Call)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(c)
}

// end closes a call and returns it as it will stay.
func (l *callLog) end(c *Call) Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inHand--
	c.Done = true
	return *c
}

func (l *callLog) all() []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := l.calls[max(0, len(l.calls)-l.keep):]
	calls := make([]Call, len(kept))
	for i, c := range kept {
		calls[i] = *c
	}
	return calls
}

// counts are the calls ever begun, and the most in hand at once.
func (l *callLog) counts() (begun, most int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.begun, l.most
}

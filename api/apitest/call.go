package apitest

import (
	"net/http"
	"sync"
	"time"
)

// Call is one complete request to either host: a test for a leaked key reads
// the image host's headers here. Header and Body must not be changed.
type Call struct {
	Host   string    // "api" or "image"
	Time   time.Time // arrival, by Options.Clock
	Method string
	Path   string // as sent, still escaped
	Query  string
	Header http.Header
	Body   []byte

	Endpoint Endpoint // "": an unknown path
	Fault    Kind     // the fault that struck it; "": none
	Status   int      // of the answer; 0: none was sent yet
	Sent     int64    // bytes of the answer's body handed to the connection
	JobID    string   // job that a POST made, even if the client wasn't told
	Foreign  bool     // it asked for a job of another key's account
	Tokens   int      // its cost
	Done     bool     // the call has ended
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

// begin adds a call; the log owns it from now on.
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

// update changes a call in the log.
func (l *callLog) update(c *Call, change func(*Call)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(c)
}

// end ends a call and returns its final state.
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

// counts returns the calls ever started, and the largest number at once.
func (l *callLog) counts() (begun, most int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.begun, l.most
}

package submit

import (
	"sync"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/status"
)

// claims records which submissions are on their way. Whoever makes, accepts or
// adopts a submission holds its lock, so that no job is claimed twice.
type claims struct {
	sync.Mutex
	inFlight map[string]api.Config // by submission id: started in this run and not settled
	status   *status.Value[Status]
}

func newClaims(s *status.Value[Status]) *claims {
	return &claims{inFlight: map[string]api.Config{}, status: s}
}

// The caller of all methods below holds the lock.

func (c *claims) begin(s library.Submission) {
	c.inFlight[s.ID] = s.Config
	c.report()
}

func (c *claims) end(submissionID string) {
	delete(c.inFlight, submissionID)
	c.report()
}

func (c *claims) has(submissionID string) bool {
	_, has := c.inFlight[submissionID]
	return has
}

// duplicate reports whether a submission with an equal request is on its way. Its job may already
// be in the list and must not be given to another.
func (c *claims) duplicate(config api.Config) bool {
	for _, other := range c.inFlight {
		if api.Same(config, other) {
			return true
		}
	}
	return false
}

func (c *claims) report() {
	n := len(c.inFlight)
	c.status.Set(func(s *Status) { s.Sending = n })
}

package jobsync

import (
	"errors"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/status"
)

// Pause is the reason for making hardly any calls.
type Pause string

// The reasons to pause. KeyChanged ends both, and so does any call that the
// service accepts. New requests are held from the first refusal on, see
// MayPost.
const (
	NotPaused Pause = ""
	NoKey     Pause = "no key"    // there is no key, so no calls are made
	WrongKey  Pause = "wrong key" // the service keeps refusing the key; it is tried four times an hour
)

// Service is what answers have shown about the service: whether it accepts the
// key, and when it may be called.
type Service struct {
	clock    clockwork.Clock
	random   func() float64
	status   *status.Value[Status]
	answered func(recovered bool) // called after a change, without the lock
	pausing  *Hold                // by a person; nil: never

	mu       sync.Mutex
	failures int       // consecutive failures
	retryAt  time.Time // no call before this, after a failure
	holdTill time.Time // no call before this, as the service asked
	paused   Pause
	refused  repeated // refusals of the key by the service itself
}

// MayPost reports whether a new request may be sent. It may not after the
// service's last answer was that it doesn't accept the key.
func (s *Service) MayPost() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused.answers == 0
}

// MayCall returns when calls may be made again; false while only a person can
// change that.
func (s *Service) MayCall() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.holdTill
	if s.failures > 0 && s.retryAt.After(at) {
		at = s.retryAt
	}
	return at, s.paused == NotPaused && !s.pausing.On()
}

// Answered records what the result of a call says about the key and the
// connection. Calls of rounds are recorded by the Follower.
func (s *Service) Answered(err error) {
	s.mu.Lock()
	now := s.clock.Now()
	s.hold(err, now)
	recovered := err == nil && (s.failures > 0 || s.paused != NotPaused)
	if recovered {
		s.failures = 0
	}
	s.judgeKey(err, now)
	if errors.Is(err, api.ErrUnauthorized) && s.failures == 0 {
		s.failures, s.retryAt = 1, now.Add(backoff.First) // to be asked for again
	}
	paused, refused := s.paused, s.refused.answers > 0
	s.mu.Unlock()
	s.status.Set(func(s *Status) {
		s.Paused, s.Refused = paused, refused
		if recovered {
			s.Offline, s.Problem = false, nil
		}
	})
	s.answered(recovered)
}

// Failed is Answered for a failure that every call would meet: calls pause for
// a while.
func (s *Service) Failed(err error) {
	s.mu.Lock()
	s.failures++
	s.retryAt = s.clock.Now().Add(backoff.After(s.failures, backoff.Offline, 0, s.random()))
	s.mu.Unlock()
	s.Answered(err)
}

// round records the result of a round, and returns whether calls are paused, and
// whether the key is refused.
func (s *Service) round(err error, now time.Time) (paused Pause, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judgeKey(err, now)
	if err == nil {
		s.failures = 0
		return s.paused, false
	}
	s.failures++
	longest := backoff.Longest
	if errors.Is(err, api.ErrNoAnswer) || errors.Is(err, api.ErrUnauthorized) {
		longest = backoff.Offline
	}
	s.hold(err, now)
	s.retryAt = now.Add(backoff.After(s.failures, longest, 0, s.random()))
	if s.paused == WrongKey {
		s.retryAt = now.Add(refusedEvery)
	}
	return s.paused, s.refused.answers > 0
}

// next returns when a round that is due at a time may be made; false while
// there is no key, or a person paused following.
func (s *Service) next(at time.Time) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused == NoKey || s.pausing.On() {
		return time.Time{}, false
	}
	if s.failures > 0 {
		at = s.retryAt
	}
	return later(at, s.holdTill), true
}

// putOff delays the next round while calls fail.
func (s *Service) putOff(till time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retryAt = till
}

// failing reports whether the last call failed.
func (s *Service) failing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failures > 0
}

// held is how long the service still asks us to wait; 0 or less: it doesn't.
func (s *Service) held() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.holdTill.Sub(s.clock.Now())
}

// newKey forgets what is known about the previous key.
func (s *Service) newKey() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused, s.failures, s.refused = NotPaused, 0, repeated{}
}

// judgeKey records what an answer says about the key. A refusal is believed
// when the service itself repeated it for a while; a good answer revokes it.
// The caller holds the lock.
func (s *Service) judgeKey(err error, now time.Time) {
	switch {
	case err == nil:
		s.paused, s.refused = NotPaused, repeated{}
	case errors.Is(err, api.ErrNoKey):
		s.paused = NoKey
	case errors.Is(err, api.ErrUnauthorized) && api.ByService(err):
		s.refused.note(now)
		if s.refused.over(refusalAnswers, refusalTime) {
			s.paused = WrongKey
		} else if s.paused == NoKey {
			s.paused = NotPaused
		}
	case s.paused == NoKey:
		s.paused = NotPaused // there is a key
	}
}

// hold delays calls for as long as the service asks. The caller holds the lock.
func (s *Service) hold(err error, now time.Time) {
	told, ok := errors.AsType[*api.Error](err)
	if !ok || told.RetryAfter <= 0 {
		return
	}
	s.holdTill = later(s.holdTill, now.Add(told.RetryAfter))
}

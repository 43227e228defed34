package faults

import (
	"time"

	"github.com/jonboulle/clockwork"
)

// Fast is a clock that runs at a multiple of real time since some moment.
// Processes with the same moment and speed show the same time, so that the
// waits of a day pass in a test's minute. Network deadlines stay real.
type Fast struct {
	clockwork.Clock // the real clock
	since           time.Time
	speed           float64 // above 0
}

// NewFast returns a clock that showed since when the real clock did.
func NewFast(since time.Time, speed float64) Fast {
	return Fast{Clock: clockwork.NewRealClock(), since: since, speed: speed}
}

// Now is since plus the accelerated time that has passed.
func (f Fast) Now() time.Time {
	return f.since.Add(time.Duration(float64(f.Clock.Since(f.since)) * f.speed))
}

// Since and Until use this clock.
func (f Fast) Since(t time.Time) time.Duration { return f.Now().Sub(t) }

// Until is the opposite of Since.
func (f Fast) Until(t time.Time) time.Duration { return t.Sub(f.Now()) }

// Sleep blocks for d of this clock's time, as the methods below wait.
func (f Fast) Sleep(d time.Duration) { f.Clock.Sleep(f.real(d)) }

// After is as in package time.
func (f Fast) After(d time.Duration) <-chan time.Time { return f.Clock.After(f.real(d)) }

// AfterFunc is as in package time.
func (f Fast) AfterFunc(d time.Duration, then func()) clockwork.Timer {
	return fastTimer{f.Clock.AfterFunc(f.real(d), then), f}
}

// NewTimer is as in package time.
func (f Fast) NewTimer(d time.Duration) clockwork.Timer {
	return fastTimer{f.Clock.NewTimer(f.real(d)), f}
}

// NewTicker is as in package time.
func (f Fast) NewTicker(d time.Duration) clockwork.Ticker {
	return fastTicker{f.Clock.NewTicker(f.real(d)), f}
}

// real converts d to real time. A positive duration never becomes zero.
func (f Fast) real(d time.Duration) time.Duration {
	if d <= 0 {
		return d
	}
	return max(time.Duration(float64(d)/f.speed), 1)
}

type fastTimer struct {
	clockwork.Timer
	clock Fast
}

func (t fastTimer) Reset(d time.Duration) bool { return t.Timer.Reset(t.clock.real(d)) }

type fastTicker struct {
	clockwork.Ticker
	clock Fast
}

func (t fastTicker) Reset(d time.Duration) { t.Ticker.Reset(t.clock.real(d)) }

// Package signal wakes a goroutine that waits for work. It starts none itself.
package signal

// Signal wakes one goroutine, which receives from it. Signals sent before it
// looks count as one. It is safe for concurrent use.
type Signal chan struct{}

// New makes a signal that has not been sent.
func New() Signal { return make(Signal, 1) }

// Wake sends the signal. It never blocks.
func (s Signal) Wake() {
	select {
	case s <- struct{}{}:
	default:
	}
}

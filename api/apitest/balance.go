package apitest

import "sync"

// Balance is the account's tokens.
type Balance struct {
	mu    sync.Mutex
	left  int // below zero: unlimited
	spent int
}

// Set sets the tokens left; below zero: unlimited. A POST that costs more is
// answered with 402.
func (b *Balance) Set(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = max(n, -1)
}

// Left returns the tokens left; -1: unlimited.
func (b *Balance) Left() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.left
}

// take takes n tokens if there are enough.
func (b *Balance) take(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left >= 0 && b.left < n {
		return false
	}
	if b.left >= 0 {
		b.left -= n
	}
	b.spent += n
	return true
}

func (b *Balance) taken() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent
}

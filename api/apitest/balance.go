package apitest

import "sync"

// Balance is the account's tokens.
type Balance struct {
	mu    sync.Mutex
	left  int // below zero: endless
	spent int
}

// Set sets what is left; below zero it is endless. A POST that costs more
// than there is is answered with 402.
func (b *Balance) Set(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = max(n, -1)
}

// Left is the number of tokens left, -1 when it is endless.
func (b *Balance) Left() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.left
}

// take takes n tokens where there are so many.
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

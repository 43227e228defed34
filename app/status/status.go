// Package status holds what a part of the program reports of itself.
//
// Goroutines: a Value is safe for concurrent use and never blocks. It starts
// none.
package status

import "sync"

// Value is the status of one part: a comparable struct that is copied for every
// reader. It is safe for concurrent use and never blocks.
type Value[T comparable] struct {
	changed func()

	mu    sync.Mutex
	value T
}

// New makes a status with T's zero value. changed is called after every change,
// on the goroutine that made it, and must return at once.
func New[T comparable](changed func()) *Value[T] { return &Value[T]{changed: changed} }

// Set changes the status.
func (v *Value[T]) Set(change func(*T)) {
	v.mu.Lock()
	before := v.value
	change(&v.value)
	differs := before != v.value
	v.mu.Unlock()
	if differs {
		v.changed()
	}
}

// Get returns the status as it is now.
func (v *Value[T]) Get() T {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.value
}

//go:build !linux

package ui

import "time"

var start = time.Now()

// threadTime is the time that has passed: what a thread has used is told by each system in a way of its own.
func threadTime() time.Duration { return time.Since(start) }

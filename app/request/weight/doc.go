// Package weight raises and lowers how much the words of a prompt count, in
// the notation (words:1.1) that the usual programs read.
//
// Goroutines: pure functions; call them from anywhere. They take time in
// proportion to the prompt.
package weight

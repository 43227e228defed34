// Package weight raises and lowers the weight of words in a prompt, in the
// notation (words:1.1) of AUTOMATIC1111's web UI and programs like it.
//
// Goroutines: pure functions; call them from anywhere. They take time in
// proportion to the prompt.
package weight

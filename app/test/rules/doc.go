// Package rules holds the architecture rules that a compiler doesn't check, as tests: which package
// may import which, that every package says what it is for and from which goroutine it may be
// called, that no file holds a key, and that the top level stays as it is. A failure says what to
// do instead. The package has no code to call.
package rules

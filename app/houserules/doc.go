// Package houserules holds the rules of the house that a compiler doesn't check, as tests: which
// package may import which, that every package says what it is for, that no key was written into
// a file, and that the top level stays as it is. It has no code of its own to call.
package houserules

// Package servicecheck finds out how the service works for a person, and what
// stands in the way: a line for each thing that can be found out.
//
// What it promises:
//   - Every call that it makes costs nothing: lists, single jobs, the service's
//     description, and one dry run, which the service's documentation calls free.
//     Should the service answer that as if it were a real request, that is told.
//   - Nothing is changed on this computer; a file is made in the pictures folder
//     to see whether that works, and removed again.
//   - What Report returns holds the shapes of answers (package api/outline) and
//     words of this package. No value, id, prompt, address or key is in it.
//
// It knows no sentences: what was found is a code with figures, and the words
// for it are the window's or the terminal's.
//
// Goroutines: Run blocks until all is found out or its context ends, and joins
// every goroutine that it starts, except that a keychain which never answers
// stays behind with package secrets.
package servicecheck

// Package servicecheck finds out how the service works for a person, and what doesn't: one line for
// each check.
//
// What it promises:
//   - No call costs anything: lists, single jobs, the service's description, and one dry run, which is free according to
//     the service's documentation. If the service answers the dry run like a real request, that is reported.
//   - Nothing on this computer changes, except that a file is created in the pictures folder and removed again.
//   - Report contains only the shapes of answers (package api/outline) and words of this package: no value, id, prompt,
//     address or key.
//
// It knows no sentences: a result is a code with figures, and the window or the terminal has the
// words.
//
// Goroutines: Run blocks until all checks are done or its context ends. It joins every goroutine
// that it starts, except that a call of a keychain that never answers stays behind in package
// secrets.
package servicecheck

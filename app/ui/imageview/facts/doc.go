// Package facts describes images as text: what is known about one, and how several differ.
//
// All functions are pure and safe for concurrent use. Comparing long prompts takes milliseconds, so the views call Diff
// off the UI goroutine.
package facts

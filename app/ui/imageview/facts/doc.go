// Package facts tells about images as text: what is known of one, and how several differ.
//
// All functions are pure. Comparing long prompts takes milliseconds, so the views call Diff off the UI goroutine.
package facts

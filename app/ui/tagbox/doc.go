// Package tagbox is what tags are given and taken away with: the tags that
// pictures have, a line to write another, and those that there are already.
// UI goroutine only. It changes nothing itself: what a person asks for goes out
// through Params.
package tagbox

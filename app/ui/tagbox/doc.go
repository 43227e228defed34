// Package tagbox is the popover that changes tags: the tags of the pictures, an
// entry for another, and existing ones to choose. It changes nothing itself: a
// person's actions leave through Params. UI goroutine only.
package tagbox

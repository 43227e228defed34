// Package exportbox asks where copies of pictures go and whether their
// parameters go with them. UI goroutine only.
package exportbox

package engine

import "time"

// forFiles is what the files part is given of the downloads.
type forFiles struct{ e *Engine }

// Claim takes a picture that nobody works on.
func (d forFiles) Claim(image int64) bool { return d.e.claim(image) }

// Release ends a claim.
func (d forFiles) Release(image int64) { d.e.release(image) }

// FolderFails stops the saving for a while.
func (d forFiles) FolderFails(err error) time.Duration {
	return d.e.folderFails(&savingError{err: err, folder: true}, d.e.clock.Now(), d.e.random())
}

// FolderWorks lets the saving go on.
func (d forFiles) FolderWorks() { d.e.folderWorks() }

// OtherFolder reports whether the folder was found to be another one.
func (d forFiles) OtherFolder() bool { return d.e.Status().OtherFolder }

// Wake has pictures looked for that can be fetched.
func (d forFiles) Wake() { d.e.fetch.wanted.Wake() }

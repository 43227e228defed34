package library

// Event is something that changed: EntryChanged, EntryRemoved, ImageChanged
// or Reset.
type Event interface{ event() }

// EntryChanged tells of a new entry or of new values of a known one. Its
// images are told of by ImageChanged.
type EntryChanged struct{ Entry Entry }

// EntryRemoved tells that an entry is no longer listed: it turned out to be
// another entry's job, or its submission was forgotten.
type EntryRemoved struct{ ID int64 }

// ImageChanged tells of a new image or of new values of a known one, with the
// counts of its entry after the change. An address that was only signed
// afresh is not announced.
type ImageChanged struct {
	Image  Image
	Counts Counts
}

// Reset tells that too much changed to list it: read again.
type Reset struct{}

func (EntryChanged) event() {}
func (EntryRemoved) event() {}
func (ImageChanged) event() {}
func (Reset) event()        {}

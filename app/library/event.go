package library

// Event is a change: EntryChanged, EntryRemoved, ImageChanged, AccountsChanged,
// HeldChanged or Reset.
type Event interface{ event() }

// EntryChanged is a new entry or new values of a known one. Its images have
// events of their own.
type EntryChanged struct{ Entry Entry }

// EntryRemoved says that an entry is no longer listed: its job belongs to
// another entry, or its submission was forgotten.
type EntryRemoved struct{ ID int64 }

// ImageChanged is a new image or new values of a known one, with the counts of
// its entry after the change. A new signature of its address alone sends no
// event.
type ImageChanged struct {
	Image  Image
	Counts Counts
}

// AccountsChanged says that an account was added, renamed or removed.
type AccountsChanged struct{}

// HeldChanged says that the outbox changed.
type HeldChanged struct{}

// Reset says that too much changed to list it: read again what you show.
type Reset struct{}

func (EntryChanged) event()    {}
func (EntryRemoved) event()    {}
func (ImageChanged) event()    {}
func (AccountsChanged) event() {}
func (HeldChanged) event()     {}
func (Reset) event()           {}

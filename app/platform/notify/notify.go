package notify

import (
	"image"
	"log/slog"
)

// Note is a notification.
type Note struct {
	Tag         string // a note replaces the one with the same tag; "": none
	Title, Body string // plain text
	Picture     *image.RGBA
	Lasting     bool   // a person has to do something, so it stays where the desktop can do that
	Clicked     func() // nil: a click does nothing
}

// Params say whose notes they are.
type Params struct {
	Name string // of the program, as people read it
	ID   string // of its desktop file, without the extension
	Open string // what a click does, for desktops that show it on a button

	// Toolkit shows a note where there is no notification service to talk to, on
	// Windows and macOS.
	Toolkit func(title, body string)
	Log     *slog.Logger
}

// Sender shows notes.
type Sender struct {
	p      Params
	orders chan order
}

// order is what Run has to do: show a note, or withdraw some.
type order struct {
	note     *Note
	withdraw func(Note) bool
}

// mostWaiting bounds the orders: a service that hangs must not fill the memory.
const mostWaiting = 32

// New makes a sender that is idle until Run.
func New(p Params) *Sender { return &Sender{p: p, orders: make(chan order, mostWaiting)} }

// Send shows a note.
func (s *Sender) Send(n Note) { s.put(order{note: &n}) }

// Withdraw removes the note with a tag, if it is still shown.
func (s *Sender) Withdraw(tag string) {
	s.put(order{withdraw: func(n Note) bool { return n.Tag == tag }})
}

// Clear removes all notes that are still shown.
func (s *Sender) Clear() { s.put(order{withdraw: all}) }

func all(Note) bool { return true }

func (s *Sender) put(o order) {
	select {
	case s.orders <- o:
	default:
		s.p.Log.Warn("too many notifications wait; one is dropped")
	}
}

// Package jobsync follows jobs until the service has told all of their pictures.
//
// # What it promises
//
//   - A job is finished when it ended and every picture that it promised is
//     known. One that ended with fewer is asked for again, soon at first and
//     calmly later, and then says what it is short of (patience.go).
//   - One answer is final only where it brings something. That a job is not
//     there, that there is no list, that the key is no good is believed when the
//     service itself said it again and again, and the first better answer takes
//     it back.
//   - A person sees a picture within a second or so of its being there, and a
//     hundred waiting jobs cost hardly more calls than one (schedule.go).
//   - Trouble with one job stays with that job. A service that can't be reached,
//     or that asks us to wait, is tried calmly.
//   - The list is read as it comes, some jobs at a time. What came before it
//     broke off counts.
//
// # Its pieces
//
// A Follower makes the rounds: the list, then what the list does not tell. An
// Asker asks for one job by itself, for rounds and for whoever needs the fresh
// addresses of its pictures. A Service is what is known of the service: whether
// it accepts the key, and when it may be called again.
//
// Run is the one goroutine, and Round and Next are its alone. Every other method
// is safe for concurrent use. KeyChanged, Expect, Searching and those of Service
// return at once; the others ask the service and block.
package jobsync

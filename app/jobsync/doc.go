// Package jobsync follows jobs until the service has listed all of their pictures.
//
// # What it promises
//
//   - A job is finished when it has ended and all the pictures that it promised are
//     known. A job that ended with fewer is asked for again, soon at first and less
//     often later. Then it says what is missing (patience.go).
//   - A single answer is final only if it brings something. That a job doesn't exist,
//     that there is no list, or that the key is refused must be said by the service
//     itself several times, and the first better answer revokes it.
//   - A person sees a picture within about a second of its being made, and a hundred
//     waiting jobs cost hardly more calls than one (schedule.go).
//   - A failure of one job concerns that job only. A service that is unreachable, or
//     that asks us to wait, is called less often.
//   - The list is read as it arrives, some jobs at a time. When it breaks off, the
//     jobs before the break count.
//
// # Parts
//
// A Follower makes rounds: it reads the list, then asks for what the list lacks. An Asker asks for
// one job, for the rounds and for callers that need fresh addresses of its pictures. A Service
// records what is known about the service: whether it accepts the key, and when it may be called
// again.
//
// # Goroutines
//
// Run is the one goroutine, and Round and Next may be called on it only. Run ends with its context;
// whoever started it joins it. Every other method is safe for concurrent use. KeyChanged, Expect,
// Searching and the methods of Service return at once; the others call the service and block.
package jobsync

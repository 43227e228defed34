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
//   - Without a list, each job is a call of its own, and the delay grows with their number: n jobs
//     are asked for every 0.4 n seconds each. Alone that is no later than with a list; of a hundred
//     the end is noticed up to 40 s late, 20 s on average. To notice it within 5 s, whatever the
//     jobs tell of their progress, takes n/5 calls a second: 20 for a hundred, where the client
//     allows itself 5 in all. At those 5 it would be 20 s and 10 s, with nothing left for requests.
//     Only guesses about which job ends next could do better.
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

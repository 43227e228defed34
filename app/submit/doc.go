// Package submit is the outbox: it sends requests to the service, and finds out
// what became of those whose answers were lost.
//
// # What it promises
//
//   - A submission is durable before its POST is sent, and its POST is sent at
//     most once, ever.
//   - When the answer is lost, the submission is "unknown": it is looked for in
//     every list of the service's jobs and adopted when found there. It is never
//     sent again unless a person says so (SendAgain).
//   - A job is claimed by one submission. A job that was there before the
//     request, started on the website for example, is never taken for its own.
//   - What must not be sent now, because the key is refused, is refused at once
//     and says so. It doesn't go out later by itself.
//   - Submissions reach the service in the order in which they were made. One
//     whose answer is slow holds up the others for two seconds at most.
//
// # Goroutines
//
// One takes submissions out of the queue, and up to three wait for answers. Every
// method is safe for concurrent use. Status returns at once. All others write to
// the library or ask the service, and block.
package submit

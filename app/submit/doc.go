// Package submit is the outbox: it sends requests to the service, and finds out
// what became of those whose answers were lost.
//
// # What it promises
//
//   - A submission is on disk before its POST is sent, and its POST is sent at most
//     once, ever.
//   - When the answer is lost, the submission is "unknown". It is looked for in
//     every list of the service's jobs and adopted when found there. It is never
//     sent again unless a person says so (SendAgain).
//   - A job is claimed by one submission. A job that was there before the request,
//     started on the website for example, is never taken for its own.
//   - What must not be sent now, because the key is refused, is refused at once
//     and says so. It does not go out later by itself.
//   - Submissions reach the service in the order in which they were made. A slow
//     answer holds up the next one for two seconds at most.
//
// # Parts
//
//   - Outbox writes requests down, puts them into the queue and sends them in order.
//   - poster sends one request and records its outcome.
//   - Lost looks for the jobs of requests whose answers were lost.
//   - claims says which requests are on their way. All of these hold its lock while
//     they make, accept or adopt a submission, so that no job is claimed twice.
//
// # Goroutines
//
// One goroutine empties the queue, and up to three wait for answers. Every method
// is safe for concurrent use. Status returns at once. All others write to the
// library or ask the service, and block.
package submit

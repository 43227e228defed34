// Package submit is the outbox: it sends requests to the service, and finds out what happened to
// those whose answers were lost.
//
// # What it promises
//
//   - A submission is on disk before its POST is sent. Its POST is sent at most once.
//   - When the answer is lost, the submission is "unknown". It is searched for in every
//     list of the service's jobs and adopted when found there. It is sent again only
//     when a person says so (SendAgain).
//   - A job belongs to one submission. A job that existed before the request, for
//     example one started on the website, is never taken for its own.
//   - While the key is refused, requests are refused at once and say so. They are not
//     sent by themselves later.
//   - Submissions reach the service in the order in which they were made. A slow answer
//     delays the next one by two seconds at most.
//
// # Parts
//
//   - Outbox writes requests down, queues them and sends them in order.
//   - poster sends one request and records its outcome.
//   - Lost searches the jobs of requests whose answers were lost.
//   - claims records which requests are on their way. All of these hold its lock while
//     they make, accept or adopt a submission, so that no job is claimed twice.
//
// # Goroutines
//
// One goroutine empties the queue, and up to three wait for answers. They belong to the group that
// the Outbox was given, which joins them; Close must be called before that, so that requests
// already made are sent. Every method is safe for concurrent use. Status returns at once. All
// others write to the library or call the service, and block.
package submit

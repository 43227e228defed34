// Package apitest is a simulated dreamlook.ai: real HTTP on two loopback
// ports, one for the API and one for the pictures. Tests, benchmarks and the
// demo of Lookbook need neither the service nor an account.
//
// # Parts
//
//   - Server starts and stops both hosts and takes what a test says: jobs, plans
//     for jobs, faults. Its fields are parts with settings of their own: Balance,
//     Addresses (signed URLs), Extras (of lists) and Dates.
//   - host accepts connections and records calls; exchange is one call, answer
//     what it will get; faultList says what goes wrong with it.
//   - apiHost and imageHost answer. They ask jobStore, which holds the truth about
//     every job, and encoder, which puts a job into JSON.
//
// Each part has its own state and lock.
//
// # Time
//
// Nothing in the simulator ticks. A job's state follows from the moment it was
// submitted, its waiting and running times, and Options.Clock. So do the expiry of
// signed URLs and the times in answers. After a test advances a fake clock, the
// next call sees the next state. Only a Fault that is slow (Delay, Slow, Stall)
// waits, by the same clock.
//
// # Determinism
//
// Ids, random seeds and pictures follow from Options.Seed and the order in
// which jobs were added. Two servers given the same calls at the same times
// answer alike, but for the port numbers in URLs.
//
// # Dialect
//
// What is not known of the service for sure, from the form of ids to the paging of
// lists, is a member of Dialect, a part of Options. Every member combines with
// every other.
//
// # Money
//
// A picture costs one token, or what Dialect.Price says. Spent counts what was taken, Call.JobID tells
// which call made which job even when its answer was lost: with these two a
// test can prove that nothing was paid twice.
//
// # Trouble
//
// Inject scripts what goes wrong on the wire, PlanNext what becomes of the jobs
// submitted next and how oddly it is told (Oddities), AddRaw puts anything at all
// into the job list. Options.Accounts and ListPictures say who sees which jobs,
// and how much of them. NewStorm picks any of all that, by a seed.
//
// # Concurrency
//
// Every method of Server is safe for concurrent use and returns without
// waiting for the network. Close waits until every goroutine of the server has
// ended; it must not be called from Options.OnCall or Fault.Edit. Draw and
// Encode are pure functions.
package apitest

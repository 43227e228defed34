// Package apitest is a simulated dreamlook.ai: real HTTP on two loopback ports, one for the API and
// one for the pictures. Tests, benchmarks and the demo need neither the service nor an account.
//
// # Parts
//
//   - Server starts and stops both hosts and takes a test's settings: jobs, plans for jobs, faults. Its
//     fields are parts with settings of their own: Balance, Addresses (signed URLs), Extras (of lists) and
//     Dates.
//   - host accepts connections and records calls. exchange is one call, answer its answer, faultList the
//     faults to come.
//   - apiHost and imageHost answer. They use jobStore, which has the truth about every job, and encoder,
//     which encodes a job as JSON.
//
// Each part has its own state and lock.
//
// # Time
//
// Nothing in the simulator ticks. A job's state follows from the time of its submission, its
// waiting and running times, and Options.Clock. So do the expiry of signed URLs and the times in
// answers. After a test advances a fake clock, the next call sees the next state. Only slow faults
// (Delay, Slow, Stall) wait, by the same clock.
//
// # Determinism
//
// Ids, random seeds and pictures follow from Options.Seed and the order in which jobs were added.
// Two servers with the same calls at the same times give the same answers, except for the port
// numbers in URLs.
//
// # Dialect
//
// What is not known for certain about the service, from the form of ids to the paging of lists, is
// a member of Dialect, a part of Options. Every member combines with every other.
//
// # Money
//
// A picture costs one token, or Dialect.Price. Spent counts the tokens taken, and Call.JobID says
// which call made which job even if its answer was lost. With both a test can prove that nothing
// was paid twice.
//
// # Trouble
//
// Inject scripts faults on the wire. PlanNext decides what happens to the next jobs and how oddly
// they are described (Oddities). AddRaw adds any JSON to the job list. Options.Accounts, Give
// and ListPictures decide who sees which jobs, and how much of them; Call.Foreign says that a job was
// asked for with a key that is not its own. NewStorm chooses any of this by a
// seed.
//
// # Concurrency
//
// Every method of Server is safe for concurrent use and returns without waiting for the network.
// Whoever called New calls Close, which joins every goroutine of the server; don't call it from
// Options.OnCall or Fault.Edit. Draw and Encode are pure functions.
package apitest

// Package task is what a command asks of an open library: send requests, follow
// jobs, mark, export, look through the folder. The command that has the library
// open does it itself; where a window has it open, the task goes to the window
// over its socket and what happens comes back.
//
// # What it promises
//
//   - A task is the same work, whoever does it.
//   - A task whose requests were sent says so (Event.Sent) before anything else. Who
//     asked and lost the connection before that can't tell; after that it follows
//     the same entries without sending again.
//   - No key is in a task or an event.
//
// # Messages
//
// After the socket's greeting, which has the version, the command writes one Task as
// a line of JSON; lines of JSON, one Event each, come back. The last one has Outcome.
//
// Goroutines: Do blocks until the task is done or its context ends, and calls tell on
// its own goroutine. Serve and Ask do the same over a connection.
package task

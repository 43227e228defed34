// Package task defines the tasks that a command gives to an open library: send requests, follow
// jobs, mark, export, search the folder. A command that has opened the library does its task
// itself. If a window has it open, the task goes to the window over its socket, and events come
// back.
//
// # What it promises
//
//   - A task has the same effect in a command and in a window.
//   - A task that has sent requests says so (Event.Sent) before anything else. If the
//     connection breaks before that, it is unknown whether they were sent; after it, the
//     same entries can be followed without sending again.
//   - Neither tasks nor events contain a key.
//
// # Messages
//
// After the socket's greeting, which contains the version, the command writes one Task
// as a line of JSON. The window answers with Events, each a line of JSON. The last one
// has Outcome.
//
// Goroutines: Do blocks until the task is done or its context ends, and calls tell on
// its own goroutine. Serve and Ask do the same over a connection.
package task

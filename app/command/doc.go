// Package command is the program without a window: the commands that scripts and
// terminals use. It is the other face of the program beside app/ui, does the same
// work with the same engine, and knows no Fyne and no screen.
//
// # What it promises
//
//   - Nothing but the answer goes to the standard output; errors, warnings and
//     progress go to the standard error, in the words of the window.
//   - What a command ends with is one of the codes in exit.go, which its help
//     lists.
//   - Commands that only look (pictures, jobs, show) need no lock: they run beside
//     the window and beside each other.
//   - A reader that closes the pipe early ends the command quietly.
//
// The form of each --json line is a type with a comment: picture, job, shown.
// Members are added, never renamed or taken away.
//
// # Adding a command
//
// A type with a Run method, and a member of commands. Its help is command.help.<name>
// in app/ui/message, its example command.example.<name>, that of a flag
// command.flag.<name>.
//
// Goroutines: Run and Main belong to main's goroutine and block until the command
// has ended; one goroutine more waits for signals.
package command

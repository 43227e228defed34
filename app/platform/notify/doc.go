// Package notify shows notifications on the person's desktop and says which one
// was clicked.
//
// # What it promises
//
//   - Where the desktop has a notification service (org.freedesktop.Notifications), a
//     note has a picture, a click opens it, a later note replaces the one with the same
//     tag, and what is no longer true is withdrawn. Elsewhere the toolkit shows the two
//     texts.
//   - Without a service nothing breaks: notes are dropped, and the log says so once.
//   - Texts are shown as they are, never as markup.
//   - While nothing is sent or clicked, nothing runs: there is no timer.
//
// # Goroutines
//
// Run is the one goroutine; whoever starts it ends its context and joins it. The
// methods Send, Withdraw and Clear return at once and may be called on any goroutine. Note.Clicked is
// called on Run's goroutine and must return at once. Run closes the connection
// that it opened, and withdraws what it showed: nobody would answer a click.
package notify

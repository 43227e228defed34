// Package secrets keeps the API key: in the operating system's keychain
// (macOS Keychain, Windows Credential Manager, Secret Service), in the
// environment for one run, or in memory for this session.
//
// The key is a password. It is held as a Secret, which shows itself masked
// however it is printed, logged or encoded; only Secret.Reveal hands it out.
//
// # Who may call what
//
// Every method is safe for concurrent use. Load, Save and Forget may wait for
// the keychain, at most for Options.Timeout, Await for as long as its context
// lives; they are not for the UI goroutine. Current never waits. A keychain that asks the user for its password can't
// be interrupted, so a call that ran out of time stays behind in a goroutine
// until the keychain answers. There is never more than one of those: while it
// (or a slow Await) is outstanding further calls report ErrWaiting at once, without touching
// the keychain.
package secrets

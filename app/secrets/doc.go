// Package secrets keeps the API key of each account: in the operating system's keychain (macOS Keychain, Windows Credential Manager,
// Secret Service), in the environment for one run, or in memory for this session. In a Flatpak, which may not ask for
// everybody's passwords, it is in a file, encrypted with the secret that the desktop's portal keeps for this program.
//
// Open makes the store of the first account, and Of that of another. Each has an entry of its own in the keychain,
// named by the account's uid. The key in the environment is the first account's, or an account of its own (SetApart).
//
// The key is a password. It is held as a Secret, which is masked however it is printed, logged or encoded; only
// Secret.Reveal returns it.
//
// # Who may call what
//
// Every method is safe for concurrent use. Current, Unfit, Of, SetApart and InUse never wait. Load, Stored, Save and Forget wait for the
// keychain for up to Options.Timeout; Await waits until its context ends. Call them off the UI goroutine.
//
// A call of a keychain that asks the user for its password can't be interrupted. If it runs out of time, it stays
// behind in a goroutine until the keychain answers. There is at most one such call: while it, or a slow Await, is
// outstanding, further calls return ErrWaiting at once without calling the keychain.
package secrets

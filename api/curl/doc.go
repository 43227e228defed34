// Package curl reads and writes image generation requests as the commands that
// people paste into terminals: the website's "API request", the same with the
// quoting of PowerShell or of Windows' cmd, what browsers copy as cURL, and a
// bare JSON object.
//
// Nothing is ever executed, sent, looked up or expanded. The only variable that
// it recognises is DREAMLOOK_API_KEY, and it doesn't read that either: the
// result only says that the key should come from there. Files that a command
// names (--data @body.json) are read through Options.ReadFile only. Everything
// else that a shell would act on is an *Error with a position and a code.
//
// A key in a command is returned as a Key, which no formatting verb, log or
// encoder prints; only Key.Reveal returns it. No error, note or other text of
// this package contains it.
//
// Goroutines: the package keeps no state and starts none; call it from
// anywhere. It takes time in proportion to the text, which MaxTextBytes bounds:
// well below 100 ms for a real command, too long for the UI goroutine at the
// bound.
//
// Sources: the service's documentation and public programs for the shape of the
// command, curl's manual page for its options, the Bash manual, the PowerShell
// language specification, and Microsoft's description of how programs parse
// their command line.
package curl

// Package curl reads and writes image generation requests as the commands
// that people paste into terminals: the website's "API request", the same with
// the quoting of PowerShell or of Windows' cmd, what browsers copy as cURL,
// and a bare JSON object.
//
// Nothing is ever run, sent, looked up or expanded. The one variable that is
// recognised is DREAMLOOK_API_KEY, and it is not read either: the result only
// says that the key is meant to come from there. Files that a command names
// (--data @body.json) are asked for through Options.ReadFile and nothing else
// opens them. Everything else a shell would act on is an *Error with the place
// and a code.
//
// A key inside a command is handed up as a Key, which no formatting verb, log
// or encoder prints; only Key.Reveal gives it away. No error, note or other
// text of this package contains it.
//
// Goroutines: the package keeps no state and starts none; call it from
// anywhere. It takes time in proportion to the text, which MaxTextBytes
// bounds: well below 100 ms for an honest command, too long for the UI
// goroutine at the bound.
//
// Sources: the service's documentation and public programs for the shape of
// the command, curl's manual page for its options, the Bash manual, the
// PowerShell language specification, and Microsoft's description of how
// programs split their command line.
package curl

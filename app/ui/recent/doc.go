// Package recent is the list of prompts that were used before: searched by
// typing, chosen with a click or with the arrow keys and Enter.
//
// Everything here belongs to the UI goroutine, except that Params.Prompts is
// called off it, through Params.Run.
package recent

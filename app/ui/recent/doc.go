// Package recent is the list of prompts used before, with a search, and a
// choice by click or with the arrow keys and Enter.
//
// Everything here belongs to the UI goroutine, except that Params.Prompts is
// called off it, through Params.Run.
package recent

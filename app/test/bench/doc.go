// Package bench is what `make bench` runs: the figures of Lookbook beside
// those of what people would use instead, on the same files, in the same
// minute.
//
// A Row measures one thing and tells its figures to a Stage, which prints them
// at once: `bench <name> <value> <unit>`, and `ratio <name> <ours/peer>` where
// there is a peer, smaller being better. The command cmd/bench runs every row
// in a process of its own, so that one that fails, or leaves a full heap
// behind, does not touch the others, and makes the Markdown table of what they
// said. Whether a target was met is worked out there, from the figures that
// were printed and nothing else.
//
// # Writing a row
//
// One row a file: a function that returns the Row, with its targets, and a line
// for it in rows.go. What it measures, with what, and what is left out of the
// measurement stands in the function's comment. A row that can't measure
// returns an error; a target that is missed is no error. Nothing of the user's
// is used: Scratch is a folder of the row's own, Library the big library of
// app/test/bench/year, which is built once and shared, so that a row copies what it
// writes to.
//
// # Who may call what
//
// A Row runs on the main goroutine of its process, as a window's program does.
// Figure, Ratio and Logf may be called on any goroutine, the rest of a Stage on
// the row's only.
package bench

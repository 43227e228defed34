// Package variations turns one request into several: alternatives within the
// prompts and lists of values for other fields.
//
// In either prompt, {red|blue|green} stands for each of its parts in turn.
// Alternatives may be nested and may be empty; braces around a single part
// stand for that part. \{ and \} are plain braces, within alternatives \| is
// a plain bar, and a backslash that stands before one of these and is meant
// as such is doubled. Every other backslash, and a bar outside of braces, is
// text like any other: a prompt without braces never changes. Whoever puts a
// finished prompt where alternatives are read writes it with Escape.
//
// A Sweep lists the values of one field: "20, 30, 50", "20..40 by 10",
// "7..8 by 0.5", "ckp_1, ckp_2". Numbers are reckoned as decimals, so that a
// step of 0.1 ends where it should.
//
// The counting is exact and does not depend on how much there is to count:
// a plan of more than MaxJobs is refused with its number, at once.
//
// Goroutines: pure functions and values that are never changed once made; use
// them from anywhere. Of takes a few milliseconds at most, All of the
// largest plan some tens of megabytes.
package variations

// Package variations turns one request into several: alternatives in the
// prompts, and lists of values for other fields.
//
// In either prompt, {red|blue|green} stands for each of its parts in turn.
// Alternatives may be nested and may be empty; braces around one part stand for
// that part. {2$$a|b|c} stands for each two of its parts, joined by a comma, in the
// order in which they are written; {1-3$$ and $$a|b|c} for one to three, joined by
// "and". __name__ stands for each line of a list, which may have all of this in it;
// see Lists. Weights ({0.5::a|b}) and variables (${name}) of other programs, and $$
// that says nothing, are refused. \{ and \} are plain braces, and within alternatives \| is a plain
// bar, \$$ and \:: are plain; so is \__name__ anywhere. A backslash that is meant as such before one of these is doubled. All
// other backslashes, and bars outside braces, are ordinary text: a prompt
// without braces and lists never changes. Escape turns a finished prompt into text for a
// field that reads alternatives.
//
// A Sweep lists the values of one field: "20, 30, 50", "20..40 by 10", "7..8 by
// 0.5", "ckp_1, ckp_2". Numbers are calculated as decimals, so that steps of
// 0.1 end exactly.
//
// Counting is exact and takes the same time for any number: a plan with more
// than MaxJobs jobs is refused at once, with the number.
//
// Goroutines: pure functions, and values that never change; use them from
// anywhere. Of takes a few milliseconds at most. All of the largest plan
// allocates some tens of megabytes.
package variations

// Package bench is what `make bench` runs: the figures of Lookbook beside those of what people would
// use instead, on the same files, in the same minutes.
//
// Each row of the table is a benchmark, in a file of its own: what it measures, with what, and what
// is left out stands in its comment. It prints its figures at once, `bench <name> <value> <unit>`, and
// `ratio <name> <ours/peer>` where there is a peer, smaller being better. rows_test.go lists the rows
// with their targets. The test binary's flag -measure runs every row in a process of its own, so that
// one that fails, or leaves a full heap behind, does not touch the others, and makes the table of what
// they printed. A target that is missed is no failure.
//
// Nothing of the user's is used: a row writes to temporary folders, and the big library of package
// year is made once and shared, so that a row copies what it writes to.
package bench

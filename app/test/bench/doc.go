// Package bench is what `make bench` runs: Lookbook's figures beside those of what people would use
// instead, on the same files, within the same minutes.
//
// Each row of the table is a benchmark in a file of its own. Its comment says what it measures,
// with what, and what is left out. It prints its figures at once, `bench <name> <value> <unit>`,
// and `ratio <name> <ours/peer>` where there is a peer; smaller is better. rows_test.go lists the
// rows with their targets. The flag -measure of the test binary runs every row in a process of its
// own, so that a failure or a full heap does not touch the next row, and makes a table of the
// figures. A missed target is not a failure.
//
// A row writes only to temporary folders. The large library of package year is made once and
// shared; a row copies what it writes to. Rows run one after the other, each on the benchmark's
// goroutine; the package has no code to call.
package bench

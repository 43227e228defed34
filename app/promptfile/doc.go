// Package promptfile reads texts that people write beside the program: files of
// prompts, one on a line, tables whose columns are fields of a request, and folders
// of lists that stand for __name__ in a prompt.
//
// It promises that every file is bounded and every fault is reported with its line.
// A file that is too large, in an unknown encoding or not a table is refused as a
// whole; no part of it is used silently. UTF-8 and UTF-16 with a byte order mark are read,
// with line ends of any system.
//
// Goroutines: pure functions and values that never change; use them from anywhere.
// ReadFolder and ReadFile wait for the disk. Nothing has to be closed.
package promptfile

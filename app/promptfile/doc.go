// Package promptfile reads texts that people write beside the program: files of
// prompts, one on a line, tables whose columns are fields of a request, and folders
// of lists that stand for __name__ in a prompt.
//
// It promises that every file is bounded and every fault is said, with its line: a
// file that is too large, in no known encoding or not a table is refused by name, and
// no part of it is used in silence. UTF-8 and UTF-16 with a byte order mark are read,
// with line ends of any system.
//
// Goroutines: pure functions and values that never change; use them from anywhere.
// ReadFolder and ReadFile wait for the disk. Nothing has to be closed.
package promptfile

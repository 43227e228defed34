// Package settings holds the preferences, one JSON file, and knows the folders
// that the program uses.
//
// # Who may call what
//
// Current and Update work in memory, never wait for the disk and may be called
// on any goroutine, the UI's included. Open and Flush read and write the file
// and are not for the UI goroutine. The package starts no goroutines: whoever
// calls Update sees to it that Flush follows, some seconds later and at the
// end; any number of updates is one write.
//
// # The file
//
// A flat JSON object. What is missing takes its default, what is out of
// bounds is brought to the nearest value allowed, what has the wrong type
// takes its default; Notes says so. Fields that this version doesn't know are
// written back as they were. A file that is no JSON object is set aside under
// a name of its own and never overwritten.
package settings

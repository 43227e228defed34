// Package presets holds named requests: what a preset is, what it may be
// called, and the JSON files in which presets travel.
//
// A file is one JSON object:
//
//	{
//	  "format": "lookbook presets",
//	  "version": 1,
//	  "presets": [{"name": "Portraits", "config": {"width": 768, …}}]
//	}
//
// Fields that are not known, of the file, of a preset or of a request, are
// kept and written again. The version only goes up when an older program
// would misread the file; such a file is a *FutureError.
//
// Where presets are kept is the Store's business. A name is a preset's
// identity: two names that differ in case or in blanks at their ends are the
// same.
//
// Goroutines: the functions on values are pure. Those that take a Store are
// as safe, and block as long, as the Store does; they belong off the UI
// goroutine.
package presets

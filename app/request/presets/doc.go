// Package presets holds named requests: what a preset is, which names are
// allowed, and the JSON files that presets are exchanged in.
//
// A file is one JSON object:
//
//	{
//	  "format": "lookbook presets",
//	  "version": 1,
//	  "presets": [{"name": "Portraits", "config": {"width": 768, …}}]
//	}
//
// Unknown fields of the file, of a preset or of a request are kept and written
// again. The version only increases when an older program would misread the
// file; an older program refuses such a file with a *FutureError.
//
// A Store keeps the presets. The name identifies a preset: names that differ
// only in case or in blanks at the ends are the same.
//
// Goroutines: functions on values are pure. Functions with a Store block as
// long as the Store does, are as safe as the Store, and belong off the UI
// goroutine.
package presets

// Package year makes the library of a keen user's year: 10,000 jobs and
// 160,000 pictures, with thumbnails and files, in under two minutes. The
// benchmarks measure on it, and a person can look at it in the real window.
//
// # What is in it
//
// The folder is a home folder as Linux has it: the database is where Lookbook
// keeps its own, and so are the thumbnails and the pictures. `HOME=folder
// lookbook` opens it.
//
//   - The database was filled by app/library's own methods, in the order and
//     sizes in which the engine calls them, with a clock that goes through the
//     year: what is read later is what a year of use would have left. At the
//     end it is checked and counted.
//   - Jobs have prompts of natural length, with and without what must not be in
//     the picture, of some dozens of motifs; most are of 16 pictures of
//     768×1024, some of others; dates follow the days of a person who is at it
//     more on some than on others. A few failed, the last few are unfinished, a
//     few pictures could not be downloaded, of a few the file is gone. Some
//     pictures are rated, starred and tagged, and some searches are kept.
//   - The pictures are 512 drawings of full size and weight, a megabyte each,
//     with the parameters in them, and every other picture is another name of
//     one of these files: 160 GB would be needed otherwise. So every file
//     decodes as a real one does, but what a file says of itself is right for
//     one picture only. Within a job all drawings differ, and its motif decides
//     which: what is to be seen tells the job and the place in it.
//   - Thumbnails are those that the engine would have made of the files, under
//     the names that it looks for: of 256 pixels for all, for the gallery, and
//     of 128 for the pictures that the list of jobs shows. They are names of
//     the few hundred files that differ, too.
//
// The same seed gives the same year, but for what is random in the library
// itself (the ids of submissions).
//
// # Who may call what
//
// Everything blocks, for up to two minutes. Make and Ensure start goroutines
// and have joined them when they return. Several processes may call Ensure at
// once: one makes the year and the others wait for it.
package year

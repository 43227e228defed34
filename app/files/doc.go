// Package files handles the files of saved pictures: it checks that they are there, takes in files
// that were moved or copied into the folder, moves them to the trash and back, and exports them.
//
// # What it promises
//
//   - A picture counts as gone only when that is certain: its folder is there, and is the one that the picture was
//     saved in.
//   - The trash gets exactly the picture's own file. The file is moved, never deleted, and can be restored.
//   - No existing file is overwritten. Copies are complete or absent, and contain no key and no callback address.
//   - Files found in the folder are untrusted: bounded in number, depth and size, and accepted only if they can be a
//     picture of a job.
//   - After the program was interrupted, the next check makes the library and the folder agree again.
//
// # Who may call what
//
// Every method of Files and of its Copies is safe for concurrent use. New, Start, Status and Check return at once and
// may be called on the UI goroutine. All others touch the disk, take a context and block: never
// call them on the UI goroutine.
//
// One goroutine, "watch the files", checks the saved files. Trash, Restore, Export and Rescan run
// one for each call; an export has up to eight more for copies, a rescan one more for the library. All belong to the group that Files
// was given, which joins them.
package files

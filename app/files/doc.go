// Package files is what happens to the files of pictures once they are saved:
// they are looked for, taken in when they were moved or copied here, moved to the
// trash and back, and exported.
//
// # What it promises
//
//   - A picture counts as gone only where that is sure: its folder is there, and
//     is the one that it was saved in.
//   - What goes to the trash is moved and never deleted, only the very file of
//     the picture, and can be brought back.
//   - Nothing is ever written over a file that was there. Copies are whole or
//     not there, and tell nobody a key or the address of a callback.
//   - What is found in the folder is judged as somebody else's: bounded in number,
//     depth and size, and believed only where it can be a picture of a job.
//   - What the program's end interrupts is made good by the next check: the
//     library and the folder agree again.
//
// # Who may call what
//
// Every method of Files is safe for concurrent use. New, Start and Check return
// at once and may be called on the UI goroutine. All others touch the disk, take
// a context and block: never call them on the UI goroutine.
//
// One goroutine, "watch the files", sees which saved files are still there. Trash,
// Restore, Export and Rescan run one for each call, an export up to eight more
// that copy. All belong to the group that Files was given and end with it.
package files

// Package trash moves files into the trash of the desktop and gives them back:
// the freedesktop.org trash on Linux and the BSDs, the Trash of the Finder on
// macOS, the Recycle Bin on Windows.
//
// # What it promises
//
//   - A file is moved, never deleted: where a disk has no trash, the answer is
//     ErrUnsupported and the file stays where it is.
//   - What is put away is the very file that was looked at. A folder, a link,
//     or another file that took its place in the meantime stays.
//   - RestoreAs never replaces a file: a name that was taken since is ErrTaken.
//
// # Why not a library
//
// github.com/Bios-Marcel/wastebasket, the usual one, does without all three. On
// Linux it writes the note that belongs to a file after the move, leaves empty
// notes behind when the move fails, uses shared trash folders that anybody may
// write to and follows links there, finds no disk whose name holds a blank,
// and cannot find a file again whose name had to be escaped. On Windows it has
// what does not fit into the Recycle Bin deleted without a word, on macOS it
// builds a script out of the file's name and can give nothing back.
//
// # Differences between the systems
//
// Linux and the BSDs: the trash of the person's home for what lies on the same
// disk, otherwise $topdir/.Trash/$uid or $topdir/.Trash-$uid at the top of the
// file's own disk, as the specification 1.0 has it. Nothing is copied across
// disks: a home trash that is a link to another disk takes what lies on that
// one, and is named where it keeps a file from being moved. macOS and Windows are asked through their own functions; there the
// system may ask the person a question of its own, on Windows before a file
// that does not fit is deleted.
//
// # Goroutines
//
// The package starts none and keeps no state. Every function touches the disk,
// blocks, and may be called on any goroutine but that of the window.
package trash

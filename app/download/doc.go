// Package download brings pictures home: part file, verify, embed the texts,
// sync, rename, row in the library.
//
// # What it promises
//
//   - A picture is called saved after its file is whole, verified, in place under
//     its own name and on the disk. Until then it is tried again, for ever, with
//     growing waits. A failed download costs nothing and needs no new generation.
//   - Verified means: of the announced length; every byte as the host's checksum
//     says, or, where the host tells none, every pixel inflated; and with a PNG's
//     structure and chunk checksums in order. Bytes that came whole and the same
//     three times are believed against the host's word, and the picture is marked
//     (doubts.go).
//   - Nothing is lost and nothing is saved twice, wherever the program ends. What
//     has come is in a part file, from which the next run goes on. Right before
//     the rename the part file is told the picture's name, so that a picture in
//     place that nobody recorded is found there.
//   - Nothing is written over a file that was there or through a link out of the
//     folder, and nothing into another folder that has taken its place (package
//     folder).
//   - Pictures come from the public internet alone. Where a host leads elsewhere,
//     its pictures wait until a person allows it (hosts.go).
//   - Trouble stays where it is: a missing folder, a dead image host or a library
//     that can't be written stops the downloads after one try or three, not after
//     thousands, and one try at a time finds out when it is over.
//
// # Goroutines
//
// Run hands out work to up to six goroutines (or as many as Saving says), each
// with one picture. Every exported method is safe for concurrent use. Wake,
// Renewed, Status, FolderChanged, HostsChanged and those of Claims return at
// once; all others touch the disk or the network and take a context.
package download

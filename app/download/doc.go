// Package download brings pictures home: part file, verify, embed the texts, sync, rename, row in
// the library.
//
// # What it promises
//
//   - A picture is called saved only when its file is complete, verified, under its final name, and
//     synced to the disk. Until then it is tried again without end, with growing waits. A failed
//     download costs nothing and needs no new generation.
//   - Verified means: the announced length; all bytes according to the host's checksum, or all pixels
//     inflated when the host gives none; and for PNG a valid structure with valid chunk checksums. If
//     the same complete bytes arrive three times, they are believed against the host's checksum, and the
//     picture is marked (mismatches.go).
//   - Nothing is lost and nothing is saved twice, wherever the program ends. Received bytes are in a
//     part file, and the next run continues from it. Right before the rename, the picture's name is
//     written into the part file. So a picture that is in place but not recorded is found there.
//   - No existing file is overwritten. Nothing is written through a link that leads out of the folder, or
//     into another folder that has taken its place (package folder).
//   - Pictures come from the public internet only. If a host leads elsewhere, its pictures wait until a
//     person allows it (hosts.go).
//   - Trouble is contained: a missing folder, a dead image host or a library that can't be written stops
//     the downloads after one to three tries, not thousands. Then one try at a time finds out when the
//     trouble is over.
//
// # Goroutines
//
// Run starts up to six goroutines (or as many as Saving says), each for one picture. They belong to
// the group that the Downloader was given, which joins them. Every exported method is safe for
// concurrent use. Wake, Renewed, Status, FolderChanged, HostsChanged and those of Claims return at
// once. All others use the disk or the network, take a context and block.
package download

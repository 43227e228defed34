// Package modelfile saves the files of trained models, when a person asks for it,
// in a folder that the person chose.
//
// # What it promises
//
//   - A model is called saved after its file is whole, of the announced length and
//     with the checksum that the host tells, if it tells one, and in place under
//     its own name on the disk. Nothing is written over a file that was there.
//   - What has come is kept: in a hidden file in the same folder, with a journal in
//     Lookbook's own. A transfer that breaks off goes on by itself, with growing
//     waits, also after the program was started again, unless it was stopped. It
//     goes on from where it was if the host's file is still the same, else anew.
//   - Room is looked at first: nothing begins that the disk can't hold with some
//     left for pictures. Should it fill up all the same, some is given back, for a
//     picture that was paid for needs it more.
//   - A file comes from where pictures may come from and from nowhere else, and
//     the key goes only to the service, which is asked for the file's address.
//   - Saving costs nothing. The service deletes models some time after training:
//     then there is nothing to save any more, and that is what is said.
//
// # Goroutines
//
// Every exported method of Saver is safe for concurrent use. Each save has a
// goroutine; one transfers at a time. Save, Stop, GoOn and All return at once,
// Start and Forget touch the disk.
package modelfile

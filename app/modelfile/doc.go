// Package modelfile saves the files of trained models in a folder, when a person asks for it.
//
// # What it promises
//
//   - A model is called saved only when its file is complete, has the announced length and the host's checksum, if the
//     host gives one, and is under its own name on the disk. No existing file is overwritten.
//   - Received bytes are kept, in a hidden file in the same folder, with a journal in Lookbook's own. A broken transfer
//     continues by itself with growing waits, also after a restart of the program, unless a person stopped it. If the
//     host's file has changed, it starts over.
//   - Space is checked first. A transfer starts only if the disk can hold the file and keep some space for pictures. If the
//     disk fills up nevertheless, space is given back, because paid pictures need it more.
//   - Files come only from where pictures may come from. The key is sent only to the service, which is asked for the file's
//     address.
//   - Saving costs nothing. The service deletes models some time after training; then that is what is reported.
//
// # Goroutines
//
// Every exported method of Saver is safe for concurrent use. Each save has a goroutine, and one
// transfers at a time. They belong to the group that the Saver was given, which joins them. Save,
// Stop, GoOn and All return at once; Start and Forget touch the disk.
package modelfile

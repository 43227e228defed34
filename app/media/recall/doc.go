// Package recall makes a request out of a picture: of what Lookbook itself,
// AUTOMATIC1111's web UI and its relatives, InvokeAI, ComfyUI, SwarmUI, Fooocus,
// NovelAI, Easy Diffusion or Draw Things wrote
// into it. It reads PNG, JPEG and WebP.
//
// ComfyUI's graphs are read by what is linked to what, whatever the nodes are
// called: of several samplers the first, in the order of their ids, that leads
// to a saved picture and begins with an empty one. What a node works out is
// named and never guessed, and JSON of a program that is not known is no prompt.
//
// Only Lookbook's own text is lossless. Of the others, what has a counterpart
// in a request is taken over, and everything else stands in
// Recalled.NotMapped, as codes with data. Values are taken as they
// are, in range or not: checking the request is the caller's business.
//
// Goroutines: the package starts none and keeps no state. Read blocks on its
// reader and belongs off the UI goroutine. Texts are bounded by package media
// (media.MaxTextBytes and its like), everything read from them by the
// constants here.
//
// Sources: infotext's sources for "parameters"; the files and the source code
// of InvokeAI (the texts Dream, sd-metadata and invokeai_metadata, in this
// order of age), of ComfyUI (prompt and workflow in PNG, EXIF's Make and Model
// in WebP) and of its extensions that write JPEG; the EXIF 2.3 standard.
package recall

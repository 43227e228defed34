// Package recall makes a request from the parameters in a picture, as written by Lookbook,
// AUTOMATIC1111's web UI and its relatives, InvokeAI, ComfyUI, SwarmUI, Fooocus, NovelAI, Easy
// Diffusion or Draw Things. It reads PNG, JPEG and WebP.
//
// ComfyUI's graphs are read by their links, whatever the nodes are called. Of several samplers it
// uses the first, by id, that leads to a saved picture and starts with an empty one. Computed
// values are noted and never guessed. JSON of an unknown program is not a prompt.
//
// Only Lookbook's own text is lossless. Of others, everything with a counterpart in a request is
// taken over; the rest is in Recalled.NotMapped, as codes with data. Values are taken unchanged, in
// range or not: the caller checks the request.
//
// A picture without such texts may hide one in the lowest bits of its pixels, as NovelAI does, or
// have a prompt as IPTC's property. Content credentials (C2PA) are named and not read.
//
// Goroutines: the package starts none and keeps no state. Read blocks on its reader and belongs off
// the UI goroutine. Package media bounds the texts (media.MaxTextBytes and others), the constants
// here everything read from them.
//
// Sources: those of package infotext for "parameters"; files and source code of InvokeAI (the texts
// Dream, sd-metadata and invokeai_metadata, oldest first), of ComfyUI (prompt and workflow in PNG,
// EXIF's Make and Model in WebP) and of its extensions that write JPEG; the EXIF 2.3 standard.
package recall

// Package xmp reads the properties of an XMP packet, in a picture or in a file
// beside it, and writes some without touching what else the packet holds.
//
// What is written stands in a description of its own, behind those that are
// there: every byte of other programs stays, except for a property that is
// written anew. Packets are UTF-8; those of other encodings are left alone.
//
// What is read is somebody else's: bounded in size, depth and number, entities
// and document types are not followed.
//
// Goroutines: functions of their arguments alone; call them from anywhere.
//
// Sources: XMP Specification part 1 (ISO 16684-1), the IPTC Photo Metadata
// Standard 2025.1.
package xmp

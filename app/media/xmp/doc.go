// Package xmp reads the properties of an XMP packet, in a picture or in a
// sidecar, and writes some of them without changing the rest.
//
// New properties go into a description of their own, after the existing ones.
// Every byte of other programs stays, except for properties that are replaced.
// Packets are UTF-8; those in other encodings are left alone.
//
// Input is untrusted: bounded in size, depth and number. Entities and document
// types are rejected or ignored.
//
// Goroutines: pure functions; call them from anywhere.
//
// Sources: XMP Specification part 1 (ISO 16684-1), IPTC Photo Metadata Standard
// 2025.1.
package xmp

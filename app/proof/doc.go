// Package proof writes a page on which somebody else chooses among pictures, and
// reads the answer that comes back.
//
// The page is one file of HTML that needs no network: the pictures are in it, its
// policy forbids it to load or send anything, and it says of a picture nothing but
// its number. The answer is a small file of JSON that the page makes.
//
// Both come from or go to strangers: what Read returns is bounded in every part, and
// a picture is named by its number in the library with a checksum, so that an
// answer never marks a picture of another library.
//
// Goroutines: a Page belongs to one goroutine at a time; Read and Name are pure.
package proof

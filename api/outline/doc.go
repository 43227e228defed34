// Package outline describes the shape of an answer without its content: the names and types of its
// fields, and the headers that show how the service works.
//
// It promises that only words of its own come out, whatever comes in. A name is written if it
// consists of words that are common in interfaces (words.go); every other part of it becomes a
// question mark. Of a value it gives only the type and the form, such as "id ig_ and 8 of 0-9a-f".
// The result has at most Most bytes. So a shape can be shown to anybody: it contains no value, id,
// prompt, address or key.
//
// All functions are pure and safe for concurrent use.
package outline

// Package outline says what an answer looks like without saying what is in it:
// the names and types of its fields, and the headers that tell how the service
// works.
//
// What it promises: whatever comes in, only words of its own come out. A name is
// written where it consists of words that interfaces are made of (words.go);
// every other part of it becomes a question mark. Of a value only its type and
// its form are told, such as "id ig_ and 8 of 0-9a-f". What comes out is no
// longer than Most. So a shape can be shown to anybody: no value, id, prompt,
// address or key can be in it.
//
// All functions are pure and safe for concurrent use.
package outline

// Package duel finds the order of some things by asking which of two is better.
//
// It promises few questions and an end. A judge that never errs is asked at most
// Bound(n) times about n things, and the order is then the judge's. Any other
// judge is asked at most Most(n) times. Choices can be taken back, a thing can
// drop out at any time, and a Duel that was stored as JSON goes on where it
// stopped.
//
// # Method
//
// Which pair is next follows merge sort, which needs at most
// n⌈lg n⌉ − 2^⌈lg n⌉ + 1 comparisons (D. E. Knuth, The Art of Computer
// Programming, vol. 3, 2nd ed., section 5.2.4). A person errs with things that are
// nearly equal, and those end up beside each other. So the first places are
// confirmed: neighbours there meet again, with their sides swapped, until one is
// two games ahead, or three games were played.
//
// What several things have in common, for example a setting of the pictures, is
// judged by the games between things that differ in it, with the model of Bradley
// and Terry: i beats j with probability p(i) / (p(i) + p(j)) (R. A. Bradley and
// M. E. Terry, Rank analysis of incomplete block designs, Biometrika 39, 1952).
// The strengths p are fitted by the iteration of D. R. Hunter, MM algorithms for
// generalized Bradley–Terry models, Annals of Statistics 32 (2004), equation (3).
//
// # Goroutines
//
// A Duel belongs to one goroutine. All methods return at once.
package duel

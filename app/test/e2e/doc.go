// Package e2e tests the built program from outside, as a person would meet it: a real window, a
// real keyboard, real HTTP to a simulated service, a real keychain and real files. It imports no
// part of Lookbook. It knows of the program what the README tells its users, the names of the log's
// lines, and how to type.
//
// LOOKBOOK_BIN names the program; without it the tests build one. Screenshots and the output of
// every process go to $ARTIFACTS, or to artifacts at the top of the tree. Lines of the form
//
//	figure <name> <value> <unit>
//
// are measurements for people to read; no test fails because of one. The package has no code to
// call; what a test starts belongs to the test's goroutine and ends with the test.
package e2e

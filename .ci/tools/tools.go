//go:build tools

// Package tools pins the packaging command: a module of its own, so that the program's go.mod
// holds what the program is made of and nothing else. `go run fyne.io/tools/cmd/fyne@version`
// would do as well, but asks for the list of all versions at every run; this asks for one,
// by its checksum.
package tools

import _ "fyne.io/tools/cmd/fyne"

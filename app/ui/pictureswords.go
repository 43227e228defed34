package ui

import "github.com/dustin/go-humanize"

// count is a number as a person reads it.
func count(n int) string { return humanize.Comma(int64(n)) }

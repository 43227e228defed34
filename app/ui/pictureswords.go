package ui

import (
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
)

func count(n int) string { return humanize.Comma(int64(n)) }

// pictures counts pictures in words.
func pictures(n int) string { return count(n) + " " + english.PluralWord(n, "picture", "") }

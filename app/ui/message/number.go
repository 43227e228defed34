package message

import "github.com/dustin/go-humanize"

// Of says how many of all there are, or the place of one among all: "3 of 16".
func Of(part, all int) string {
	return T("number.of", With{"Part": humanize.Comma(int64(part)), "All": humanize.Comma(int64(all))})
}

// Percent is a number of percent: "45 %".
func Percent(n int) string { return T("number.percent", With{"Percent": n}) }

// Bytes is a size, as the desktops write it: "38 MB".
func Bytes(n uint64) string { return humanize.Bytes(n) }

package message

import "github.com/dustin/go-humanize"

// Of formats a part of a total, or a position: "3 of 16".
func Of(part, all int) string {
	return T("number.of", With{"Part": humanize.Comma(int64(part)), "All": humanize.Comma(int64(all))})
}

// Percent formats a percentage: "45 %".
func Percent(n int) string { return T("number.percent", With{"Percent": n}) }

// Bytes formats a size as desktops do: "38 MB".
func Bytes(n uint64) string { return humanize.Bytes(n) }

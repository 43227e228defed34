package message

import (
	"math"

	"golang.org/x/text/number"
)

// Number formats a whole number: "1,234,567".
func Number(n int) string { return current.Load().numbers.Sprint(number.Decimal(n)) }

// Of formats a part of a total, or a position: "3 of 16".
func Of(part, all int) string {
	return T("number.of", With{"Part": Number(part), "All": Number(all)})
}

// Percent formats a percentage: "45 %".
func Percent(n int) string { return T("number.percent", With{"Percent": n}) }

// units are those of sizes, each a thousand of the one before.
var units = []string{"b", "kb", "mb", "gb", "tb", "pb", "eb"}

// Bytes formats a size as desktops do: "38 MB", "1.2 GB".
func Bytes(n uint64) string {
	size, unit := float64(n), 0
	for size >= 1000 {
		size /= 1000
		unit++
	}
	decimals := 0
	if unit > 0 && size < 9.95 {
		decimals = 1
	}
	scale := math.Pow10(decimals)
	if size = math.Floor(size*scale+0.5) / scale; size >= 1000 { // rounded up to the next unit
		size, unit, decimals = 1, unit+1, 1
	}
	words := current.Load().numbers.Sprint(number.Decimal(size, number.Scale(decimals)))
	return T("size."+units[unit], With{"Size": words})
}

package bench

import (
	"cmp"
	"slices"
)

// Rows are all rows, in the order of the table.
func Rows() []Row {
	rows := append(windowRows(),
		scrollRow(), binaryRow(),
		searchRow(),
		downloadRow(),
		thumbnailsRow(),
		callsRow(),
		endToEndRow(),
	)
	order := []string{
		"startup", "memory", "scroll", "stall", "search", "thumbnails", "download", "visible", "calls", "end-to-end", "idle", "binary",
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Compare(slices.Index(order, a.Name), slices.Index(order, b.Name))
	})
	return rows
}

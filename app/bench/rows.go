package bench

// Rows are all rows, in the order of the table.
func Rows() []Row {
	return []Row{
		binaryRow(),
	}
}

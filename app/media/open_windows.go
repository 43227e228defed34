package media

// NonBlocking is nothing here: pipes have no place among files.
const NonBlocking = 0

func heldByLease(error) bool { return false }

package media

// NonBlocking is 0, because Windows has no pipes among its files.
const NonBlocking = 0

func heldByLease(error) bool { return false }

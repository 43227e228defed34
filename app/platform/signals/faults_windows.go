package signals

// PanicOnFaults returns at once: Windows has no such signals.
func PanicOnFaults() {}

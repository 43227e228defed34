package signals

import "os"

// faults returns none: Windows has no such signals.
func faults() []os.Signal { return nil }

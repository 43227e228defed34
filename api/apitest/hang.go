package apitest

import "time"

// HangSubmit delays the answer to the one submission whose body contains these
// words until d has passed or, if it is 0, the client disconnects. Its job is
// made and charged. Other submissions pass, or get the faults injected for
// them.
func HangSubmit(holds string, d time.Duration) Fault {
	return Fault{Where: Submit, How: Stall, Holds: holds, AfterBytes: -1, Delay: d}
}

package apitest

import "time"

// HangSubmit keeps the answer back from the one submission whose body holds
// these words, until the time has passed or, where it is 0, the client goes
// away. Its job is made and charged. Other submissions pass, or meet the
// faults that were injected for them.
func HangSubmit(holds string, d time.Duration) Fault {
	return Fault{Where: Submit, How: Stall, Holds: holds, AfterBytes: -1, Delay: d}
}

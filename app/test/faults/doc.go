// Package faults proves with real faults that Lookbook loses no paid picture and pays for nothing
// twice: killed processes, cut connections, full disks, expired addresses, a service in trouble for
// an hour. The simulated service keeps the truth; every test ends by comparing the library, the
// folder and that truth byte by byte.
//
// The package consists of tests; it exports what they share with child, the small program that is
// killed. Lines of the form
//
//	figure <name> <value> <unit>
//
// are measurements. `make faults` prints them and kills 200 processes. go test alone kills as many
// as fit into less than half a minute, and makes the same random choices every time; `make faults`
// makes new ones. FAULTS_SEED and STORM_SEED repeat a run's random choices (but not the machine's
// timing). FAULTS_KILLS is the number of processes to kill.
//
// The killed program works in an apitest.Storm with the same seed. TestStorms makes a person's
// journey, with restarts but without kills, in as many storms as fit into some seconds. STORM_SEED
// and STORM_SEEDS are the first seed and the number of storms: to repeat a storm, use its own
// number and 1.
//
// # Who may call what
//
// A Fast clock is safe for concurrent use; the rest are plain values and pure functions.
package faults

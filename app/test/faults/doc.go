// Package faults proves, with faults that really happen, that Lookbook loses no
// paid picture and pays for nothing twice: processes that are killed,
// connections that are cut, disks that are full, addresses that expire, a
// service that is in trouble for an hour. The simulated service keeps the
// truth; every test ends with the library, the folder and that truth compared
// byte by byte.
//
// The tests are the package; what is exported is what they share with child,
// the small program that is killed. Lines of the form
//
//	figure <name> <value> <unit>
//
// are measurements. `make faults` prints them and kills 200 processes; go test
// alone kills as many as fit into less than half a minute, and makes the same random
// choices every time, where `make faults` draws new ones. FAULTS_SEED and STORM_SEED repeat a run's
// random choices (the machine's own timing stays), FAULTS_KILLS says how many
// processes to kill.
//
// The killed program works in an apitest.Storm of the same seed. TestStorms
// makes a person's journey, with restarts and without kills, in as many storms
// as fit into some seconds. STORM_SEED and STORM_SEEDS say with which seed to
// begin and in how many: a storm that found something is repeated with its own
// number and 1.
//
// # Who may call what
//
// A Fast clock is safe for concurrent use; the rest are plain values and pure
// functions.
package faults

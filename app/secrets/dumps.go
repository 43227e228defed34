package secrets

import "os"

// AllowDumps is the environment variable that lets debuggers and profilers at
// the program, and core files be written. For development: with any value the
// key is less safe.
const AllowDumps = "LOOKBOOK_ALLOW_DUMPS"

// ForbidDumps keeps the memory of this process, in which the key is, out of
// core files and away from other programs of the same user, as far as the
// system can: a driver that crashes would otherwise write the key to a disk.
// It is for the very start of main, before there is anything to keep. An
// error says what could not be done; the program can go on.
//
// On Linux the process is not "dumpable" afterwards: programs without special
// rights can't read its /proc entries. A desktop portal that looks there to
// find out who asks may refuse to answer.
func ForbidDumps() error {
	if os.Getenv(AllowDumps) != "" {
		return nil
	}
	return forbidDumps()
}

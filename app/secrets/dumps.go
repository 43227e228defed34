package secrets

import "os"

// AllowDumps is the environment variable that permits debuggers, profilers and
// core files. It is for development: with any value the key is less safe.
const AllowDumps = "LOOKBOOK_ALLOW_DUMPS"

// ForbidDumps keeps the memory of this process, which contains the key, out of
// core files and away from other programs of the same user, as far as the
// system can. Otherwise a crash of a graphics driver could write the key to
// disk. Call it first in main. An error says what could not be done; the
// program can go on.
//
// On Linux the process is then not "dumpable" (prctl(2)): programs without
// special rights can't read its /proc entries. A desktop portal that looks
// there to identify the caller may refuse to answer.
func ForbidDumps() error {
	if os.Getenv(AllowDumps) != "" {
		return nil
	}
	return forbidDumps()
}

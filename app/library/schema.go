package library

import (
	"fmt"
	"hash/crc32"
	"strings"
)

// Schema identifies the schema that this program writes. It changes with every
// migration, and with every change of an unreleased one.
func Schema() string {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return "" // Open reports what is wrong with them
	}
	return fmt.Sprintf("%d.%08x", len(steps), crc32.ChecksumIEEE([]byte(strings.Join(steps, "\n"))))
}

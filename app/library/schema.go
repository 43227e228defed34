package library

import (
	"fmt"
	"hash/crc32"
	"strings"
)

// Schema names the database's schema that this program writes: it changes with
// every migration, and with every change to one that was not released yet.
func Schema() string {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return "" // Open says what is wrong with them
	}
	return fmt.Sprintf("%d.%08x", len(steps), crc32.ChecksumIEEE([]byte(strings.Join(steps, "\n"))))
}

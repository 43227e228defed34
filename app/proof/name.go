package proof

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// Name returns the name of a picture on a page: its number in the library and a
// checksum of the ids that the service gave to it, which can't be read from it.
func Name(id int64, jobID, imageID string) string {
	sum := sha256.Sum256([]byte("proof\x00" + jobID + "\x00" + imageID))
	return fmt.Sprintf("%d-%x", id, sum[:6])
}

// IDOf returns the number in a name; ok: it is one.
func IDOf(name string) (id int64, ok bool) {
	number, _, found := strings.Cut(name, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	return id, found && err == nil && id > 0
}

package folder

import (
	"fmt"
	"testing"

	"lookbook/app/library"
)

// What is wrong with the library's disk is said in the library's words, without
// what was being done and the database's code.
func TestWordsForTheLibrarysDisk(t *testing.T) {
	for _, known := range []error{library.ErrBusy, library.ErrReadOnly, library.ErrDisk, library.ErrUnreachable} {
		err := fmt.Errorf("remember a folder: %w: %w", known, fmt.Errorf("disk I/O error (778)"))
		if got := Words(err); got != known.Error() {
			t.Errorf("it says %q, want %q", got, known)
		}
	}
}

package folder_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/app/folder"
)

// The clean-up at the start removes a temporary file that is just being written.
func TestReplaceBesideTheCleanUp(t *testing.T) {
	path := t.TempDir()
	in, err := folder.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	removed := make(chan struct{})
	go func() {
		defer close(removed)
		for {
			names, err := in.Temps()
			if err != nil {
				t.Error(err)
				return
			}
			for _, name := range names {
				if in.Root().Remove(name) == nil {
					return
				}
			}
		}
	}()
	for going := true; going; {
		if err := in.Replace("a.png.xmp", []byte("marks"), time.Time{}); err != nil {
			t.Fatal(err)
		}
		select {
		case <-removed:
			going = false
		default:
		}
	}
	if got, err := os.ReadFile(filepath.Join(path, "a.png.xmp")); err != nil || string(got) != "marks" {
		t.Errorf("%q, %v", got, err)
	}
}

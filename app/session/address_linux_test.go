package session

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lookbook/app/settings"
)

// A home folder may be deeper than the path of a socket can be long.
func TestASocketInADeepFolder(t *testing.T) {
	for _, long := range []int{mostAddress - 1, mostAddress, mostAddress + 1, 240} {
		data := filepath.Join(t.TempDir(), "Jürgen Müller ü")
		rest := long - len(data) - len("/") - len("/front.sock")
		if rest < 1 {
			rest = 1
		}
		data = filepath.Join(data, strings.Repeat("x", min(rest, 200)))
		paths := settings.Paths{Data: data}
		claim, asked := window(t, paths, already())
		if claim.listenErr != nil {
			t.Fatalf("%d bytes: %v", len(paths.Socket()), claim.listenErr)
		}
		if second, err := Take(paths, false, NewVisit("/a.png")); second != nil || err != nil {
			t.Errorf("%d bytes: %v, %v", len(paths.Socket()), second, err)
		} else if v := <-asked; !slices.Equal(v.Files, []string{"/a.png"}) {
			t.Errorf("%d bytes: %+v", len(paths.Socket()), v)
		}
		if err := claim.Leave(); err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(paths.Socket()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%d bytes: the socket stays: %v", len(paths.Socket()), err)
		}
	}
}

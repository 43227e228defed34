package bench

import (
	"crypto/rand"
	"encoding/hex"
	"image"
	"path/filepath"
	"strings"
	"syscall"

	"lookbook/app/test/bench/year"
	"lookbook/app/test/desk"
)

// windowRows are those that need the built program on a screen.
func windowRows() []Row {
	return []Row{startupRow(), memoryRow(), stallRow(), visibleRow(), idleRow()}
}

// home is a desk of a person with a year of pictures: the built program, the
// least of programs beside it, and a service that answers.
type home struct {
	*desk.Desk
	stage    *Stage
	lookbook string
	bare     string
	env      map[string]string // for both programs
	journal  *desk.Journal     // Lookbook's log
}

// newHome sets the desk up; nothing is started on it but the service.
func newHome(s *Stage, width, height int) (*home, error) { return newHomeNamed(s, "", width, height) }

// newHomeNamed is newHome for a row with several; what it leaves to look at has
// the name at its end.
func newHomeNamed(s *Stage, name string, width, height int) (*home, error) {
	built, err := s.Library()
	if err != nil {
		return nil, err
	}
	h := &home{stage: s}
	programs := []struct {
		path *string
		pkg  string
	}{{&h.lookbook, "lookbook"}, {&h.bare, "lookbook/app/test/bare"}, {new(string), "lookbook/api/apitest/cmd/simulate"}}
	for _, p := range programs {
		if *p.path, err = s.Build(p.pkg); err != nil {
			return nil, err
		}
	}
	t := s.named(name)
	h.Desk = desk.Start(t, s.Artifacts(), desk.Options{Width: width, Height: height})
	if err := year.CopyLibrary(built, h.Home()); err != nil {
		return nil, err
	}
	h.journal = desk.OpenJournal(t, year.Home(h.Home()).Log())
	service := h.Start(desk.Command{
		Name: "simulate", Path: "nice", // elsewhere in the world it would take none of this computer's time
		Args: []string{
			"-n", "19", *programs[2].path, "-api-addr", "127.0.0.1:0", "-image-addr", "127.0.0.1:0", "-control",
			"-queue", "0s", "-run", "2s", "-cache", "1000000000",
		},
	})
	service.WaitOutput("\n")
	address, _, _ := strings.Cut(service.Output(), "\n")
	h.env = map[string]string{
		"DREAMLOOK_API_URL": address,
		"DREAMLOOK_API_KEY": madeUpKey(),
		// The thumbnails are used where they were made: 200,000 files.
		"XDG_CACHE_HOME": filepath.Dir(year.Home(built).Cache),
	}
	return h, nil
}

// start starts Lookbook or, with a window as large as Lookbook's first, the bare
// program.
func (h *home) start(name, path string, args ...string) *desk.Process {
	if path == h.bare {
		args = append(args, "-width", "1280", "-height", "800")
	}
	return h.Start(desk.Command{Name: name, Path: path, Env: h.env, Args: args})
}

// close ends a program as the end of a session does: a window that is closed by
// hand may ask about pictures that could not be saved.
func (h *home) close(p *desk.Process) error {
	if err := syscall.Kill(p.PID(), syscall.SIGTERM); err != nil {
		return err
	}
	_ = p.WaitEnd() // a program without a handler says that it was ended
	return nil
}

// pictures is where the gallery is on the screen, without its head and the
// status bar at its foot.
func pictures(screen image.Rectangle) image.Rectangle {
	return image.Rect(screen.Dx()*6/10, screen.Dy()/5, screen.Dx()-40, screen.Dy()*8/10)
}

// madeUpKey has the form of a key and was never anyone's.
func madeUpKey() string {
	var digits [16]byte
	_, _ = rand.Read(digits[:]) // ends the program when it can't
	return "dl-" + hex.EncodeToString(digits[:])
}

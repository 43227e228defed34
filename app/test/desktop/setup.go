//go:build linux

package desktop

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Setup is a desktop with the built program and a simulated service.
type Setup struct {
	*Desktop
	Program string // path of $LOOKBOOK_BIN, or of a program built for the test
	Service *Service
	Backend *Process          // the service's process
	Log     *LogFile          // log of every start of the program
	Env     map[string]string // for every start of the program
}

// NewSetup makes a Setup without starting the program. flags go to the simulator.
func NewSetup(t testing.TB, artifacts string, options Options, flags ...string) *Setup {
	t.Helper()
	s := &Setup{Program: os.Getenv("LOOKBOOK_BIN")}
	if s.Program == "" {
		s.Program = Build(t, "lookbook")
	}
	simulate := Build(t, "lookbook/api/apitest/cmd/simulate")
	s.Desktop = Start(t, artifacts, options)
	s.Log = OpenLog(t, filepath.Join(s.Home(), ".local/state/lookbook/lookbook.log"))
	// The real service is elsewhere and uses no time of this computer.
	args := append([]string{"-n", "19", simulate, "-log", filepath.Join(s.Desktop.Artifacts(), "service.log")}, simulator...)
	s.Backend = s.Start(Command{Name: "simulate", Path: "nice", Args: append(args, flags...)})
	s.Backend.WaitOutput("\n")
	address, _, _ := strings.Cut(s.Backend.Output(), "\n")
	s.Service = &Service{URL: address, t: t}
	s.Env = map[string]string{"DREAMLOOK_API_URL": address}
	return s
}

// Open starts the program, with variables in addition to Env, and waits until its window has the focus.
func (s *Setup) Open(name string, env map[string]string, args ...string) (*Process, Window) {
	s.t.Helper()
	all := maps.Clone(s.Env)
	maps.Copy(all, env)
	// Thumbnails are logged only with -v.
	p := s.Start(Command{Name: name, Path: s.Program, Env: all, Args: append([]string{"-v"}, args...)})
	return p, s.WaitWindow(p, "Lookbook")
}

// Said waits until the program, since its start, has logged a message count times.
func (s *Setup) Said(p *Process, message string, count int) []Entry {
	s.t.Helper()
	return s.Log.Since(p.Started()).Wait(Patience, message, count)
}

// Painted waits until the program, since its start, has shown count different pictures, and returns
// when each was first shown.
func (s *Setup) Painted(p *Process, limit time.Duration, count int) map[any]time.Time {
	s.t.Helper()
	var first map[any]time.Time // by image id
	Until(s.t, limit, fmt.Sprintf("%d thumbnails on the screen", count), func() bool {
		first = map[any]time.Time{}
		for _, entry := range s.Log.Since(p.Started()).Said("thumbnail painted") {
			if image := entry["image"]; first[image].IsZero() {
				first[image] = entry.Time()
			}
		}
		return len(first) >= count
	})
	return first
}

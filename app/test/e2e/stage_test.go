//go:build linux

package e2e

import (
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/test/desktop"
)

// stage is a desktop with the program and a simulated service.
type stage struct {
	*desktop.Setup
	t      *testing.T
	key    string         // for the environment; empty: none
	path   string         // a folder searched first for programs; empty: none
	window desktop.Window // of the last start
	starts int
}

// newStage prepares the stage without starting Lookbook. The flags are the simulator's.
func newStage(t *testing.T, flags ...string) *stage {
	t.Helper()
	return &stage{t: t, Setup: desktop.NewSetup(t, desktop.Artifacts(), desktop.Options{Width: 1920, Height: 1080}, flags...)}
}

// open starts the program and waits until its window has the focus.
func (s *stage) open(args ...string) (p *desktop.Process) {
	s.t.Helper()
	s.starts++
	env := map[string]string{}
	if s.key != "" {
		env["DREAMLOOK_API_KEY"] = s.key
	}
	if s.path != "" {
		env["PATH"] = s.path + string(filepath.ListSeparator) + os.Getenv("PATH")
	}
	p, s.window = s.Open(fmt.Sprintf("lookbook-%d", s.starts), env, args...)
	return p
}

// ready waits until the program can be used and its page is on the screen, which takes longer on a busy machine.
func (s *stage) ready(p *desktop.Process) {
	s.t.Helper()
	s.Said(p, "ready", 1)
	page := s.Bounds(s.window)
	page.Min.Y += 40 // below the menu
	desktop.Until(s.t, desktop.Patience, "the page", func() bool { return filled(s.Picture(), page) })
}

// filled reports whether there is something in an area, and more than the pointer: a part of it doesn't look like its
// corner.
func filled(screen *image.RGBA, area image.Rectangle) bool {
	unlike := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if screen.RGBAAt(x, y) != screen.RGBAAt(area.Min.X, area.Min.Y) {
				unlike++
			}
		}
	}
	return unlike > area.Dx()*area.Dy()/50
}

// close closes the window and expects the program to succeed.
func (s *stage) close(p *desktop.Process) {
	s.t.Helper()
	s.WaitWindow(p, ".") // the keyboard may still be on its way back from another
	s.CloseWindow()
	if err := p.WaitEnd(); err != nil {
		s.t.Errorf("the program ended with %v after its window was closed; it said:\n%s", err, p.Output())
	}
}

// saved waits until a folder under the home folder contains count pictures.
func (s *stage) saved(folder string, count int) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures in %s", count, folder), func() bool {
		return len(s.pictures(folder)) >= count
	})
}

// folderMarks is the number of identifying files in a folder of pictures.
const folderMarks = 1

// complete waits until a folder under the home folder contains count pictures, its mark and nothing else. While a
// picture is fetched or recorded there are temporary files. Each picture has the whole patience.
func (s *stage) complete(folder string, count int) {
	s.t.Helper()
	for there, done := -1, false; !done; {
		desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures and nothing else in %s, after %d", count, folder, there), func() bool {
			entries, err := os.ReadDir(filepath.Join(s.Home(), folder))
			now := len(s.pictures(folder))
			more := now > there
			there = max(there, now)
			done = err == nil && len(entries) == count+folderMarks && now == count
			return done || more
		})
	}
}

// painted waits until the program has painted count different pictures since its start, and returns
// when it first painted each of them.
func (s *stage) painted(p *desktop.Process, count int) map[any]time.Time {
	s.t.Helper()
	return s.Painted(p, desktop.Patience, count)
}

// pictures lists the PNG files in a folder under the home folder.
func (s *stage) pictures(folder string) []string {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.Home(), folder, "*.png"))
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

// job is the part of a job that the tests use.
type job struct {
	ID      string         `json:"job_id"`
	State   string         `json:"state"`
	Ended   string         `json:"state_running_end"` // UTC, without a zone
	Config  map[string]any `json:"config"`
	Results []struct {
		Images []struct {
			ID   string `json:"generated_image_id"`
			URL  string `json:"url"`
			Seed int64  `json:"seed"`
		} `json:"generated_images"`
	} `json:"image_gen_results"`
}

// keepRunning lets the next jobs go on to a percentage, and no further until letEnd.
func (s *stage) keepRunning(jobs int, percent float64) {
	s.t.Helper()
	s.Service.Control("plans", apitest.Plan{Times: jobs, Stuck: true, StuckAt: percent}, nil)
}

func (s *stage) letEnd() {
	s.t.Helper()
	s.Service.Control("unstick", struct{}{}, nil)
}

// complete returns when the job's last picture became available.
func (j job) complete(t *testing.T) time.Time {
	t.Helper()
	moment, err := time.Parse("2006-01-02T15:04:05.999999", j.Ended)
	if err != nil {
		t.Fatalf("end of job %s: %v", j.ID, err)
	}
	return moment
}

// holders lists the files in a folder that contain text.
func holders(t *testing.T, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(data), text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// gallery is the area of the pictures on the screen: the right half without the status bar, whose
// text changes with the network.
func gallery(screen *image.RGBA) image.Rectangle {
	area := screen.Bounds()
	area.Min.X = (area.Min.X + area.Max.X) / 2
	area.Max.Y -= 150
	return area
}

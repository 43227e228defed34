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

	"lookbook/app/test/desktop"
)

// stage is a desktop with the program on it and a simulated service beside it.
type stage struct {
	*desktop.Setup
	t      *testing.T
	key    string         // given in the environment, when it isn't empty
	path   string         // a folder that programs are looked for in first, when it isn't empty
	window desktop.Window // of the last start
	starts int
}

// newStage sets the stage; nothing of Lookbook is started yet. Flags go to the simulator.
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

// close closes the window and expects the program to end well.
func (s *stage) close(p *desktop.Process) {
	s.t.Helper()
	s.CloseWindow()
	if err := p.WaitEnd(); err != nil {
		s.t.Errorf("the program ended with %v after its window was closed; it said:\n%s", err, p.Output())
	}
}

// saved waits until a folder under the home folder holds count pictures.
func (s *stage) saved(folder string, count int) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures in %s", count, folder), func() bool {
		return len(s.pictures(folder)) >= count
	})
}

// folderMarks is how many files a folder of pictures holds by which it is known.
const folderMarks = 1

// complete waits until a folder under the home folder holds count pictures, its mark and nothing else: what is
// still being fetched or noted down has a temporary file beside them.
func (s *stage) complete(folder string, count int) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, fmt.Sprintf("%d pictures and nothing else in %s", count, folder), func() bool {
		entries, err := os.ReadDir(filepath.Join(s.Home(), folder))
		return err == nil && len(entries) == count+folderMarks && len(s.pictures(folder)) == count
	})
}

// painted waits until the program, since it was started, has shown count different pictures, and
// returns when it showed each of them for the first time.
func (s *stage) painted(p *desktop.Process, count int) map[any]time.Time {
	s.t.Helper()
	return s.Painted(p, desktop.Patience, count)
}

// pictures are the PNG files in a folder under the home folder.
func (s *stage) pictures(folder string) []string {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.Home(), folder, "*.png"))
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

// job is the part of a job that the tests look at.
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

// complete is when the last picture of the job could be had.
func (j job) complete(t *testing.T) time.Time {
	t.Helper()
	moment, err := time.Parse("2006-01-02T15:04:05.999999", j.Ended)
	if err != nil {
		t.Fatalf("end of job %s: %v", j.ID, err)
	}
	return moment
}

// holders are the files in a folder that contain text.
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

// gallery is where the pictures are on the screen: the right half, without the status bar at its
// foot, which tells of the network.
func gallery(screen *image.RGBA) image.Rectangle {
	area := screen.Bounds()
	area.Min.X = (area.Min.X + area.Max.X) / 2
	area.Max.Y -= 150
	return area
}

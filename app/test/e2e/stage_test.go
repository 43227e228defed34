//go:build linux

package e2e

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/app/test/desk"
)

// stage is a desk with the program on it and a simulated service beside it.
type stage struct {
	*desk.Desk
	t       *testing.T
	program string
	service string        // the simulated API's URL
	key     string        // given in the environment, when it isn't empty
	path    string        // a folder that programs are looked for in first, when it isn't empty
	journal *desk.Journal // the program's log, of every start
	backend *desk.Process // the simulator
	window  desk.Window   // of the last start
	starts  int
}

// newStage sets the stage; nothing of Lookbook is started yet. Flags go to the simulator.
func newStage(t *testing.T, flags ...string) *stage {
	t.Helper()
	s := &stage{t: t, program: os.Getenv("LOOKBOOK_BIN")}
	if s.program == "" {
		s.program = desk.Build(t, "lookbook")
	}
	simulate := desk.Build(t, "lookbook/api/apitest/cmd/simulate")
	s.Desk = desk.Start(t, desk.Artifacts(), desk.Options{Width: 1920, Height: 1080})
	s.journal = desk.OpenJournal(t, filepath.Join(s.Home(), ".local/state/lookbook/lookbook.log"))

	s.backend = s.Start(desk.Command{
		Name: "simulate", Path: simulate,
		Args: append([]string{
			"-api-addr", "127.0.0.1:0", "-image-addr", "127.0.0.1:0", "-control",
			"-log", filepath.Join(s.Artifacts(), "service.log"),
		}, flags...),
	})
	s.backend.WaitOutput("\n")
	s.service, _, _ = strings.Cut(s.backend.Output(), "\n")
	return s
}

// open starts the program and waits until its window has the keyboard.
func (s *stage) open(args ...string) *desk.Process {
	s.t.Helper()
	s.starts++
	env := map[string]string{"DREAMLOOK_API_URL": s.service}
	if s.key != "" {
		env["DREAMLOOK_API_KEY"] = s.key
	}
	if s.path != "" {
		env["PATH"] = s.path + string(filepath.ListSeparator) + os.Getenv("PATH")
	}
	p := s.Start(desk.Command{
		Name: fmt.Sprintf("lookbook-%d", s.starts), Path: s.program, Env: env,
		Args: append([]string{"-v"}, args...), // thumbnails are told of only then
	})
	s.window = s.WaitWindow(p, "Lookbook")
	return p
}

// close closes the window and expects the program to end well.
func (s *stage) close(p *desk.Process) {
	s.t.Helper()
	s.CloseWindow()
	if err := p.WaitEnd(); err != nil {
		s.t.Errorf("the program ended with %v after its window was closed; it said:\n%s", err, p.Output())
	}
}

// said waits until the program, since it was started, has written a message count times.
func (s *stage) said(p *desk.Process, message string, count int) []desk.Entry {
	s.t.Helper()
	return s.journal.Since(p.Started()).Wait(desk.Patience, message, count)
}

// saved waits until a folder under the home folder holds count pictures.
func (s *stage) saved(folder string, count int) {
	s.t.Helper()
	desk.Until(s.t, desk.Patience, fmt.Sprintf("%d pictures in %s", count, folder), func() bool {
		return len(s.pictures(folder)) >= count
	})
}

// folderMarks is how many files a folder of pictures holds by which it is known.
const folderMarks = 1

// complete waits until a folder under the home folder holds count pictures, its mark and nothing else: what is
// still being fetched or noted down has a temporary file beside them.
func (s *stage) complete(folder string, count int) {
	s.t.Helper()
	desk.Until(s.t, desk.Patience, fmt.Sprintf("%d pictures and nothing else in %s", count, folder), func() bool {
		entries, err := os.ReadDir(filepath.Join(s.Home(), folder))
		return err == nil && len(entries) == count+folderMarks && len(s.pictures(folder)) == count
	})
}

// painted waits until the program, since it was started, has shown count different pictures, and
// returns when it showed each of them for the first time.
func (s *stage) painted(p *desk.Process, count int) map[any]time.Time {
	s.t.Helper()
	var first map[any]time.Time // by image id
	desk.Until(s.t, desk.Patience, fmt.Sprintf("%d thumbnails on the screen", count), func() bool {
		first = map[any]time.Time{}
		for _, entry := range s.journal.Since(p.Started()).Said("thumbnail painted") {
			if image := entry["image"]; first[image].IsZero() {
				first[image] = entry.Time()
			}
		}
		return len(first) >= count
	})
	return first
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

// control asks the simulator, beside the API, for what no client could know.
func (s *stage) control(what string, answer any) {
	s.t.Helper()
	response, err := http.Get(s.service + "/_simulate/" + what)
	s.answered(what, response, err, answer)
}

// websiteJob starts a job as the user would on the service's website.
func (s *stage) websiteJob(request map[string]any) {
	s.t.Helper()
	body, err := json.Marshal(request)
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.Post(s.service+"/_simulate/jobs", "application/json", bytes.NewReader(body))
	var answer struct{}
	s.answered("jobs", response, err, &answer)
}

func (s *stage) answered(what string, response *http.Response, err error, answer any) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("simulator: %v", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		s.t.Fatalf("simulator: %s answers %s", what, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		s.t.Fatalf("simulator: %s: %v", what, err)
	}
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

// madeKey is a key of the right form that was never anyone's. It is put together here so that no
// file of the tree holds one.
func madeKey() string {
	var digits [16]byte
	_, _ = rand.Read(digits[:]) // ends the program when it can't
	return "dl-" + hex.EncodeToString(digits[:])
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

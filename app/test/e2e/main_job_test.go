//go:build linux

package e2e

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

const wanted = 16 // pictures of the job

// The main task, from an empty window to sixteen files, and again after a restart.
func TestMainJob(t *testing.T) {
	s := newStage(t, "-queue", "4s", "-run", "16s")
	key := desktop.Key()
	prompt := "Porträt einer Müllerin aus Łódź, 日本 im Regen – " + fmt.Sprint(time.Now().UnixNano())

	// Only visible thumbnails are painted: sixteen small ones fit.
	s.prefer(map[string]any{"thumbnail_size": 128})
	p := s.open()
	s.Said(p, "welcome shown", 1)
	s.Screenshot("welcome")
	s.Type(key)
	s.Screenshot("key-typed")
	s.Key("Return")
	s.ready(p)
	s.Screenshot("ready")

	s.Type(prompt)
	place := s.Bounds(s.window)
	s.setImages(wanted)
	s.Screenshot("prompt")
	var before, after struct {
		Calls int `json:"api_calls"`
	}
	s.Service.Control("totals", nil, &before)
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	if asked := s.jobs()[0].Config["num_samples"]; asked != float64(wanted) {
		t.Fatalf("%v pictures were asked for, want %d: is the field %d tabs from the prompt?", asked, wanted, tabsToImages)
	}
	s.Screenshot("queued")
	s.saved("Pictures/Lookbook", wanted/2)
	s.Screenshot("half-way")
	s.complete("Pictures/Lookbook", wanted)
	painted := s.painted(p, wanted)
	s.Service.Control("totals", nil, &after)
	s.Screenshot("done")
	if now := s.Bounds(s.window); now != place {
		t.Errorf("the window grew or went elsewhere by itself: from %v to %v", place, now)
	}
	if title := s.Title(s.window); strings.Contains(title, key) {
		t.Errorf("the key is in the window's title, %q", title)
	}

	jobs := s.jobs()
	if len(jobs) != 1 {
		t.Fatalf("the service has %d jobs, want 1", len(jobs))
	}
	// Two of the counted calls are our own.
	figure("api_calls_for_16_images", after.Calls-before.Calls-2, "calls")
	last := slices.MaxFunc(slices.Collect(maps.Values(painted)), time.Time.Compare)
	figure("last_image_to_last_thumbnail", last.Sub(jobs[0].complete(t)).Seconds(), "s")
	figure("memory_after_16_images", p.Resident()>>20, "MiB")
	s.checkFiles(jobs[0], prompt)
	s.checkKey(p, key)
	s.close(p)

	// After a restart everything is as it was, including the key.
	p = s.open()
	ready := s.Said(p, "ready", 1)[0].Time()
	figure("start_until_ready_to_type", ready.Sub(p.Started()).Seconds(), "s")
	s.ready(p)
	s.checkSame(painted, s.painted(p, wanted))
	s.waitPicture("the last picture on the screen", lastPicture)
	s.Screenshot("restarted")
	shown := s.Settle()
	if jobs := s.jobs(); len(jobs) != 1 {
		t.Errorf("after a restart the service has %d jobs, want 1", len(jobs))
	}
	s.checkFiles(jobs[0], prompt)
	s.checkKey(p, key)
	s.close(p)

	// And it looks the same while the service can't be reached.
	s.Backend.Kill()
	p = s.open()
	s.ready(p)
	s.checkSame(painted, s.painted(p, wanted))
	s.Screenshot("restarted-offline")
	desktop.Until(t, desktop.Patience, "the gallery to look the same without the service", func() bool {
		return desktop.Different(shown, s.Picture(), gallery(shown)) <= 100
	})
	s.checkKey(p, key)
	s.close(p)
	// The simulator logs what it was sent: completely for the image host, without the key for the
	// API.
	for _, folder := range []string{s.Home(), s.Artifacts()} {
		if found := holders(t, folder, key); len(found) > 0 {
			t.Errorf("the key is in %q", found)
		}
	}
}

// lastPicture is the place of the last of the pictures in the gallery.
var lastPicture = image.Rect(980, 365, 1065, 480)

// checkSame expects the same pictures as before.
func (s *stage) checkSame(before, now map[any]time.Time) {
	s.t.Helper()
	for image := range now {
		if _, ok := before[image]; !ok {
			s.t.Errorf("picture %v was not shown before the restart", image)
		}
	}
}

func (s *stage) jobs() []job {
	s.t.Helper()
	var jobs []job
	s.Service.Control("jobs", nil, &jobs)
	return jobs
}

// checkFiles compares the folder with the service's pictures: each is there once, complete, with
// the same pixels, and with the texts of its job.
func (s *stage) checkFiles(j job, prompt string) {
	s.t.Helper()
	if got := j.Config["prompt"]; got != prompt {
		s.t.Errorf("the service was asked for %q, want %q", got, prompt)
	}
	truth := map[string]string{} // the picture's id by its pixels
	for _, result := range j.Results {
		for _, image := range result.Images {
			truth[string(pixels(s.t, image.ID, download(s.t, image.URL)).Pix)] = image.ID
		}
	}
	if len(truth) != wanted {
		s.t.Fatalf("the service holds %d pictures, want %d", len(truth), wanted)
	}
	files := s.pictures("Pictures/Lookbook")
	if len(files) != wanted {
		s.t.Errorf("%d files, want %d: %q", len(files), wanted, files)
	}
	for _, file := range files {
		picture, texts := readPicture(s.t, file)
		id, ok := truth[string(picture.Pix)]
		if !ok {
			s.t.Errorf("%s: not one of the service's pictures, or one that is there twice", file)
			continue
		}
		delete(truth, string(picture.Pix))
		if !strings.HasPrefix(texts["parameters"], prompt+"\n") || !strings.Contains(texts["parameters"], "Steps: ") {
			s.t.Errorf("%s: parameters are %q, want them to begin with the prompt", file, texts["parameters"])
		}
		if request := texts["dreamlook"]; !strings.Contains(request, j.ID) || !strings.Contains(request, id) {
			s.t.Errorf("%s: dreamlook is %q, want job %s and image %s in it", file, request, j.ID, id)
		}
	}
	if entries, err := os.ReadDir(filepath.Join(s.Home(), "Pictures/Lookbook")); err != nil || len(entries) != wanted+folderMarks {
		s.t.Errorf("the folder holds %d entries besides the pictures and its mark (%v)", len(entries)-len(files)-folderMarks, err)
	}
}

// checkKey looks for the key in the keychain, where it belongs, and in all other places.
func (s *stage) checkKey(p *desktop.Process, key string) {
	s.t.Helper()
	if kept := s.Secret("service", "app.lookbook.Lookbook", "username", "dreamlook.ai API key"); kept != key {
		s.t.Errorf("the keychain does not hold the key that was typed (it holds %d bytes)", len(kept))
	}
	if found := holders(s.t, s.Home(), key); len(found) > 0 {
		s.t.Errorf("the key is in %q", found)
	}
	for _, name := range []string{"cmdline", "environ"} {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.PID(), name))
		if err != nil && !errors.Is(err, fs.ErrPermission) { // unreadable, also for others
			s.t.Error(err)
		}
		if strings.Contains(string(data), key) {
			s.t.Errorf("the key is in the process's %s", name)
		}
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", p.PID()))
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		s.t.Error(err)
	}
	if err == nil && !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		s.t.Errorf("a crash may write a core file with the key in it:\n%s", limits)
	}
	if strings.Contains(p.Output(), key) {
		s.t.Error("the program printed the key")
	}
}

// setImages types into the number of images, starting from the prompt.
func (s *stage) setImages(count int) {
	s.t.Helper()
	for range tabsToImages {
		s.Key("Tab")
	}
	s.Key("ctrl+a")
	s.Type(fmt.Sprint(count))
}

// tabsToImages is how many tab stops the number of images is after the prompt: negative prompt,
// model, width, swap, height, lock, usual sizes, images.
const tabsToImages = 8

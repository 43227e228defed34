//go:build linux

package e2e

import (
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/test/desktop"
)

// websiteJobs are jobs that the user started on the website, oldest first: the prompt and the
// number of pictures.
var websiteJobs = []struct {
	prompt   string
	pictures int
}{
	{"שקיעה מעל הים 🌅 غروب الشمس فوق البحر", 1},
	{"dunes at dusk, long shadows, film grain", 4},
	{"a city in the rain at night, neon, reflections, 35mm photograph, cinematic, " +
		"volumetric fog, moody, detailed, shot from a bridge over a canal, wide angle, long exposure", 4},
	{"meadow in the evening, soft lights, shallow depth of field", 4},
	{"mountains behind a fir forest, first light, haze", 3},
	{"a lake at dawn, mist over the water", 3},
}

// With a key in the environment there is no welcome card and nothing is stored. Jobs started on the
// website appear and are saved. The window is examined in both themes, small and large.
func TestWebsiteJobs(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "2s")
	s.key = desktop.Key()
	total := 0
	for _, j := range websiteJobs {
		s.Service.Control("jobs", map[string]any{
			"prompt": j.prompt, "width": 768, "height": 1024, "num_samples": j.pictures,
			"model_type": "sd-v1", "base_model": "stable-diffusion-v1-5", "num_inference_steps": 20,
			"scheduler_type": "dpm++", "seed": -1,
		}, nil)
		total += j.pictures
	}

	looks := []struct {
		theme         string
		width, height int
		inSight       int // pictures, at least
	}{
		{"dark", 1024, 640, 2},
		{"light", 1024, 640, 2},
		{"dark", 1440, 900, 8},
		{"light", 1440, 900, 8},
		{"dark", 1900, 1010, 12}, // a screen of 1920×1080 minus a window's frame and a panel
		{"light", 1900, 1010, 12},
	}
	for i, look := range looks {
		s.prefer(map[string]any{"theme": look.theme, "window_width": look.width, "window_height": look.height})
		p := s.open()
		s.ready(p)
		if i == 0 { // later starts have the draft already
			s.Type("dunes at dusk, long shadows, film grain")
		}
		s.complete("Pictures/Lookbook", total)
		s.painted(p, look.inSight)
		if look.width == 1440 { // these are the README's
			for cell := range 15 {
				corner := image.Pt(700+146*(cell%5), 120+193*(cell/5))
				s.waitPicture(fmt.Sprintf("picture %d of the gallery", cell), image.Rectangle{corner, corner.Add(image.Pt(120, 160))})
			}
		}
		s.ScreenshotOf(s.window, fmt.Sprintf("%s-%dx%d", look.theme, look.width, look.height))
		if now := s.Bounds(s.window).Size(); now.X != look.width || now.Y != look.height {
			t.Errorf("the window is %v inside, want %d×%d", now, look.width, look.height)
		}
		s.close(p)
	}

	for _, file := range s.pictures("Pictures/Lookbook") {
		readPicture(t, file)
	}
	if secret := s.Secret("service", "app.lookbook.Lookbook"); secret != "" {
		t.Error("the key from the environment went into the keychain")
	}
	for _, folder := range []string{s.Home(), s.Artifacts()} {
		if found := holders(t, folder, s.key); len(found) > 0 {
			t.Errorf("the key is in %q", found)
		}
	}
}

// prefer writes the preferences file.
func (s *stage) prefer(values map[string]any) {
	s.t.Helper()
	path := filepath.Join(s.Home(), ".config/lookbook/settings.json")
	data, err := json.Marshal(values)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

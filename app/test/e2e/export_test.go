//go:build linux

package e2e

import (
	"bytes"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// Pictures are exported as JPEG by keyboard, and the files are whole and say what they were to say.
func TestExport(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const pictures = 4
	const prompt = "heron above the mill pond"
	s.Service.Control("jobs", map[string]any{
		"prompt": prompt, "width": 512, "height": 768, "num_samples": pictures, "model_type": "sd-v1",
		"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
	}, nil)
	s.prefer(map[string]any{"thumbnail_size": 128})
	p := s.open()
	s.ready(p)
	s.complete(folder, pictures)
	s.painted(p, pictures)
	s.listed(p, pictures)

	// exported chooses a format in the box and what the copies tell, and returns the files.
	exported := func(name string, keys ...string) map[string][]byte {
		t.Helper()
		before := s.Settle()
		s.Key("ctrl+g", "Home", "ctrl+a", "ctrl+shift+x")
		s.waitChange("the box", before, window)
		s.Settle()
		if len(keys) > 0 {
			s.Key(keys...)
			s.Settle()
		}
		s.Screenshot(name)
		s.Key("Return")
		files := map[string][]byte{}
		desktop.Until(t, desktop.Patience, "the copies", func() bool {
			entries, err := os.ReadDir(filepath.Join(s.Home(), "Pictures"))
			if err != nil {
				t.Fatal(err)
			}
			clear(files)
			for _, e := range entries {
				if strings.HasPrefix(e.Name(), ".") {
					return false // still being written
				}
				if !e.IsDir() {
					files[e.Name()] = nil
				}
			}
			return len(files) == pictures
		})
		for name := range files {
			path := filepath.Join(s.Home(), "Pictures", name)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = data
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		return files
	}
	// From the button to the format, and back to it.
	jpegs := exported("box", "Tab", "Tab", "Right", "Right", "shift+Tab", "shift+Tab")
	for name, data := range jpegs {
		picture, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil || filepath.Ext(name) != ".jpg" || picture.Bounds().Dx() != 512 || picture.Bounds().Dy() != 768 {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Contains(data, []byte("dreamlook")) {
			t.Errorf("%s doesn't say how it was made", name)
		}
		for _, bad := range []string{s.key, s.key[3:]} {
			if bytes.Contains(data, []byte(bad)) {
				t.Errorf("%s has the key", name)
			}
		}
	}
	s.stored("export_format", "jpeg")
	again := exported("again") // as before, by Enter alone
	for name, data := range jpegs {
		if !bytes.Equal(again[name], data) {
			t.Errorf("%s is another file when it is exported again", name)
		}
	}
	if n := len(s.pictures(folder)); n != pictures {
		t.Errorf("%d pictures are in their folder", n)
	}
	s.close(p)
}

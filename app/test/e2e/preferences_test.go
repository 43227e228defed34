//go:build linux

package e2e

import (
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/test/desktop"
)

// preference returns a value of the preferences file; nil: it isn't there.
func (s *stage) preference(key string) any {
	raw, err := os.ReadFile(filepath.Join(s.Home(), ".config/lookbook/settings.json"))
	if err != nil {
		return nil
	}
	var values map[string]any
	if err := json.Unmarshal(raw, &values); err != nil {
		s.t.Fatal(err)
	}
	return values[key]
}

// stored waits until the preferences file has a value.
func (s *stage) stored(key string, want any) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, "the preference "+key, func() bool { return s.preference(key) == want })
}

// looked opens the preferences and searches them.
func (s *stage) looked(words string) {
	s.t.Helper()
	before := s.Settle()
	s.Key("ctrl+comma")
	s.waitChange("the preferences", before, s.Bounds(s.window))
	s.Type(words)
	s.Settle()
}

// The preferences lie in the middle of the window, are found by words, effective at once, and there
// after a restart.
func TestPreferences(t *testing.T) {
	s := newStage(t)
	s.key = desktop.Key()
	s.prefer(map[string]any{"theme": "dark", "from_the_future": 7})
	p := s.open()
	s.ready(p)
	before := s.Settle()
	s.looked("proxy")
	s.Screenshot("search")
	inside := s.Bounds(s.window)
	margin := image.Rect(inside.Min.X, inside.Min.Y+60, inside.Min.X+60, inside.Max.Y-60)
	panel := image.Rect(inside.Min.X+inside.Dx()/4, inside.Min.Y+inside.Dy()/4, inside.Max.X-inside.Dx()/4, inside.Max.Y-inside.Dy()/4)
	if desktop.Different(before, s.Picture(), margin) == 0 || desktop.Different(before, s.Picture(), panel) < panel.Dx()*panel.Dy()/2 {
		t.Error("the panel is not in the middle of the window, with the rest darkened")
	}
	calls := len(s.serviceCalls())
	s.Key("Return", "Right") // to the first row that was found; from the system's proxy to none
	s.stored("proxy", "none")
	desktop.Until(t, desktop.Patience, "the service to be asked without the proxy", func() bool { return len(s.serviceCalls()) > calls })
	chosen := s.Settle()
	s.Screenshot("chosen")
	s.Key("Escape")
	s.waitChange("the preferences to go", chosen, panel)

	s.looked("light")
	dark := s.Settle()
	s.Key("Return", "Left") // from dark to light
	s.waitChange("light colours", dark, inside)
	s.stored("theme", "light")
	s.Screenshot("light")

	s.looked("zoom")
	s.Key("Return", "space", "space") // 110, 125
	s.stored("scale", 125.0)
	s.Settle()
	s.Screenshot("scale")
	if now := s.Bounds(s.window); now.Size() != inside.Size() {
		t.Errorf("at another scale the window is %v instead of %v", now.Size(), inside.Size())
	}
	s.Key("Escape")
	s.close(p)

	p = s.open()
	s.ready(p)
	s.Settle()
	s.Screenshot("again")
	if now := s.Bounds(s.window); now.Size() != inside.Size() {
		t.Errorf("after a restart the window is %v instead of %v", now.Size(), inside.Size())
	}
	s.close(p)
	for key, want := range map[string]any{"proxy": "none", "theme": "light", "scale": 125.0, "from_the_future": 7.0} {
		if got := s.preference(key); got != want {
			t.Errorf("after a restart %s is %v, want %v", key, got, want)
		}
	}
}

// At 200 % on the smallest screen the window fits, and the scale can be made smaller again.
func TestPreferencesOnASmallScreen(t *testing.T) {
	s := &stage{t: t, key: desktop.Key(), Setup: desktop.NewSetup(t, desktop.Artifacts(), desktop.Options{Width: 800, Height: 600})}
	s.prefer(map[string]any{"theme": "dark", "scale": 200, "window_width": 800, "window_height": 560})
	p := s.open()
	s.ready(p)
	s.Settle()
	s.Screenshot("page")
	if now := s.Bounds(s.window).Size(); now.X > 800 || now.Y > 600 {
		t.Errorf("the window is %v", now)
	}
	s.looked("scale")
	s.Screenshot("scale")
	s.Key("Return", "space") // to "less", because there is no more
	s.stored("scale", 175.0)
	s.Key("Escape")
	s.close(p)
}

//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/test/desktop"
)

// Everything from the first letter to copies for somebody else is done with keys: a request, the search, a
// review, an export, a preference. The mouse is never touched.
func TestWithoutAMouse(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const pictures = 4
	copies := filepath.Join(s.Home(), "copies")
	if err := os.Mkdir(copies, 0o755); err != nil {
		t.Fatal(err)
	}
	s.prefer(map[string]any{"thumbnail_size": 128, "export_folder": copies})
	p := s.open()
	s.ready(p)
	s.Key("ctrl+l")
	s.Type("lighthouse in")
	s.Key("ctrl+Home")
	s.Type("a ")
	s.Key("ctrl+End")
	s.Type(" fog")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	if prompt := s.jobs()[0].Config["prompt"]; prompt != "a lighthouse in fog" {
		t.Errorf("the prompt is %q: Ctrl+Home or Ctrl+End led elsewhere", prompt)
	}
	s.complete(folder, pictures)
	s.painted(p, pictures)
	s.found(p, "fog", pictures)

	s.Key("Down", "ctrl+a", "ctrl+shift+r")
	s.Said(p, "review opened", 1)
	s.waitPicture("the first picture", middle)
	for _, key := range []string{"p", "x", "p", "u"} {
		before := s.Settle()
		s.Key(key)
		s.waitChange("what follows", before, window)
	}
	s.Screenshot("reviewed")
	s.Key("Return")
	s.Settle()
	s.lookFor("is:favourite ")
	s.listed(p, pictures/2)

	gallery := s.Settle()
	s.Key("Down", "ctrl+a", "ctrl+shift+x")
	s.waitChange("the export", gallery, window)
	s.Settle()
	s.Screenshot("export")
	s.Key("Return")
	desktop.Until(t, desktop.Patience, "the copies", func() bool { return len(s.pictures("copies")) == pictures/2 })

	s.looked("contrast")
	s.Key("Return", "space")
	s.stored("high_contrast", true)
	s.Screenshot("preferences")
	s.Key("Escape")
	s.close(p)
}

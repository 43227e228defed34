//go:build linux

package e2e

import (
	"database/sql"
	"image"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// The library file is deleted: marks, presets, saved searches, prompts, models, what was sent and
// the preferences are there after the next start, and nothing is sent again.
func TestALostLibraryCostsNothing(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	s.prefer(map[string]any{"thumbnail_size": 128, "template": "{seed} {index}"})
	p := s.open()
	s.ready(p)
	s.Type("a lighthouse at dusk")
	s.Key("ctrl+Return")
	s.complete(folder, 4)
	s.listed(p, 4)
	s.saveSearch(p, "the best", "rating:>=4 ")
	s.savePreset("evening light")
	s.close(p)
	if err := os.RemoveAll(s.data("snapshots")); err != nil { // it may be of before the preset
		t.Fatal(err)
	}

	p = s.open()
	s.ready(p)
	desktop.Until(t, 2*time.Minute+desktop.Patience, "a copy of the library, a minute after the start", func() bool {
		copies, err := filepath.Glob(s.data("snapshots/library-*.db"))
		return err == nil && len(copies) == 1
	})
	s.markTwoAfterTheCopy(p)
	s.close(p)
	before := s.kept()
	for name, rows := range before {
		if len(rows) == 0 {
			t.Fatalf("there are no %s to be lost", name)
		}
	}
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(s.data("library.db" + part)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}

	p = s.open()
	s.ready(p)
	s.lookFor("is:favourite rating:4 ")
	s.listed(p, 2)
	s.Screenshot("library-back")
	s.close(p)
	after := s.kept()
	for name, rows := range before {
		if !slices.Equal(rows, after[name]) {
			t.Errorf("%s were %q and are %q", name, rows, after[name])
		}
	}
	if jobs := s.jobs(); len(jobs) != 1 {
		t.Errorf("the service has %d jobs", len(jobs))
	}
}

// data is the path of something in the program's own folder.
func (s *stage) data(name string) string {
	return filepath.Join(s.Home(), ".local/share/lookbook", name)
}

// savePreset keeps what is in the panel.
func (s *stage) savePreset(name string) {
	s.t.Helper()
	before, place := s.Settle(), s.Bounds(s.window)
	s.Click(place.Min.X+232, place.Min.Y+50)
	s.waitChange("the presets", before, place)
	s.Key("Down", "Return")
	s.Settle()
	s.Type(name)
	question := s.Settle()
	s.Screenshot("preset")
	s.Key("Return")
	s.waitRow("the preset", `SELECT name FROM presets`, name)
	s.waitChange("the question to close", question, place)
}

// saveSearch keeps a search.
func (s *stage) saveSearch(p *desktop.Process, name, words string) {
	s.t.Helper()
	before := s.Settle()
	s.Key("ctrl+f")
	s.waitChange("the search to have the keyboard", before, image.Rect(690, 30, 890, 68))
	s.Type(words)
	s.listed(p, 0)
	s.Settle()
	s.Key("Tab", "Tab", "space")
	s.Settle()
	s.Key("Down", "Return")
	s.Settle()
	s.Type(name)
	s.Screenshot("search-saved")
	s.Key("Return")
	s.waitRow("the search", `SELECT name FROM saved_searches`, name)
}

// markTwoAfterTheCopy makes favourites of two pictures and rates them, and waits for the files beside them.
func (s *stage) markTwoAfterTheCopy(p *desktop.Process) {
	s.t.Helper()
	s.listed(p, 4)
	s.Settle()
	s.Key("ctrl+g", "Home", "shift+Right")
	done := len(s.done(p))
	s.Key("period")
	s.waitDone(p, done+1)
	s.Key("4")
	s.waitDone(p, done+2)
	desktop.Until(s.t, desktop.Patience, "two files with marks", func() bool {
		beside, err := filepath.Glob(filepath.Join(s.Home(), folder, "*.xmp"))
		return err == nil && len(slices.DeleteFunc(beside, func(name string) bool {
			text, err := os.ReadFile(name)
			return err != nil || !strings.Contains(string(text), "Rating")
		})) == 2
	})
}

// waitRow waits until a query of the library answers one text.
func (s *stage) waitRow(what, query, want string) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, what, func() bool { return slices.Equal(s.rows(query), []string{want}) })
}

// kept is what a person made, as the library and the preferences have it.
func (s *stage) kept() map[string][]string {
	s.t.Helper()
	kept := map[string][]string{}
	for name, query := range map[string]string{
		"presets":  `SELECT name || content FROM presets ORDER BY 1`,
		"searches": `SELECT name || query FROM saved_searches ORDER BY 1`,
		"prompts":  `SELECT text || times FROM prompts ORDER BY 1`,
		"models":   `SELECT kind || id || worked FROM models ORDER BY 1`,
		"marks":    `SELECT image_id || favourite || rating || tags FROM images WHERE favourite <> 0 ORDER BY 1`,
		"pictures": `SELECT image_id || path || state FROM images ORDER BY 1`,
		"requests": `SELECT id || state || job_id || config FROM submissions ORDER BY 1`,
		"jobs":     `SELECT job_id || state FROM entries ORDER BY 1`,
	} {
		kept[name] = s.rows(query)
	}
	preferences, err := os.ReadFile(filepath.Join(s.Home(), ".config/lookbook/settings.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	kept["preferences"] = []string{string(preferences)}
	s.t.Log(slices.Sorted(maps.Keys(kept)), len(kept["models"]))
	return kept
}

// rows are the texts that a query of the library answers.
func (s *stage) rows(query string) (texts []string) {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.data("library.db")+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			s.t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return texts
}

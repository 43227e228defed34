//go:build unix && !darwin

package openwith

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// home is a home folder with desktop files, and a program that writes down what it is given.
func home(t *testing.T, entries map[string]string) (log string) {
	t.Helper()
	home := t.TempDir()
	log = filepath.Join(home, "log")
	script := filepath.Join(home, "view pictures")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf '%s|' \"$@\" >> '"+log+"'; echo >> '"+log+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "own"))
	t.Setenv("XDG_DATA_DIRS", filepath.Join(home, "system"))
	t.Setenv("LC_ALL", "de_DE.UTF-8")
	for name, text := range entries {
		path := filepath.Join(home, filepath.FromSlash(name))
		text = "[Desktop Entry]\nType=Application\n" + strings.ReplaceAll(text, "PROGRAM", `"`+script+`"`) + "\n[Desktop Action x]\nName=Wrong\nExec=wrong\n"
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return log
}

// The programs for a type are listed by their names in the user's language, without those that can't be used.
func TestPrograms(t *testing.T) {
	const usable = "Exec=PROGRAM %f\nMimeType=image/jpeg;image/png;\n"
	home(t, map[string]string{
		"own/applications/b.desktop":                             "# mine\nName=Viewer\nName[de]=Betrachter\nName[de_AT]=Schaukasten\n" + usable,
		"system/applications/b.desktop":                          "Name=The system's\n" + usable,
		"system/applications/sub/c.desktop":                      "Name=Aquarelle\n" + usable,
		"own/applications/d.desktop":                             "Name=Hidden\nHidden=true\n" + usable,
		"system/applications/d.desktop":                          "Name=Hidden by the user\n" + usable,
		"system/applications/e.desktop":                          "Name=Other type\nExec=PROGRAM %f\nMimeType=text/plain;",
		"system/applications/f.desktop":                          "Name=Not installed\nExec=/no/such/program %f\nMimeType=image/png;",
		"system/applications/g.desktop":                          "Name=In a terminal\nTerminal=true\n" + usable,
		"system/applications/h.desktop":                          "Name=Torn\nExec=\"PROGRAM %f\nMimeType=image/png;",
		"system/applications/" + "app.lookbook.Lookbook.desktop": "Name=Ourselves\n" + usable,
	})
	programs, err := Programs(t.Context(), "image/png")
	var names []string
	for _, p := range programs {
		names = append(names, p.Name+" "+p.ID)
	}
	if want := []string{"Aquarelle sub-c.desktop", "Betrachter b.desktop"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%q, %v; want %q", names, err, want)
	}
	if programs, err := Programs(t.Context(), "image/webp"); err != nil || len(programs) != 0 {
		t.Errorf("%+v, %v", programs, err)
	}
}

// Files are handed over as the program wants them, whatever their names are.
func TestOpen(t *testing.T) {
	odd := []string{"/a b/$(touch x) ;'.png", "/c%d\"é.png"}
	for codes, want := range map[string]string{
		"%F":           "/a b/$(touch x) ;'.png|/c%d\"é.png|\n",
		"--new %f":     "--new|/a b/$(touch x) ;'.png|\n--new|/c%d\"é.png|\n",
		"%U":           "file:///a%20b/$%28touch%20x%29%20;%27.png|file:///c%25d%22%C3%A9.png|\n",
		"":             "/a b/$(touch x) ;'.png|\n/c%d\"é.png|\n",
		"%i -t %c 5%%": "-t|Viewer|5%|/a b/$(touch x) ;'.png|\n-t|Viewer|5%|/c%d\"é.png|\n",
	} {
		log := home(t, map[string]string{"own/applications/b.desktop": fmt.Sprintf("Name=Viewer\nExec=PROGRAM %s\nMimeType=image/png;", codes)})
		programs, err := Programs(t.Context(), "image/png")
		if err != nil || len(programs) != 1 {
			t.Fatalf("%q: %+v, %v", codes, programs, err)
		}
		if err := Open(t.Context(), programs[0], odd); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(log); err != nil || string(got) != want {
			t.Errorf("%q: it was given %q, want %q (%v)", codes, got, want, err)
		}
	}
}

func FuzzEntry(f *testing.F) {
	f.Add("[Desktop Entry]\nName=a\nExec=\"b c\" %F \\s\n")
	f.Add("[Desktop Entry]\nExec=\"\\\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		e := parseEntry(text, []string{"de_DE", "de"})
		args, ok := arguments(e.exec)
		if !ok {
			return
		}
		for _, line := range lines(args, e.name, []string{"/a", "/b"}) {
			if !slices.Contains(line, "/a") && !slices.Contains(line, "/b") && !slices.Contains(line, "file:///a") && !slices.Contains(line, "file:///b") {
				t.Errorf("%q opens nothing: %q", e.exec, line)
			}
		}
	})
}

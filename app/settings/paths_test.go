//go:build linux

package settings

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/adrg/xdg"
)

// environ sets the environment for a test, and has the xdg package read the
// usual one again after it.
func environ(t *testing.T, variables map[string]string) {
	t.Helper()
	t.Cleanup(xdg.Reload)
	for _, name := range []string{"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_PICTURES_DIR"} {
		t.Setenv(name, variables[name])
	}
	t.Setenv("HOME", variables["HOME"])
}

func TestPathsFollowTheEnvironment(t *testing.T) {
	home := t.TempDir()
	usual := Paths{
		Data: home + "/.local/share/lookbook", Cache: home + "/.cache/lookbook", State: home + "/.local/state/lookbook",
		Config: home + "/.config/lookbook", Pictures: home + "/Pictures/Lookbook",
	}
	with := func(change func(*Paths)) Paths { p := usual; change(&p); return p }
	for name, test := range map[string]struct {
		variables map[string]string
		userDirs  string
		want      Paths
	}{
		"nothing but home": {nil, "", usual},
		"XDG variables": {
			map[string]string{"XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_PICTURES_DIR": "/p q"},
			"",
			Paths{"/d/lookbook", "/c/lookbook", "/s/lookbook", usual.Config, "/p q/Lookbook"},
		},
		"the desktop's folder":          {nil, `XDG_PICTURES_DIR="$HOME/Bilder"`, with(func(p *Paths) { p.Pictures = home + "/Bilder/Lookbook" })},
		"a desktop without pictures":    {nil, `XDG_PICTURES_DIR="$HOME/"`, usual},
		"a variable that is the home":   {map[string]string{"XDG_PICTURES_DIR": home}, "", usual},
		"a variable that is relative":   {map[string]string{"XDG_PICTURES_DIR": "pics", "XDG_DATA_HOME": "data"}, "", usual},
		"a desktop file that is broken": {nil, "\x00\xff=", usual},
	} {
		t.Run(name, func(t *testing.T) {
			variables := map[string]string{"HOME": home}
			for k, v := range test.variables {
				variables[k] = v
			}
			environ(t, variables)
			file := filepath.Join(home, ".config", "user-dirs.dirs")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(test.userDirs), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := UserPaths()
			if err != nil || got != test.want {
				t.Errorf("%+v, %v\nwant %+v", got, err, test.want)
			}
		})
	}
}

func TestDemoHasFoldersOfItsOwn(t *testing.T) {
	environ(t, map[string]string{"HOME": t.TempDir()})
	paths, err := UserPaths()
	if err != nil {
		t.Fatal(err)
	}
	demo := paths.Demo()
	if filepath.Base(demo.Pictures) != "Lookbook demo" || filepath.Dir(demo.Pictures) != filepath.Dir(paths.Pictures) {
		t.Errorf("the demo's pictures are in %s", demo.Pictures)
	}
	own := map[string]bool{}
	for _, p := range []Paths{paths, demo} {
		for _, path := range []string{p.Library(), p.Lock(), p.Thumbnails(), p.Log(), p.CrashLog(), p.Settings(), p.Pictures} {
			if own[path] || !filepath.IsAbs(path) {
				t.Errorf("%s is there twice, or not absolute", path)
			}
			own[path] = true
		}
	}
	if err := demo.Make(); err != nil {
		t.Error(err)
	}
	for _, folder := range []string{demo.Data, demo.Cache, demo.State, demo.Config} {
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", folder, info, err)
		}
	}
	if _, err := os.Stat(demo.Pictures); err == nil {
		t.Error("an empty folder was put among the pictures")
	}
}

func TestWithoutAHomeThereAreNoPaths(t *testing.T) {
	environ(t, map[string]string{"HOME": "not/absolute"})
	if paths, err := UserPaths(); !errors.Is(err, ErrNoHome) {
		t.Errorf("%+v, %v", paths, err)
	}
}

// What an earlier version let others read is the user's alone from the next
// start on.
func TestMakeTakesFilesToItself(t *testing.T) {
	dir := t.TempDir()
	paths := Paths{Data: filepath.Join(dir, "d"), Cache: filepath.Join(dir, "c"), State: filepath.Join(dir, "s"), Config: filepath.Join(dir, "f")}
	files := []string{paths.Library(), paths.Library() + "-wal", paths.Library() + ".damaged-1", paths.Log(), paths.Settings()}
	for _, path := range files {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := paths.Make(); err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v (%v)", filepath.Base(path), info.Mode(), err)
		}
	}
}

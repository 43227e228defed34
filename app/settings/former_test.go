package settings

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// tree writes files under a folder, by path.
func tree(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// files reads the files under a folder.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		found[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What the toolkit kept under the former id is there under the present one, whatever is there
// already, and nothing is lost.
func TestTheFoldersOfTheFormerIDAreTakenOver(t *testing.T) {
	former := map[string]string{"app.lookbook/preferences.json": "old", "app.lookbook/Documents/a/b.txt": "b"}
	for name, test := range map[string]struct {
		there, want map[string]string
	}{
		"a first start": {nil, nil},
		"an update":     {former, map[string]string{"new/preferences.json": "old", "new/Documents/a/b.txt": "b"}},
		"both are there": {
			map[string]string{"app.lookbook/preferences.json": "old", "app.lookbook/Documents/a/b.txt": "b", "new/preferences.json": "new"},
			map[string]string{"app.lookbook/preferences.json": "old", "new/preferences.json": "new", "new/Documents/a/b.txt": "b"},
		},
		"a crash half-way": {
			map[string]string{"app.lookbook/Documents/a/b.txt": "b", "new/preferences.json": "old", "new/Documents/c.txt": "c"},
			map[string]string{"new/preferences.json": "old", "new/Documents/a/b.txt": "b", "new/Documents/c.txt": "c"},
		},
		"a file in the way": {
			map[string]string{"app.lookbook/Documents/b.txt": "b", "new/Documents": "no folder"},
			map[string]string{"app.lookbook/Documents/b.txt": "b", "new/Documents": "no folder"},
		},
		"already done": {map[string]string{"new/preferences.json": "x", "other/a": "a"}, map[string]string{"new/preferences.json": "x", "other/a": "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			tree(t, root, test.there)
			for range 2 { // once, and no harm done by another start
				if err := moveInto(filepath.Join(root, formerID), filepath.Join(root, "new")); err != nil {
					t.Error(err)
				}
			}
			if got := files(t, root); !maps.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
			if _, err := os.Stat(filepath.Join(root, formerID)); err == nil && test.want["app.lookbook/preferences.json"] == "" && test.want["app.lookbook/Documents/b.txt"] == "" {
				t.Error("the emptied folder stays")
			}
		})
	}
}

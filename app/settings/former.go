package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// formerID is the program's id in versions until 2026-12.
const formerID = "app.lookbook"

// TakeOver moves what the toolkit stored under the program's former id, such as the last folder of
// its file dialogs, to id. Our own folders have the same names in every version. Call it before the
// toolkit starts. After a crash half-way the next call goes on. Where both have a file, the one of id
// is used and the former stays where it is.
func TakeOver(id string) error {
	root, err := toolkitFolder()
	if err != nil {
		return err
	}
	return moveInto(filepath.Join(root, formerID), filepath.Join(root, id))
}

// toolkitFolder is the folder in which Fyne keeps a folder for each program.
func toolkitFolder() (string, error) {
	if runtime.GOOS == "linux" {
		config, err := os.UserConfigDir()
		return filepath.Join(config, "fyne"), err
	}
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Preferences", "fyne"), err
	case "windows":
		return filepath.Join(home, "AppData", "Roaming", "fyne"), err
	}
	return filepath.Join(home, ".config", "fyne"), err
}

// moveInto moves a file or a folder to a place that may have some of it. It replaces nothing, and
// removes the folders that it has emptied.
func moveInto(from, to string) error {
	if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil // there is nothing to move
	}
	there, err := os.Lstat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !there.IsDir() {
		return err
	}
	if into, err := os.Stat(to); err != nil || !into.IsDir() {
		return err
	}
	entries, err := os.ReadDir(from)
	for _, e := range entries {
		err = errors.Join(err, moveInto(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())))
	}
	_ = os.Remove(from) // only an empty folder can be removed this way
	return err
}

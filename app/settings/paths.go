package settings

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Paths are the folders that the program uses, all absolute. They may not exist
// yet.
type Paths struct {
	Data     string // library: what can't be made again
	Cache    string // thumbnails: what can be made again
	State    string // logs
	Config   string // preferences
	Pictures string // pictures, unless the user chose another folder
}

// ErrNoHome: the environment names no home folder.
var ErrNoHome = errors.New("there is no home folder: set HOME to the folder of the user who runs this program")

// FindHome finds the user's home folder and sets HOME if it is empty, as in a service or a bare
// shell. Everything in this process reads HOME.
func FindHome() error {
	if os.Getenv("HOME") != "" || runtime.GOOS == "windows" {
		return nil
	}
	who, err := user.Current()
	if err != nil {
		return fmt.Errorf("look up the home folder: %w", err)
	}
	if who.HomeDir == "" {
		return ErrNoHome
	}
	return os.Setenv("HOME", who.HomeDir)
}

// UserPaths derives the folders from the environment (XDG_* variables and the
// desktop's user-dirs.dirs on Linux, the usual places on macOS and Windows). It
// makes the xdg package read the environment again, so call it at the start of
// the program, on one goroutine.
func UserPaths() (Paths, error) {
	xdg.Reload()
	if !filepath.IsAbs(xdg.Home) {
		return Paths{}, ErrNoHome
	}
	name := "lookbook"
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		name = "Lookbook"
	}
	return Paths{
		Data:     filepath.Join(xdg.DataHome, name),
		Cache:    filepath.Join(xdg.CacheHome, name),
		State:    filepath.Join(xdg.StateHome, name),
		Config:   filepath.Join(xdg.ConfigHome, name),
		Pictures: filepath.Join(pictures(), "Lookbook"),
	}, nil
}

// pictures returns the user's folder for pictures. A desktop without one names
// the home folder; then it is ~/Pictures.
func pictures() string {
	folder := filepath.Clean(xdg.UserDirs.Pictures)
	if !filepath.IsAbs(folder) || folder == filepath.Clean(xdg.Home) {
		return filepath.Join(xdg.Home, "Pictures")
	}
	return folder
}

// Demo returns folders beside these for the demo, so that nothing of the demo
// mixes with paid pictures.
func (p Paths) Demo() Paths {
	return Paths{
		Data:     p.Data + "-demo",
		Cache:    p.Cache + "-demo",
		State:    p.State + "-demo",
		Config:   p.Config + "-demo",
		Pictures: p.Pictures + " demo",
	}
}

// Library is the database file.
func (p Paths) Library() string { return filepath.Join(p.Data, "library.db") }

// Snapshots is the folder of the library's copies.
func (p Paths) Snapshots() string { return filepath.Join(p.Data, "snapshots") }

// Lock is the file whose lock keeps a second window from opening the same data.
func (p Paths) Lock() string { return filepath.Join(p.Data, "lock") }

// Socket is where a second window asks the first to come to the front.
func (p Paths) Socket() string { return filepath.Join(p.Data, "front.sock") }

// Thumbnails is the folder of the thumbnail cache.
func (p Paths) Thumbnails() string { return filepath.Join(p.Cache, "thumbnails") }

// Description is the file of the service's description of itself.
func (p Paths) Description() string { return filepath.Join(p.Cache, "description.json") }

// Models is the journal of unfinished saves of models.
func (p Paths) Models() string { return filepath.Join(p.Data, "models.json") }

// Log is the log file.
func (p Paths) Log() string { return filepath.Join(p.State, "lookbook.log") }

// CrashLog is the file of crash reports.
func (p Paths) CrashLog() string { return filepath.Join(p.State, "crash.log") }

// Settings is the preferences file.
func (p Paths) Settings() string { return filepath.Join(p.Config, "settings.json") }

// Make creates the program's own folders, for the user alone, as many as it
// can. It doesn't create Pictures: whoever saves the first picture does,
// because an empty folder among the user's pictures would be litter.
func (p Paths) Make() error {
	var errs []error
	for _, folder := range []string{p.Data, p.Cache, p.State, p.Config} {
		errs = append(errs, os.MkdirAll(folder, 0o700))
		private(folder)
	}
	return errors.Join(errs...)
}

// private makes the files in one of our folders readable for the user only,
// also those of an earlier version, whatever the folder's mode. A disk without
// permissions, or a file with another owner, doesn't prevent the start.
func private(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil || runtime.GOOS == "windows" { // the folder's permissions decide there
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
			_ = os.Chmod(filepath.Join(folder, entry.Name()), info.Mode().Perm()&0o700)
		}
	}
}

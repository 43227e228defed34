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

// Paths are the folders that the program uses, all absolute. They need not
// exist yet.
type Paths struct {
	Data     string // the library: what can't be made again
	Cache    string // thumbnails: what can
	State    string // logs
	Config   string // preferences
	Pictures string // images, unless the user chose another folder
}

// ErrNoHome: the environment names no home folder.
var ErrNoHome = errors.New("there is no home folder: set HOME to the folder of the user who runs this program")

// FindHome looks the user's home folder up and sets HOME where that is empty, as
// in a service or a bare shell: everything in this process reads it from there.
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

// UserPaths works the folders out from the environment (XDG_* variables and
// the desktop's user-dirs.dirs on Linux, the usual places on macOS and
// Windows). It makes the xdg package read the environment again, so it is for
// the start of the program, not for several goroutines at once.
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

// pictures is the user's folder for pictures. A desktop that has none names
// the home folder itself; ~/Pictures is used then.
func pictures() string {
	folder := filepath.Clean(xdg.UserDirs.Pictures)
	if !filepath.IsAbs(folder) || folder == filepath.Clean(xdg.Home) {
		return filepath.Join(xdg.Home, "Pictures")
	}
	return folder
}

// Demo gives the demo folders of its own beside these, so that nothing of the
// demo mixes with what was paid for.
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

// Snapshots is the folder with copies of the library.
func (p Paths) Snapshots() string { return filepath.Join(p.Data, "snapshots") }

// Lock is the file whose lock keeps a second window off the same data.
func (p Paths) Lock() string { return filepath.Join(p.Data, "lock") }

// Socket is where a second window on the same data asks the first one to come
// to the front.
func (p Paths) Socket() string { return filepath.Join(p.Data, "front.sock") }

// Thumbnails is the folder of made thumbnails.
func (p Paths) Thumbnails() string { return filepath.Join(p.Cache, "thumbnails") }

// Description is the file that keeps what the service says of itself.
func (p Paths) Description() string { return filepath.Join(p.Cache, "description.json") }

// Models is the file that keeps which files of models are being saved.
func (p Paths) Models() string { return filepath.Join(p.Data, "models.json") }

// Log is the log file.
func (p Paths) Log() string { return filepath.Join(p.State, "lookbook.log") }

// CrashLog is where the text of a crash goes.
func (p Paths) CrashLog() string { return filepath.Join(p.State, "crash.log") }

// Settings is the preferences file.
func (p Paths) Settings() string { return filepath.Join(p.Config, "settings.json") }

// Make creates the program's own folders, for the user alone, as many as it
// can. Pictures is left to whoever saves the first image: an empty folder among
// the user's pictures would be litter.
func (p Paths) Make() error {
	var errs []error
	for _, folder := range []string{p.Data, p.Cache, p.State, p.Config} {
		errs = append(errs, os.MkdirAll(folder, 0o700))
		private(folder)
	}
	return errors.Join(errs...)
}

// private makes the files in one of our folders the user's alone, also those
// that an earlier version let others read, and whatever the folder itself lets
// them do. A disk that knows no rights, or a file of somebody else's, is no
// reason not to start.
func private(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil || runtime.GOOS == "windows" { // the folder's rights count there
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
			_ = os.Chmod(filepath.Join(folder, entry.Name()), info.Mode().Perm()&0o700)
		}
	}
}

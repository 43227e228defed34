// Package command does what Lookbook does without a window: for now, backups.
//
// It is the other face of the program beside app/ui, and knows no Fyne. Its errors
// are in a person's words.
//
// Goroutines: each function blocks until it is done; interrupting the program
// stops it.
package command

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/backup"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/snapshots"
)

// The commands that BackUp does.
const (
	Backup  = "backup"
	Restore = "restore"
)

// BackUp does the commands backup and restore with a file. Ctrl+C stops them, and
// nothing half done is left.
func BackUp(paths settings.Paths, version, command, file string) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return err
	}
	place := backup.Place{Library: paths.Library(), Settings: paths.Settings(), Pictures: cmp.Or(store.Current().Folder, paths.Pictures)}
	if file, err = filepath.Abs(file); err != nil {
		return err
	}
	if command == Backup {
		return backup.Write(ctx, place, file, version, time.Now())
	}
	claim, err := session.Take(paths, false)
	if err != nil {
		return err
	}
	if claim == nil {
		return errors.New("its window is open: close it, then restore the backup")
	}
	defer func() { err = errors.Join(err, claim.Release()) }()
	keeper := snapshots.New(snapshots.Params{
		Library: paths.Library(), Folder: paths.Snapshots(), Clock: clockwork.NewRealClock(), Log: slog.Default(),
	})
	return refusal(backup.Restore(ctx, file, place, func(ctx context.Context) error {
		if info, err := os.Stat(place.Library); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
			return nil // there is nothing to keep
		}
		err := keeper.Make(ctx)
		if errors.Is(err, library.ErrDamaged) { // perhaps the reason for restoring
			_, err = library.SetAside(place.Library)
		}
		return err
	}))
}

// refusal says why a backup was refused, as far as we know.
func refusal(err error) error {
	var newer *library.NewerError
	switch {
	case errors.Is(err, backup.ErrForeign):
		return errors.New("the file is no backup of Lookbook, or it was changed; nothing was restored")
	case errors.Is(err, backup.ErrNewer), errors.As(err, &newer):
		return errors.New("a newer version made this backup: update Lookbook, then restore it; nothing was restored")
	case errors.Is(err, backup.ErrTooLarge):
		return errors.New("what the backup holds is no library of Lookbook, or too large for this disk; nothing was restored")
	case errors.Is(err, library.ErrDamaged):
		return errors.New("the library in the backup is damaged; nothing was restored")
	}
	return err
}

// Package command does what Lookbook does without a window: for now, backups.
//
// It is the other face of the program beside app/ui, and knows no Fyne. Its errors
// are in a person's words.
//
// Goroutines: each function blocks until it is done; interrupting the program
// stops it.
package command

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"lookbook/app/backup"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
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
	p := session.Params{Paths: paths, Settings: store, Log: slog.Default()}
	if file, err = filepath.Abs(file); err != nil {
		return err
	}
	if command == Backup {
		_, err := backup.Write(ctx, session.Place(p), file, version, time.Now(), nil)
		return err
	}
	if p.Claim, err = session.Take(paths, false); err != nil {
		return err
	}
	if p.Claim == nil {
		return errors.New("its window is open: close it, then restore the backup")
	}
	defer func() { err = errors.Join(err, p.Claim.Release()) }()
	unpacked, err := backup.Unpack(ctx, file, session.Place(p), nil)
	if err != nil {
		return refusal(err)
	}
	return session.Restore(ctx, p, unpacked)
}

// refusal says why a backup was not taken, as far as we know that.
func refusal(err error) error {
	var newer *library.NewerError
	switch {
	case errors.Is(err, backup.ErrForeign):
		return errors.New("the file is no backup of Lookbook, or it was changed; nothing was restored")
	case errors.Is(err, backup.ErrNewer), errors.As(err, &newer):
		return errors.New("a newer version made this backup: update Lookbook, then restore it; nothing was restored")
	case errors.Is(err, backup.ErrTooLarge), errors.Is(err, backup.ErrNoRoom):
		return errors.New("what the backup holds is no library of Lookbook, or too large for this disk; nothing was restored")
	case errors.Is(err, library.ErrDamaged):
		return errors.New("the library in the backup is damaged; nothing was restored")
	}
	return err
}

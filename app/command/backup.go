package command

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/backup"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/snapshots"
	"lookbook/app/ui/message"
)

// backUp writes the library and the preferences into one file.
type backUp struct {
	File string `arg:""`
}

func (b *backUp) Run(ctx context.Context, env *Env) error {
	place, file, _, err := placeOf(b.File)
	if err != nil {
		return err
	}
	return backup.Write(ctx, place, file, env.Version, time.Now())
}

// restore takes them back from it.
type restore struct {
	File string `arg:""`
}

// placeOf is what a backup is made of, and its file.
func placeOf(name string) (place backup.Place, file string, paths settings.Paths, err error) {
	if paths, err = userPaths(); err != nil {
		return place, "", paths, err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return place, "", paths, err
	}
	place = backup.Place{Library: paths.Library(), Settings: paths.Settings(), Pictures: cmp.Or(store.Current().Folder, paths.Pictures)}
	file, err = filepath.Abs(name)
	return place, file, paths, err
}

// Run restores. Ctrl+C stops it, and nothing half done is left.
func (r *restore) Run(ctx context.Context, _ *Env) (err error) {
	place, file, paths, err := placeOf(r.File)
	if err != nil {
		return err
	}
	if err := paths.Make(); err != nil {
		return err
	}
	claim, err := session.Take(paths, false)
	if err != nil {
		return err
	}
	if claim == nil {
		return &problem{Failed, message.T("command.restore.open")}
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
		return &problem{Usage, message.T("command.restore.foreign")}
	case errors.Is(err, backup.ErrNewer), errors.As(err, &newer):
		return &problem{Usage, message.T("command.restore.newer")}
	case errors.Is(err, backup.ErrTooLarge):
		return &problem{Usage, message.T("command.restore.large")}
	case errors.Is(err, library.ErrDamaged):
		return &problem{Usage, message.T("command.restore.damaged")}
	}
	return err
}

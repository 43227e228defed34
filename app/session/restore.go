package session

import (
	"cmp"
	"context"
	"errors"
	"os"

	"github.com/jonboulle/clockwork"

	"lookbook/app/backup"
	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/snapshots"
)

// PreferencesError: the library of a backup was restored, its preferences were not.
type PreferencesError struct{ Err error }

func (e *PreferencesError) Error() string { return "the preferences: " + e.Err.Error() }

// Unwrap returns what the disk said.
func (e *PreferencesError) Unwrap() error { return e.Err }

// Place is where a backup of the user's own library is taken from and goes to.
func Place(p Params) backup.Place {
	folder := p.Settings.Current().Folder
	return backup.Place{
		Library: p.Paths.Library(), Settings: p.Paths.Settings(), Pictures: cmp.Or(folder, p.Paths.Pictures), Create: folder == "",
	}
}

// Restore makes an unpacked backup the user's library and preferences. No session
// may have them open. The library that was there is kept among the copies, or set
// aside if it is damaged. The next session looks through the pictures folder, for
// what was saved after the backup and for what is not there. Errors: ErrInUse;
// snapshots.ErrNoRoom; *PreferencesError; others as the disk has them.
func Restore(ctx context.Context, p Params, u *backup.Unpacked) (err error) {
	if !p.Claim.holds(p.Paths) {
		own, taken := claim(p.Paths, false)
		if taken != nil {
			return errors.Join(taken, u.Discard())
		}
		defer func() { err = errors.Join(err, own.Release()) }()
	}
	path := p.Paths.Library()
	copies := copiesOf(p.Paths, p)
	err = u.Restore(ctx, func(ctx context.Context) error {
		if err := markToRebuild(path); err != nil {
			return err
		}
		if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
			return nil // there is nothing to keep
		}
		err := copies.Make(ctx)
		if errors.Is(err, library.ErrDamaged) { // that may be why somebody restores
			_, err = library.SetAside(path)
		}
		return err
	})
	if err != nil {
		return err
	}
	// Or a library that is lost today would come back as it was before.
	if err := copies.Make(context.WithoutCancel(ctx)); err != nil {
		p.Log.Warn("copying the restored library", "error", err)
	}
	if u.Preferences == nil {
		return nil
	}
	if err := p.Settings.Replace(context.WithoutCancel(ctx), u.Preferences, keepOwn); err != nil {
		return &PreferencesError{err}
	}
	return nil
}

// keepOwn brings back the preferences that are about this computer: its folders,
// its screen and its network.
func keepOwn(v *settings.Values, was settings.Values) {
	v.Folder, v.ExportFolder, v.ImageHosts = was.Folder, was.ExportFolder, was.ImageHosts
	v.WindowWidth, v.WindowHeight, v.ParamsWidth, v.JobsWidth = was.WindowWidth, was.WindowHeight, was.ParamsWidth, was.JobsWidth
}

func copiesOf(paths settings.Paths, p Params) *snapshots.Keeper {
	return snapshots.New(snapshots.Params{
		Library: paths.Library(), Folder: paths.Snapshots(), Clock: cmp.Or(p.Clock, clockwork.NewRealClock()), Log: p.Log,
	})
}

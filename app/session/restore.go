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

// PreferencesError says that the library of a backup was restored but its preferences were not.
type PreferencesError struct{ Err error }

func (e *PreferencesError) Error() string { return "the preferences: " + e.Err.Error() }

// Unwrap returns the error of the disk.
func (e *PreferencesError) Unwrap() error { return e.Err }

// Place returns where the user's own library, preferences and pictures are, for
// a backup or a restore.
func Place(p Params) backup.Place {
	folder := p.Settings.Current().Folder
	return backup.Place{
		Library: p.Paths.Library(), Settings: p.Paths.Settings(), Pictures: cmp.Or(folder, p.Paths.Pictures), Create: folder == "",
	}
}

// Restore replaces the user's library and preferences by those of an unpacked backup. No session
// may have them open. The present library is kept among the copies, or set aside if it is damaged.
// The next session searches the pictures folder for pictures saved after the backup and for missing
// ones. Errors: ErrInUse; snapshots.ErrNoRoom; *PreferencesError; others come from the disk.
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
		if errors.Is(err, library.ErrDamaged) { // damage may be the reason for this restore
			_, err = library.SetAside(path)
		}
		return err
	})
	if err != nil {
		return err
	}
	// Otherwise a library lost later today would be replaced by a copy from
	// before this restore.
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

// keepOwn restores the preferences that belong to this computer: its folders, screen and network.
func keepOwn(v *settings.Values, was settings.Values) {
	v.Folder, v.ExportFolder, v.Wildcards, v.ImageHosts = was.Folder, was.ExportFolder, was.Wildcards, was.ImageHosts
	v.UpdatesLook, v.UpdatesURL, v.UpdatesAsked = was.UpdatesLook, was.UpdatesURL, was.UpdatesAsked
	v.Scale, v.Proxy, v.ProxyAddress, v.Language = was.Scale, was.Proxy, was.ProxyAddress, was.Language
	v.WindowWidth, v.WindowHeight, v.ParamsWidth, v.JobsWidth = was.WindowWidth, was.WindowHeight, was.ParamsWidth, was.JobsWidth
}

func copiesOf(paths settings.Paths, p Params) *snapshots.Keeper {
	return snapshots.New(snapshots.Params{
		Library: paths.Library(), Folder: paths.Snapshots(), Clock: cmp.Or(p.Clock, clockwork.NewRealClock()), Log: p.Log,
	})
}

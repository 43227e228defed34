package command

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"lookbook/app/backup"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// backUp writes the library and the preferences into one file.
type backUp struct {
	File string `arg:""`
}

// Run makes the backup. Ctrl+C stops it and leaves nothing unfinished.
func (b *backUp) Run(ctx context.Context, env *Env) error {
	p, file, err := paramsOf(b.File)
	if err != nil {
		return err
	}
	_, err = backup.Write(ctx, session.Place(p), file, env.Version, time.Now(), nil)
	return err
}

// restore restores the library and the preferences from a backup.
type restore struct {
	File string `arg:""`
}

// paramsOf returns the parameters of the session to back up or restore, and the
// absolute path of the file.
func paramsOf(name string) (p session.Params, file string, err error) {
	paths, err := userPaths()
	if err != nil {
		return p, "", err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return p, "", err
	}
	file, err = filepath.Abs(name)
	return session.Params{Paths: paths, Settings: store, Log: slog.Default()}, file, err
}

// Run restores. Ctrl+C stops it and leaves nothing unfinished.
func (r *restore) Run(ctx context.Context, env *Env) (err error) {
	p, file, err := paramsOf(r.File)
	if err != nil {
		return err
	}
	backupFile, err := openRegular(file)
	if err != nil {
		return &problem{Usage, message.T("error.at", message.With{"Path": r.File, "Why": endless(err.Error())})}
	}
	if err := errors.Join(backupFile.Close(), p.Paths.Make()); err != nil {
		return err
	}
	p.Claim, err = session.TakeForCommand(ctx, p.Paths, func() { env.say(message.T("command.waiting")) })
	if errors.Is(err, session.ErrInUse) {
		return &problem{Failed, message.T("command.restore.open")}
	}
	if err != nil {
		return unopened(err, p.Paths)
	}
	defer func() { err = errors.Join(err, p.Claim.Release()) }()
	unpacked, err := backup.Unpack(ctx, file, session.Place(p), nil)
	if err != nil {
		return refusal(err)
	}
	return session.Restore(ctx, p, unpacked)
}

// refusal explains why a backup was refused, where that is known.
func refusal(err error) error {
	var newer *library.NewerError
	switch {
	case errors.Is(err, backup.ErrForeign):
		return &problem{Usage, message.T("command.restore.foreign")}
	case errors.Is(err, backup.ErrNewer), errors.As(err, &newer):
		return &problem{Usage, message.T("command.restore.newer")}
	case errors.Is(err, backup.ErrTooLarge), errors.Is(err, backup.ErrNoRoom):
		return &problem{Usage, message.T("command.restore.large")}
	case errors.Is(err, library.ErrDamaged):
		return &problem{Usage, message.T("command.restore.damaged")}
	}
	return err
}

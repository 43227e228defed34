package command

import (
	"context"
	"os"

	"lookbook/app/library"
	"lookbook/app/platform/reveal"
	"lookbook/app/secrets"
	"lookbook/app/ui/message"
)

// open shows the pictures of jobs in the file manager.
type open struct {
	IDs []string `arg:"" name:"id"`
}

func (o *open) Run(ctx context.Context, env *Env) error {
	entries, err := find(ctx, o.IDs)
	if err != nil {
		return err
	}
	if err := os.Unsetenv(secrets.Variable); err != nil { // the file manager inherits what is left
		return err
	}
	return read(ctx, func(lib *library.Library) error {
		for _, e := range entries {
			saved, err := lib.PageImages(ctx, library.ImageFilter{EntryID: e.ID, States: []library.ImageState{library.ImageSaved}}, 0, 1)
			if err != nil {
				return err
			}
			if len(saved) == 0 {
				return &problem{Unsaved, message.T("command.open.nothing", message.With{"Name": nameOf(e)})}
			}
			if err := reveal.Show(ctx, saved[0].Path); err != nil {
				return &problem{Failed, message.T("command.open.failed", message.With{"Path": saved[0].Path, "Why": endless(message.FileError(err))})}
			}
		}
		return nil
	})
}

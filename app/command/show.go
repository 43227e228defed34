package command

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"

	"lookbook/api"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/media/recall"
	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// show prints how pictures were made.
type show struct {
	Files []string `arg:"" name:"file"`
	JSON  bool     `name:"json"`
}

// shown is a line of `show --json`.
type shown struct {
	File      string        `json:"file"`
	Source    recall.Source `json:"source"`  // the program that wrote the parameters; empty: there are none
	Request   *api.Config   `json:"request"` // in the service's form; null: no parameters
	NotMapped []string      `json:"not_mapped"`
	Job       string        `json:"job"` // empty: unknown
	Image     string        `json:"image"`
	Seed      *int64        `json:"seed"` // the seed of this picture; null: unknown
}

func (s *show) Run(ctx context.Context, env *Env) error {
	out := newPrinter(env.Out)
	unread := false
	for _, path := range s.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := inspect(path)
		if err != nil {
			unread = true
			env.say(message.T("recall.failed", message.With{"File": path, "Why": endless(message.FileError(err))}))
			continue
		}
		if s.JSON {
			err = out.object(found)
		} else {
			err = found.print(out)
		}
		if err != nil {
			return err
		}
	}
	if unread {
		return &problem{code: Usage}
	}
	return out.flush()
}

// inspect reads what a picture's file says about how it was made.
func inspect(path string) (found shown, err error) {
	found = shown{File: path, NotMapped: []string{}}
	file, err := openRegular(path)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return found, err
	}
	var beside []media.Text
	if packet, err := origin.ReadPacket(media.Open(origin.Beside(path))); err == nil { // most pictures have no sidecar
		beside = media.PacketTexts(packet)
	}
	r, err := recall.Read(file, info.Size(), beside...)
	if nothing := (*recall.NothingError)(nil); errors.As(err, &nothing) {
		return found, nil
	}
	if err != nil {
		return found, err
	}
	found.Source, found.Request, found.Job, found.Image, found.Seed = r.Source, new(printed(r.Config)), r.JobID, r.ImageID, r.Seed
	found.NotMapped = append(found.NotMapped, message.NotMapped(r)...)
	return found, nil
}

// openRegular opens a file that is neither a folder nor a device.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &problem{Usage, message.T("recall.none")}
	case err == nil && !info.Mode().IsRegular():
		return nil, &problem{Usage, message.T("recall.odd")}
	}
	file, err := media.Open(path)
	if err != nil {
		return nil, &problem{Usage, message.T("recall.shut")}
	}
	return file, nil
}

// print prints it as text.
func (s shown) print(out *printer) error {
	if s.Request == nil {
		return out.line(message.T("command.show.nothing", message.With{"File": s.File}))
	}
	err := out.line(message.T("command.show.made", message.With{"File": s.File, "Program": s.Source}))
	for _, row := range request.Rows() {
		if value := row.Get(*s.Request); value != "" {
			err = cmp.Or(err, out.line("  "+message.T("jobs.label", message.With{"Name": message.Field(row.Field), "Value": value})))
		}
	}
	for _, line := range s.NotMapped {
		err = cmp.Or(err, out.line("  ("+line+")"))
	}
	return err
}

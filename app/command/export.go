package command

import (
	"context"
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"strings"

	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// export copies the files of pictures.
type export struct {
	Pictures []string `arg:"" name:"picture"`
	To       string   `required:"" placeholder:"DIR"`
	Bare     bool
	Credits  bool

	Format     string `placeholder:"FORMAT"`
	Quality    int    `placeholder:"N" default:"90"`
	LongEdge   int    `placeholder:"PIXELS" xor:"size"`
	Percent    int    `placeholder:"N" xor:"size"`
	Enlarge    bool
	Ground     string `placeholder:"COLOUR" default:"white"`
	Names      string `placeholder:"TEMPLATE"`
	NoSidecars bool
}

// The bounds of sizes, as in the window.
const (
	mostEdge    = 16384
	mostPercent = 1000
)

// exportTo is what the flags ask for.
func (x *export) exportTo(folder string) (files.ExportTo, error) {
	to := files.ExportTo{Folder: folder, Metadata: !x.Bare && !x.Credits, Credits: x.Credits, NoSidecars: x.NoSidecars, Template: x.Names}
	switch strings.ToLower(x.Format) {
	case "":
	case "png":
		to.As.Format = media.PNG
	case "jpeg", "jpg":
		to.As.Format = media.JPEG
	case "webp":
		to.As.Format = media.WebP
	default:
		return to, wrong("format", message.With{"Name": oneLine(x.Format, 40)})
	}
	ground, known := map[string]color.RGBA{"white": {255, 255, 255, 255}, "black": {0, 0, 0, 255}, "grey": {128, 128, 128, 255}, "gray": {128, 128, 128, 255}}[x.Ground]
	switch {
	case !known:
		return to, wrong("ground", message.With{"Name": oneLine(x.Ground, 40)})
	case x.Quality < 1 || x.Quality > convert.MaxQuality:
		return to, wrong("quality", message.With{"Most": convert.MaxQuality})
	case x.LongEdge < 0 || x.LongEdge > mostEdge || x.Percent < 0 || x.Percent > mostPercent:
		return to, wrong("size", message.With{"Pixels": mostEdge, "Percent": mostPercent})
	}
	if _, err := naming.Parse(x.Names); x.Names != "" && err != nil {
		return to, wrong("names", message.With{"Why": endless(message.Template(err, naming.Words()))})
	}
	to.As.LongEdge, to.As.Percent = x.LongEdge, x.Percent
	if to.As != (convert.Options{}) {
		to.As.Quality, to.As.Enlarge, to.As.Ground = x.Quality, x.Enlarge, ground
	}
	return to, nil
}

func (x *export) Run(ctx context.Context, env *Env) error {
	folder, err := filepath.Abs(x.To)
	if err != nil {
		return err
	}
	to, err := x.exportTo(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return &problem{Failed, message.T("export.failed", message.With{"Why": endless(message.FileError(err))})}
	}
	ids, err := chosen(ctx, x.Pictures)
	if err != nil {
		return err
	}
	out := newPrinter(env.Out)
	var broken error
	left := false
	t := task.Task{Export: &task.Export{Images: ids, To: to}}
	outcome, err := env.work(ctx, t, false, func(e task.Event) {
		for _, path := range e.Copied {
			broken = errors.Join(broken, out.line(path))
		}
		for _, l := range e.Left {
			left = true
			env.say(message.T("command.left", message.With{"Name": l.Name, "Why": endless(message.Cause(l.Why))}))
		}
	})
	if err = errors.Join(err, broken, out.flush()); err != nil {
		return err
	}
	if err := ended(outcome); err != nil || !left {
		return err
	}
	return &problem{code: Unsaved}
}

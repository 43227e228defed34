package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// mark changes the marks of pictures.
type mark struct {
	Pictures  []string `arg:"" name:"picture"`
	Rating    *int     `placeholder:"N" xor:"rating"`
	Reject    bool     `xor:"rating"`
	Favourite *bool    `negatable:""`
	Tag       []string `placeholder:"TAG" sep:"none"`
	Untag     []string `placeholder:"TAG" sep:"none"`
}

func (m *mark) Run(ctx context.Context, env *Env) error {
	marking := library.Marking{Rating: m.Rating, Favourite: m.Favourite, AddTags: m.Tag, RemoveTags: m.Untag}
	switch {
	case m.Reject:
		marking.Rating = new(search.RejectedRating)
	case m.Rating != nil && (*m.Rating < 0 || *m.Rating > search.HighestRating):
		return wrong("rating", message.With{"Most": search.HighestRating})
	case m.Rating == nil && m.Favourite == nil && len(m.Tag)+len(m.Untag) == 0:
		return wrong("no.mark")
	}
	for _, tag := range m.Tag {
		if search.CleanTag(tag) == "" {
			return wrong("tag", message.With{"Name": oneLine(tag, 40)})
		}
	}
	ids, err := chosen(ctx, m.Pictures)
	if err != nil {
		return err
	}
	changed := 0
	outcome, err := env.work(ctx, task.Task{Mark: &task.Mark{Images: ids, Marking: marking}}, false, func(e task.Event) {
		if e.Changed != nil {
			changed = *e.Changed
		}
	})
	if err != nil {
		return err
	}
	if err := ended(outcome); err != nil {
		return err
	}
	out := newPrinter(env.Out)
	return errors.Join(out.line(strconv.Itoa(changed)), out.flush())
}

// rescan looks through the folder of the pictures.
type rescan struct{}

func (*rescan) Run(ctx context.Context, env *Env) error {
	out := newPrinter(env.Out)
	var broken error
	outcome, err := env.work(ctx, task.Task{Rescan: true}, false, func(e task.Event) {
		if e.Rescan != nil {
			broken = out.line(message.Rescanned(*e.Rescan))
		}
	})
	if err = errors.Join(err, broken, out.flush()); err != nil {
		return err
	}
	return ended(outcome)
}

// chosen are the pictures that arguments mean: those in files, or those that a
// search finds.
func chosen(ctx context.Context, arguments []string) (ids []int64, err error) {
	paths := map[string]int64{}
	for _, argument := range arguments {
		if info, err := os.Stat(argument); err == nil && info.Mode().IsRegular() {
			path, err := filepath.Abs(argument)
			if err != nil {
				return nil, err
			}
			paths[path] = 0
		}
	}
	if len(paths) > 0 && len(paths) < len(arguments) {
		for _, argument := range arguments {
			if _, err := os.Stat(argument); err != nil {
				return nil, wrong("no.file", message.With{"Name": oneLine(argument, 60)})
			}
		}
	}
	err = read(ctx, func(lib *library.Library) error {
		if len(paths) == 0 {
			ids, err = lib.ImageIDs(ctx, library.ImageFilter{Query: search.Parse(strings.Join(arguments, " "))})
			return err
		}
		ids, err = inFiles(ctx, lib, paths)
		return err
	})
	if err == nil && len(ids) == 0 {
		err = wrong("no.picture")
	}
	return ids, err
}

// inFiles are the pictures in these files; each has to be the library's.
func inFiles(ctx context.Context, lib *library.Library, paths map[string]int64) (ids []int64, err error) {
	for after := int64(0); ; {
		page, err := lib.Folders.Files(ctx, after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, f := range page {
			after = f.Image
			if _, wanted := paths[f.Path]; wanted {
				paths[f.Path] = f.Image
			}
		}
		if len(page) < pageSize {
			break
		}
	}
	for path, id := range paths {
		if id == 0 {
			return nil, wrong("foreign.file", message.With{"Name": path})
		}
		ids = append(ids, id)
	}
	return ids, nil
}

package sidecars

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"lookbook/app/folder"
	"lookbook/app/library"
)

// ReadBack takes over marks from sidecars that are newer than the library's. It returns how many
// pictures changed, and how many of these had been marked here too since. Unreadable sidecars are
// skipped.
func (k *Keeper) ReadBack(ctx context.Context, pictures []library.File) (adopted, conflicts int, err error) {
	homes := newHomes(k.p)
	defer homes.close()
	for some := range slices.Chunk(pictures, 10*atOnce) {
		var found []library.FoundMarks
		for _, p := range some {
			if ctx.Err() != nil {
				return adopted, conflicts, ctx.Err()
			}
			in, within, err := homes.of(ctx, p.Path)
			if err != nil {
				continue
			}
			_, packet, changed, err := read(in, within)
			if err != nil {
				continue
			}
			if m, ok := foundMarks(p.Image, packet, changed); ok {
				found = append(found, m)
			}
		}
		a, c, err := k.p.Library.Sidecars.Adopt(ctx, found)
		adopted, conflicts = adopted+a, conflicts+c
		if err != nil {
			return adopted, conflicts, err
		}
	}
	return adopted, conflicts, nil
}

// homes are open folders of pictures.
type homes struct {
	p    Params
	open map[string]*folder.Folder
	err  map[string]error
}

func newHomes(p Params) *homes {
	return &homes{p: p, open: map[string]*folder.Folder{}, err: map[string]error{}}
}

func (h *homes) close() {
	for _, in := range h.open {
		_ = in.Close() // the results of what was done through it count
	}
}

// of returns the pictures folder that contains a path, if it is still the same
// folder, and the path within it.
func (h *homes) of(ctx context.Context, path string) (in *folder.Folder, within string, err error) {
	home, err := h.p.Identity.Home(ctx, filepath.Clean(h.p.Saving().Folder), path)
	if err != nil {
		return nil, "", err
	}
	home = cmp.Or(home, filepath.Dir(path))
	if err := h.err[home]; err != nil {
		return nil, "", err
	}
	in = h.open[home]
	if in == nil {
		if in, err = folder.Open(home); err == nil {
			h.open[home] = in
			err = h.p.Identity.Check(ctx, in)
		}
		if err != nil {
			h.err[home] = err
			return nil, "", err
		}
	}
	within, err = in.Within(path)
	return in, within, err
}

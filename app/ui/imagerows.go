package ui

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/background"
)

// imageRows reads rows of pictures from the library.
type imageRows struct {
	run    background.Run
	images func(ctx context.Context, ids []int64) ([]library.Image, error)
	entry  func(ctx context.Context, id int64) (library.Entry, error)
	failed func(error)
}

// withImages reads the pictures that are not loaded yet, and calls do with all
// of them.
func (r *imageRows) withImages(p picked, do func(images []library.Image)) {
	if len(p.held) == len(p.ids) {
		do(p.held)
		return
	}
	r.run(func(ctx context.Context) func() {
		images, err := r.images(ctx, p.ids)
		return func() {
			if err != nil {
				r.failed(err)
				return
			}
			do(images)
		}
	})
}

// withEntry reads the job of a picture and calls paint with it.
func (r *imageRows) withEntry(img library.Image, paint func(library.Entry)) {
	r.run(func(ctx context.Context) func() {
		entry, err := r.entry(ctx, img.EntryID)
		return func() {
			if err != nil {
				r.failed(err)
				return
			}
			paint(entry)
		}
	})
}

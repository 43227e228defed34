package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"lookbook/app/library"
	"lookbook/app/test/faults"
)

// mark rates, rejects and tags pictures at random until ctx ends. It records in a file what it is
// about to do, and what a window would show by now.
func (c *child) mark(ctx context.Context) error {
	images, err := c.library.PageImages(ctx, library.ImageFilter{States: []library.ImageState{library.ImageSaved}}, 0, most)
	if err != nil || len(images) == 0 {
		return err
	}
	notes, err := os.OpenFile(filepath.Join(c.plan.dir, faults.MarksName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = notes.Close() }() // a missing line fails the test
	random := rand.New(rand.NewPCG(uint64(c.plan.mark), 1))
	for ctx.Err() == nil {
		image := images[random.IntN(len(images))]
		marks := faults.Marks{Picture: filepath.Base(image.Path), Rating: random.IntN(7) - 1, Favourite: random.IntN(2) == 0, Tag: fmt.Sprintf("tag/%d", random.IntN(5))}
		if _, err := fmt.Fprintln(notes, "marking", marks); err != nil {
			return err
		}
		_, err := c.library.Marks.Set(ctx, []int64{image.ID}, library.Marking{
			Rating: &marks.Rating, Favourite: &marks.Favourite, AddTags: []string{marks.Tag}, RemoveTags: others(marks.Tag),
		})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(notes, "shown", marks); err != nil {
			return err
		}
		if err := c.report(ctx); err != nil {
			return err
		}
	}
	return nil
}

// others are the tags that a picture must not have.
func others(tag string) (tags []string) {
	for n := range 5 {
		if other := fmt.Sprintf("tag/%d", n); other != tag {
			tags = append(tags, other)
		}
	}
	return tags
}

package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/tagbox"
	"lookbook/widgets"
)

// mostTagged bounds the pictures whose tags are counted. Tags are still given
// to all.
const mostTagged = 5000

// tagger changes the tags of pictures. UI goroutine only.
type tagger struct {
	tags   func(ctx context.Context) ([]library.FacetCount, error)
	images func(ctx context.Context, ids []int64) ([]library.Image, error)
	run    background.Run
	canvas fyne.Canvas
	place  func() fyne.CanvasObject // object that the panel belongs to
	mark   func(p picked, marking library.Marking)
	failed func(error) // called when the library could not be read
}

// tag opens the panel with the known tags.
func (t *tagger) tag(p picked) {
	if len(p.ids) == 0 {
		return
	}
	type tagged struct {
		images []library.Image
		known  []library.FacetCount
	}
	background.Do(t.run, func(ctx context.Context) (found tagged, err error) {
		if found.known, err = t.tags(ctx); err == nil {
			found.images, err = t.images(ctx, p.ids[:min(len(p.ids), mostTagged)])
		}
		return found, err
	}, func(found tagged, err error) {
		if err != nil {
			t.failed(err)
			return
		}
		t.show(p, found.images, found.known)
	})
}

// show opens the panel with the tags of the pictures.
func (t *tagger) show(p picked, images []library.Image, known []library.FacetCount) {
	have := map[string]int{}
	for _, img := range images {
		for _, tag := range img.Marks.Tags {
			have[tag]++
		}
	}
	var names []string
	for _, k := range known {
		names = append(names, k.Value)
	}
	var panel *widgets.Popover
	box := tagbox.New(tagbox.Params{
		Title: message.N("tags.title", len(p.ids)), Of: len(images), Have: have, Known: names,
		Add:    func(tag string) { t.mark(p, library.Marking{AddTags: []string{tag}}) },
		Remove: func(tag string) { t.mark(p, library.Marking{RemoveTags: []string{tag}}) },
		Close:  func() { panel.Hide() },
		Resized: func() {
			if panel != nil {
				panel.Refresh()
			}
		},
	})
	panel = widgets.NewPopover(box.Object())
	panel.Show(t.place())
	t.canvas.Focus(box.Entry())
}

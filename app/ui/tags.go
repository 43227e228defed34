package ui

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/tagbox"
	"lookbook/widgets"
)

// mostTagged bounds the pictures whose tags are counted. Tags are given to all.
const mostTagged = 5000

// tagPicked offers to give pictures tags and to take tags away.
func (m *mainPage) tagPicked(p picked) {
	if len(p.ids) == 0 {
		return
	}
	lib := m.session.Library
	m.w.run(func(ctx context.Context) func() {
		known, err := lib.Marks.Tags(ctx)
		var images []library.Image
		if err == nil {
			images, err = lib.ImagesByID(ctx, p.ids[:min(len(p.ids), mostTagged)])
		}
		return func() {
			if err != nil {
				m.readFailed(err)
				return
			}
			m.showTags(p, images, known)
		}
	})
}

// showTags opens the panel with the tags of the pictures.
func (m *mainPage) showTags(p picked, images []library.Image, known []library.FacetCount) {
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
	title := "Tags of " + pictures(len(p.ids))
	if len(p.ids) == 1 {
		title = "Tags of this picture"
	}
	var panel *widgets.Popover
	box := tagbox.New(tagbox.Params{
		Title: title, Of: len(images), Have: have, Known: names,
		Add:    func(tag string) { m.markPicked(p, library.Marking{AddTags: []string{tag}}) },
		Remove: func(tag string) { m.markPicked(p, library.Marking{RemoveTags: []string{tag}}) },
		Close:  func() { panel.Hide() },
		Resized: func() {
			if panel != nil {
				panel.Refresh()
			}
		},
	})
	panel = widgets.NewPopover(box.Object())
	panel.Show(m.popoverPlace())
	m.w.window.Canvas().Focus(box.Entry())
}

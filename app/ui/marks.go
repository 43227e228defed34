package ui

import (
	"context"
	"slices"
	"strings"

	"lookbook/app/edit"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// marker changes the marks of pictures, with undo. UI goroutine only.
type marker struct {
	marks  *edit.Marks
	queue  *background.Queue
	tasks  *tasks
	undoer *undoer
	fail   failing
}

func (m *marker) mark(images []library.Image, marking library.Marking) {
	m.markPicked(pickedOf(images), marking)
}

func (m *marker) markPicked(p picked, marking library.Marking) {
	if len(p.ids) == 0 {
		return
	}
	m.queue.Add(func() background.Work {
		return m.tasks.watched("mark.doing", func(ctx context.Context, _ files.Progress) func() {
			marked, err := m.marks.Set(ctx, p.ids, marking)
			return func() {
				if err != nil {
					m.fail("mark.failed", err)
					return
				}
				if marked.Changed == 0 { // nothing changed, so there is nothing to undo
					return
				}
				m.undoer.did(edit.Step{
					Words: markedWords(len(p.ids), marking), Undoing: "mark.undoing", Pictures: marked.Changed,
					Undo: func(ctx context.Context, _ edit.Progress) (string, error) { return "", marked.Undo(ctx) },
					Redo: func(ctx context.Context, _ edit.Progress) (bool, error) {
						again, err := m.marks.Set(ctx, p.ids, marking)
						if err != nil || again.Changed == 0 {
							return false, err
						}
						marked = again // the queue runs one of these at a time
						return true, nil
					},
				}, len(p.ids) > 1) // for one picture the mark itself shows it
			}
		})
	})
}

// favourite sets or clears the favourite mark.
func (m *marker) favourite(p picked, on bool) {
	m.markPicked(p, library.Marking{Favourite: &on})
}

// toggleFavourite sets the favourite mark, or clears it if all pictures have
// it.
func (m *marker) toggleFavourite(p picked) {
	m.favourite(p, !allFavourites(p.held))
}

func allFavourites(images []library.Image) bool {
	for _, img := range images {
		if !img.Marks.Favourite {
			return false
		}
	}
	return len(images) > 0
}

// rate gives pictures a rating, 0 to 5, or rejects them.
func (m *marker) rate(p picked, rating int) {
	m.markPicked(p, library.Marking{Rating: &rating})
}

// toggleRejected rejects pictures, or accepts them again if all are rejected.
func (m *marker) toggleRejected(p picked) {
	if slices.ContainsFunc(p.held, func(img library.Image) bool { return img.Marks.Rating != search.RejectedRating }) {
		m.rate(p, search.RejectedRating)
	} else {
		m.rate(p, 0)
	}
}

// judge picks pictures, rejects them, or does neither.
func (m *marker) judge(p picked, verdict library.Verdict) {
	m.markPicked(p, library.Marking{Verdict: verdict})
}

// markedWords says what was marked and how, a sentence each.
func markedWords(n int, marking library.Marking) string {
	var done []string
	add := func(key string, with message.With) { done = append(done, message.N(key, n, with)) }
	if on := marking.Favourite; on != nil && *on {
		add("mark.done.favourite", nil)
	} else if on != nil {
		add("mark.done.not.favourite", nil)
	}
	if r := marking.Rating; r != nil && *r > 0 {
		add("mark.done.rated", message.With{"Stars": strings.Repeat("★", *r)})
	} else if r != nil && *r < 0 {
		add("mark.done.rejected", nil)
	} else if r != nil {
		add("mark.done.not.rated", nil)
	}
	switch marking.Verdict {
	case library.Picked:
		add("mark.done.favourite", nil)
	case library.Rejected:
		add("mark.done.rejected", nil)
	case library.Neither:
		add("mark.done.neither", nil)
	}
	for _, tag := range marking.AddTags {
		add("mark.done.tagged", message.With{"Tag": tag})
	}
	for _, tag := range marking.RemoveTags {
		add("mark.done.not.tagged", message.With{"Tag": tag})
	}
	return strings.Join(done, " ")
}

package ui

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"lookbook/app/edit"
	"lookbook/app/files"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// trasher moves pictures to the desktop's trash and back. It is for the UI
// goroutine.
type trasher struct {
	engine  trashEngine
	queue   *background.Queue
	tasks   *tasks
	undoer  *undoer
	voice   *voice
	notices *notices
	fail    func(what string, err error)
	back    func(ids []int64) // pictures are back; called off the UI goroutine
}

// trashEngine is what moves the files. Its methods wait for the disk.
type trashEngine interface {
	Trash(ctx context.Context, ids []int64, p files.Progress) (files.Trashed, error)
	Restore(ctx context.Context, t files.Trashed, p files.Progress) (files.Restored, error)
}

// trash moves pictures. It asks nothing, as it can be undone, but says what
// happened.
func (t *trasher) trash(p picked) {
	if len(p.ids) == 0 {
		return
	}
	t.queue.Add(func() background.Work {
		return t.tasks.watched("Moving pictures to the trash", func(ctx context.Context, progress files.Progress) func() {
			trashed, err := t.engine.Trash(ctx, p.ids, progress)
			return func() { t.trashed(trashed, err) }
		})
	})
}

// trashed says what was moved and what was left alone, and keeps the way back.
func (t *trasher) trashed(done files.Trashed, err error) {
	moved, left := len(done.Images), leftAlone(done.Skipped)
	if moved > 0 {
		words := pictures(moved) + " moved to the trash"
		if left != "" {
			words += ". " + left
		}
		t.undoer.did(edit.Step{
			Words: words, Undoing: "Putting pictures back", Pictures: moved,
			Undo: func(ctx context.Context, progress edit.Progress) (string, error) {
				back, err := t.engine.Restore(ctx, done, progress)
				t.back(pickedOf(back.Images).ids)
				return restoredWords(back), err
			},
		}, true)
	}
	switch {
	case err != nil && !errors.Is(err, context.Canceled):
		t.fail("The pictures could not be moved to the trash: ", err)
	case moved == 0 && left != "":
		t.sayLeft(done.Skipped, left+".")
	}
}

// sayLeft says why pictures were left alone: in passing where that was to be
// expected, and to stay where something is wrong.
func (t *trasher) sayLeft(skipped []files.Skipped, words string) {
	if slices.ContainsFunc(skipped, func(s files.Skipped) bool { return s.Err != nil }) {
		t.notices.set(noticeAction, widgets.BannerWarning, words)
		return
	}
	t.voice.say(words)
}

// restoredWords says what came back out of the trash.
func restoredWords(r files.Restored) string {
	if len(r.Images) == 0 && len(r.Skipped) == 0 {
		return ""
	}
	words := pictures(len(r.Images)) + " " + be(len(r.Images)) + " back"
	if left := leftAlone(r.Skipped); left != "" {
		words += ". " + left
	}
	return words + "."
}

// leftAlone says how many pictures were left as they are, and why; empty when
// none was.
func leftAlone(skipped []files.Skipped) string {
	if len(skipped) == 0 {
		return ""
	}
	counts := map[string]int{}
	for _, s := range skipped {
		counts[s.Reason]++
	}
	if len(skipped) == 1 {
		if name := skipped[0].Name; name != "" {
			return name + " was left alone: " + skipped[0].Reason
		}
		return "1 picture was left alone: " + skipped[0].Reason
	}
	reasons := make([]string, 0, len(counts))
	for reason := range counts {
		reasons = append(reasons, reason)
	}
	slices.SortFunc(reasons, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	words := pictures(len(skipped)) + " were left alone: " + ofMany(reasons[0])
	if more := len(skipped) - counts[reasons[0]]; more > 0 {
		words += ", and other reasons for " + count(more)
	}
	return words
}

// ofMany is what is said of one picture, said of several.
func ofMany(reason string) string {
	for _, change := range [][2]string{{"it is ", "they are "}, {"it has ", "they have "}, {"its ", "their "}, {"it ", "they "}} {
		if rest, ok := strings.CutPrefix(reason, change[0]); ok {
			return change[1] + rest
		}
	}
	return reason
}

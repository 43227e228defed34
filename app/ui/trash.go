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
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// trasher moves pictures to the desktop's trash and back. UI goroutine only.
type trasher struct {
	engine  trashEngine
	queue   *background.Queue
	tasks   *tasks
	undoer  *undoer
	toaster *toaster
	notices *notices
	fail    failing
	back    func(ids []int64) // called off the UI goroutine when pictures are back
}

// trashEngine moves the files. Its methods wait for the disk.
type trashEngine interface {
	Trash(ctx context.Context, ids []int64, p files.Progress) (files.Trashed, error)
	Restore(ctx context.Context, t files.Trashed, p files.Progress) (files.Restored, error)
}

// trash moves pictures. It doesn't ask, because that can be undone, but reports
// the result.
func (t *trasher) trash(p picked) {
	if len(p.ids) == 0 {
		return
	}
	t.queue.Add(func() background.Work {
		return t.tasks.watched("trash.doing", func(ctx context.Context, progress files.Progress) func() {
			trashed, err := t.engine.Trash(ctx, p.ids, progress)
			return func() { t.trashed(trashed, err) }
		})
	})
}

// trashed reports what was moved and what was skipped, and adds the undo step.
func (t *trasher) trashed(done files.Trashed, err error) {
	moved, left := len(done.Images), leftAlone(done.Skipped)
	if moved > 0 {
		words := message.N("trash.done", moved, message.With{"Left": left})
		t.undoer.did(edit.Step{
			Words: words, Undoing: "trash.undoing", Pictures: moved,
			Undo: func(ctx context.Context, progress edit.Progress) (string, error) {
				back, err := t.engine.Restore(ctx, done, progress)
				t.back(pickedOf(back.Images).ids)
				return restoredWords(back), err
			},
			Redo: func(ctx context.Context, progress edit.Progress) (bool, error) {
				again, err := t.engine.Trash(ctx, pickedOf(done.Images).ids, progress)
				if len(again.Images) == 0 {
					return false, err
				}
				done = again // the queue runs one of these at a time
				return true, err
			},
		}, true)
	}
	switch {
	case err != nil && !errors.Is(err, context.Canceled):
		t.fail("trash.failed", err)
	case moved == 0 && left != "":
		t.sayLeft(done.Skipped, left)
	}
}

// sayLeft says why pictures were skipped: in a toast if that is normal, in a
// banner if something is wrong.
func (t *trasher) sayLeft(skipped []files.Skipped, words string) {
	if slices.ContainsFunc(skipped, func(s files.Skipped) bool { return s.Err != nil }) {
		t.notices.set(noticeAction, widgets.BannerWarning, words, t.notices.details(errorsOf(skipped)...)...)
		return
	}
	t.toaster.show(words)
}

// errorsOf returns the errors of skipped pictures.
func errorsOf(skipped []files.Skipped) (all []error) {
	for _, s := range skipped {
		all = append(all, s.Err)
	}
	return all
}

// restoredWords describes the result of undoing a move to the trash.
func restoredWords(r files.Restored) string {
	switch {
	case len(r.Images) > 0:
	case len(r.Skipped) == 0:
		return ""
	default:
		return leftAlone(r.Skipped)
	}
	return message.N("trash.undone", len(r.Images), message.With{"Left": leftAlone(r.Skipped)})
}

// leftAlone says how many pictures were skipped, and why; "": none.
func leftAlone(skipped []files.Skipped) string {
	if len(skipped) == 0 {
		return ""
	}
	if len(skipped) == 1 && skipped[0].Name != "" {
		return message.T("left.named", message.With{"File": skipped[0].Name, "Why": message.Cause(skipped[0].Cause)})
	}
	counts := map[string]int{}
	reasons := []string{}
	for _, s := range skipped {
		reason := message.Cause(s.Cause)
		if counts[reason]++; counts[reason] == 1 {
			reasons = append(reasons, reason)
		}
	}
	slices.SortFunc(reasons, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	with := message.With{"Why": reasons[0]}
	if len(reasons) == 1 {
		return message.N("left.each", len(skipped), with)
	}
	with["Most"], with["Rest"] = count(counts[reasons[0]]), count(len(skipped)-counts[reasons[0]])
	return message.N("left.several", len(skipped), with)
}

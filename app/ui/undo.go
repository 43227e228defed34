package ui

import (
	"context"
	"log/slog"

	"lookbook/app/edit"
	"lookbook/app/files"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// undoer undoes what a person did, and does it again. UI goroutine only.
type undoer struct {
	queue   *background.Queue
	tasks   *tasks
	toaster *toaster
	log     *slog.Logger
	fail    failing

	stack edit.UndoStack
}

// did records an action. If said, it is reported with an offer to undo it. The
// id is for undoStep and flip.
func (u *undoer) did(step edit.Step, said bool) (id int) {
	id = u.stack.Push(step)
	u.log.Debug("done", "what", step.Words)
	if said {
		u.toaster.show(step.Words, widgets.Action{Text: message.T("undo"), Run: u.undo})
		return id
	}
	u.toaster.hideUndo() // its offer would no longer be about the last action
	return id
}

// undo undoes the last action, after all requested actions are done.
func (u *undoer) undo() { u.undoOne(u.stack.Pop) }

// undoStep undoes a certain action, whatever was done after it.
func (u *undoer) undoStep(id int) {
	u.undoOne(func() (edit.Step, bool) { return u.stack.Take(id) })
}

func (u *undoer) undoOne(take func() (edit.Step, bool)) {
	u.queue.Add(func() background.Work {
		last, ok := take()
		if !ok {
			u.toaster.show(message.T("undo.nothing"))
			return nil
		}
		u.toaster.hide()
		return u.tasks.watched(last.Undoing, func(ctx context.Context, p files.Progress) func() {
			said, err := last.Undo(ctx, p)
			return func() {
				if err != nil {
					u.stack.PutBack(last) // it can be tried again
					u.fail("undo.failed", err)
					return
				}
				u.log.Debug("undone", "what", last.Words)
				u.stack.Undone(last)
				if last.Undone != nil {
					last.Undone()
				}
				if said != "" {
					u.toaster.show(said)
				}
			}
		})
	})
}

// flipped is an action in the window alone, which flip takes back and does again at once.
func flipped(words string, flip func()) edit.Step {
	return edit.Step{
		Words: words, Undoing: "undo.doing", Undone: flip,
		Undo: func(context.Context, edit.Progress) (string, error) { return "", nil },
		Redo: func(context.Context, edit.Progress) (bool, error) { return true, nil },
	}
}

// flip undoes a flipped action at once, unless it was undone.
func (u *undoer) flip(id int) {
	if step, ok := u.stack.Take(id); ok {
		step.Undone()
		u.stack.Undone(step)
	}
}

// redo does again what was undone last, after all requested actions are done.
func (u *undoer) redo() {
	u.queue.Add(func() background.Work {
		next, ok := u.stack.PopUndone()
		if !ok {
			u.toaster.show(message.T("redo.nothing"))
			return nil
		}
		u.toaster.hide()
		return u.tasks.watched("redo.doing", func(ctx context.Context, p files.Progress) func() {
			done, err := next.Redo(ctx, p)
			return func() {
				if done {
					u.stack.PutBack(next)
				} else if err != nil {
					u.stack.Undone(next) // it can be tried again
				}
				if err != nil {
					u.fail("redo.failed", err)
					return
				}
				if !done {
					u.toaster.show(message.T("redo.nothing"))
					return
				}
				u.log.Debug("redone", "what", next.Words)
				if next.Undone != nil {
					next.Undone()
				}
				u.toaster.show(next.Words, widgets.Action{Text: message.T("undo"), Run: u.undo})
			}
		})
	})
}

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

// undoer undoes actions on pictures. UI goroutine only.
type undoer struct {
	queue   *background.Queue
	tasks   *tasks
	toaster *toaster
	log     *slog.Logger
	fail    failing

	stack edit.UndoStack
}

// did records an action. If said, it is reported with an offer to undo it.
func (u *undoer) did(step edit.Step, said bool) {
	u.stack.Push(step)
	u.log.Debug("done", "what", step.Words)
	if said {
		u.toaster.show(step.Words, widgets.Action{Text: message.T("undo"), Run: u.undo})
		return
	}
	u.toaster.hideUndo() // its offer would no longer be about the last action
}

// undo undoes the last action, after all requested actions are done.
func (u *undoer) undo() {
	u.queue.Add(func() background.Work {
		last, ok := u.stack.Pop()
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

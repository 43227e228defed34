package ui

import (
	"context"
	"log/slog"

	"lookbook/app/files"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// undoer takes back what was done with pictures. It is for the UI goroutine.
type undoer struct {
	queue *background.Queue
	tasks *tasks
	voice *voice
	log   *slog.Logger
	fail  func(what string, err error)

	stack undoStack
}

// did notes what was done. Said, it is told with the offer to take it back.
func (u *undoer) did(step undoStep, said bool) {
	u.stack.push(step)
	u.log.Debug("done", "what", step.words)
	if said {
		u.voice.say(step.words+".", widgets.Action{Text: undoText, Run: u.undo})
		return
	}
	u.voice.hideUndo() // what it offers to take back is no longer the last thing
}

// undo takes back what was done last, when all that was asked for is done.
func (u *undoer) undo() {
	u.queue.Add(func() background.Work {
		last, ok := u.stack.pop()
		if !ok {
			u.voice.say("There is nothing to undo.")
			return nil
		}
		u.voice.hide()
		return u.tasks.watched(last.undoing, func(ctx context.Context, p files.Progress) func() {
			said, err := last.undo(ctx, p)
			return func() {
				if err != nil {
					u.stack.push(last) // it can be tried again
					u.fail("This could not be undone: ", err)
					return
				}
				u.log.Debug("undone", "what", last.words)
				if last.undone != nil {
					last.undone()
				}
				if said != "" {
					u.voice.say(said)
				}
			}
		})
	})
}

package ui

import (
	"context"

	"lookbook/app/files"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// deed is something that was done with pictures and can be taken back.
type deed struct {
	// words say what was done: "12 pictures moved to the trash".
	words string
	// undoing says what goes on when it is taken back and takes a while:
	// "Putting pictures back".
	undoing string
	// undo takes it back, off the UI goroutine. What it answers is said
	// afterwards; empty: nothing.
	undo func(ctx context.Context, p files.Progress) (said string, err error)
	// undone is told on the UI goroutine that it was taken back; nil: nobody.
	undone func()
}

// mostDeeds bounds what can be taken back.
const mostDeeds = 100

// deeds are what can be taken back in this session, the last first.
type deeds struct{ list []deed }

func (d *deeds) push(done deed) {
	d.list = append(d.list, done)
	if len(d.list) > mostDeeds {
		d.list = append([]deed(nil), d.list[len(d.list)-mostDeeds:]...)
	}
}

func (d *deeds) pop() (last deed, ok bool) {
	if len(d.list) == 0 {
		return deed{}, false
	}
	last = d.list[len(d.list)-1]
	d.list = d.list[:len(d.list)-1]
	return last, true
}

// did notes what was done. Said, it is told with the offer to take it back.
func (m *mainPage) did(d deed, said bool) {
	m.deeds.push(d)
	m.w.log.Debug("done", "what", d.words)
	if said {
		m.say(d.words+".", widgets.Action{Text: "Undo", Run: m.undo})
		return
	}
	if m.offersUndo { // what it offers to take back is no longer the last thing
		m.w.toast.Hide()
	}
}

// undo takes back what was done last, when all that was asked for is done.
func (m *mainPage) undo() {
	m.queue.Add(func() background.Work {
		last, ok := m.deeds.pop()
		if !ok {
			m.say("There is nothing to undo.")
			return nil
		}
		m.w.toast.Hide()
		return m.watched(last.undoing, func(ctx context.Context, p files.Progress) func() {
			said, err := last.undo(ctx, p)
			return func() {
				if err != nil {
					m.deeds.push(last) // it can be tried again
					m.w.fail("This could not be undone: ", err)
					return
				}
				m.w.log.Debug("undone", "what", last.words)
				if last.undone != nil {
					last.undone()
				}
				if said != "" {
					m.say(said)
				}
			}
		})
	})
}

// say says something over the lower edge of the gallery, or of the viewer.
func (m *mainPage) say(text string, actions ...widgets.Action) {
	if m.w.main != m {
		return
	}
	m.offersUndo = len(actions) > 0 && actions[0].Text == "Undo"
	m.w.toast.Show(text, actions...)
	m.w.toasts.Refresh()
}

package ui

import (
	"lookbook/app/edit"
)

// delivery are the parts that give pictures to somebody else, and take the answer.
// UI goroutine only.
type delivery struct {
	proofs  *proofMaker
	sheets  *sheetMaker
	answers *proofAnswers
	opener  *programOpener
}

// newDelivery makes them. The parts for marks and exports have been made.
func newDelivery(m *mainPage, marks *edit.Marks) *delivery {
	w, eng := m.w, m.session.Engine
	return &delivery{
		proofs: &proofMaker{
			make: eng.Files.Copies.Proof, run: w.run, tasks: m.tasks, toaster: m.toaster, notices: w.notices, dialogs: w.dialogs,
			now: w.clock.Now, reveal: w.desktop.reveal,
		},
		sheets: &sheetMaker{
			make: eng.Files.Copies.Sheet, queries: m.session.Library, run: w.run, tasks: m.tasks, toaster: m.toaster, notices: w.notices,
			settings: w.p.Settings, dialogs: w.dialogs, canvas: w.window.Canvas(), now: w.clock.Now, place: m.nav.popoverPlace, reveal: w.desktop.reveal,
		},
		opener: &programOpener{images: m.session.Library.ImagesByID, run: w.run, toaster: m.toaster, fail: w.notices.fail, place: m.nav.popoverPlace},
		answers: &proofAnswers{
			images: m.session.Library.ImagesByID, marks: marks, run: w.run, queue: m.queue, tasks: m.tasks, undoer: m.undoer,
			fail: w.notices.fail, say: func(words string) { m.toaster.show(words) }, window: w.window, show: m.nav.selected,
		},
	}
}

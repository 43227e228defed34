package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/edit"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/proof"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// proofAnswers sets the marks that somebody chose on a proof page, after asking.
// UI goroutine only.
type proofAnswers struct {
	images func(ctx context.Context, ids []int64) ([]library.Image, error)
	marks  *edit.Marks
	run    background.Run
	queue  *background.Queue
	tasks  *tasks
	undoer *undoer
	fail   failing
	say    func(words string)
	window fyne.Window
	show   func(ids []int64) // selects pictures
}

// judged is what an answer means for this library.
type judged struct {
	marks             []library.ImageMarking
	picked, rejected  int
	rated, elsewhere  int
	notes             []string // with the picture's file
	ids               []int64
	title, from, note string
}

// take says what an answer would do, and does it if that is wanted.
func (a *proofAnswers) take(answer proof.Answer) {
	background.Do(a.run, func(ctx context.Context) (judged, error) { return a.judge(ctx, answer) }, func(j judged, err error) {
		switch {
		case err != nil:
			a.fail("proof.answer.failed", err)
		case len(j.marks)+len(j.notes) == 0 && j.note == "":
			a.say(message.N("proof.answer.nothing", j.elsewhere))
		default:
			a.ask(j)
		}
	})
}

// judge looks the pictures of an answer up. It runs off the UI goroutine.
func (a *proofAnswers) judge(ctx context.Context, answer proof.Answer) (judged, error) {
	j := judged{title: answer.Title, from: answer.From, note: answer.Note}
	ids := make([]int64, 0, len(answer.Pictures))
	for _, c := range answer.Pictures {
		id, _ := proof.IDOf(c.Name) // which Read has checked
		ids = append(ids, id)
	}
	images, err := a.images(ctx, ids)
	if err != nil {
		return judged{}, err
	}
	for i, c := range answer.Pictures {
		at := slices.IndexFunc(images, func(img library.Image) bool { return img.ID == ids[i] })
		if at < 0 || proof.Name(ids[i], images[at].JobID, images[at].Generated.GeneratedImageID) != c.Name {
			j.elsewhere++
			continue
		}
		if c.Note != "" {
			j.notes = append(j.notes, message.T("proof.answer.note", message.With{"File": shownName(images[at].Path), "Note": c.Note}))
		}
		j.add(ids[i], c)
	}
	return j, nil
}

// add adds the marks of a picture.
func (j *judged) add(id int64, c proof.Chosen) {
	var m library.Marking
	switch c.Pick {
	case proof.Yes:
		m.Verdict = library.Picked
		j.picked++
	case proof.No:
		m.Verdict = library.Rejected
		j.rejected++
	}
	if c.Stars > 0 && c.Pick != proof.No {
		m.Rating = &c.Stars
		j.rated++
	}
	j.ids = append(j.ids, id)
	if m.Verdict != "" || m.Rating != nil {
		j.marks = append(j.marks, library.ImageMarking{ID: id, Marking: m})
	}
}

// ask says what the answer does, and lists its notes.
func (a *proofAnswers) ask(j judged) {
	lines := []fyne.CanvasObject{}
	add := func(words string) {
		label := widgets.NewLabel(words)
		label.SetLines(0)
		label.SetMinWidth(400)
		lines = append(lines, label)
	}
	for _, count := range []struct {
		key string
		n   int
	}{{"proof.answer.picked", j.picked}, {"proof.answer.rejected", j.rejected}, {"proof.answer.rated", j.rated}, {"proof.answer.elsewhere", j.elsewhere}} {
		if count.n > 0 {
			add(message.N(count.key, count.n))
		}
	}
	if j.note != "" {
		add(message.T("proof.answer.about", message.With{"Note": j.note}))
	}
	for _, note := range j.notes {
		add(note)
	}
	title := message.T("proof.answer.title", message.With{"Title": j.title, "From": j.from})
	list := widgets.NewScrollPane(arrange.Stack(darkroom.Space8, lines...))
	question.Ask(a.window, question.Question{
		Title: title, Content: list, Yes: message.T("proof.answer.yes"), No: message.T("cancel"),
		Size: fyne.NewSize(520, min(180+float32(len(lines))*28, 460)),
	}, func(yes bool) {
		if yes {
			a.set(j)
		}
	})
}

// set sets the marks, all or none, and selects their pictures.
func (a *proofAnswers) set(j judged) {
	a.show(j.ids)
	if len(j.marks) == 0 {
		return
	}
	a.queue.Add(func() background.Work {
		return a.tasks.watched("mark.doing", func(ctx context.Context, _ files.Progress) func() {
			marked, err := a.marks.SetEach(ctx, j.marks)
			return func() {
				if err != nil {
					a.fail("mark.failed", err)
					return
				}
				if marked.Changed == 0 {
					a.say(message.T("proof.answer.same"))
					return
				}
				a.undoer.did(edit.Step{
					Words: message.N("proof.answer.done", marked.Changed), Undoing: "mark.undoing", Pictures: marked.Changed,
					Undo: func(ctx context.Context, _ edit.Progress) (string, error) { return "", marked.Undo(ctx) },
					Redo: func(ctx context.Context, _ edit.Progress) (bool, error) {
						again, err := a.marks.SetEach(ctx, j.marks)
						if err != nil || again.Changed == 0 {
							return false, err
						}
						marked = again // the queue runs one of these at a time
						return true, nil
					},
				}, true)
			}
		})
	})
}

// proofFault says in words why a file is no answer.
func proofFault(err error) error {
	for fault, key := range map[error]string{
		proof.ErrLong: "proof.fault.long", proof.ErrSpoilt: "proof.fault.spoilt", proof.ErrNewer: "proof.fault.newer", proof.ErrNoAnswer: "proof.fault.none",
	} {
		if errors.Is(err, fault) {
			return message.Said(message.T(key))
		}
	}
	return err
}

package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/proof"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// proofMaker makes proof pages: somebody else chooses on them. UI goroutine only.
type proofMaker struct {
	make    func(ctx context.Context, ids []int64, to files.ProofTo, p files.Progress) (files.Made, error)
	run     background.Run
	tasks   *tasks
	toaster *toaster
	notices *notices
	dialogs *fileDialogs
	now     func() time.Time
	reveal  func(path string)

	busy bool
}

// ask asks where the page of pictures should go, and makes it.
func (m *proofMaker) ask(p picked) {
	if m.busy {
		m.toaster.show(message.T("export.busy"))
		return
	}
	if len(p.ids) > proof.MaxPictures {
		m.toaster.show(message.N("proof.too.many", proof.MaxPictures))
		return
	}
	name := message.T("proof.name", message.With{"Day": m.now().Format(time.DateOnly)})
	m.dialogs.saveFile(message.T("proof.choose"), name, func(path string) { m.makeAt(p, path) })
}

// makeAt makes the page and reports the result.
func (m *proofMaker) makeAt(p picked, path string) {
	m.busy = true
	title := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	to := files.ProofTo{
		Folder: filepath.Dir(path), Name: filepath.Base(path),
		About: proof.About{Title: shownName(title), ID: uuid.NewString(), Words: proofWords()},
	}
	work := m.tasks.watched("proof.doing", func(ctx context.Context, progress files.Progress) func() {
		made, err := m.make(ctx, p.ids, to, progress)
		return func() {
			sayMade(m.toaster, m.notices, m.reveal, madeKeys{"proof.stopped", "proof.failed", "proof.nothing", "proof.done"}, made, err)
		}
	})
	background.Do(m.run, func(ctx context.Context) (func(), error) { return work(ctx), nil }, func(paint func(), _ error) {
		m.busy = false
		if paint != nil {
			paint()
		}
	})
}

// madeKeys are the keys of what is said of a file with several pictures.
type madeKeys struct{ stopped, failed, nothing, done string }

// sayMade says where a file with several pictures is, or why there is none.
func sayMade(toaster *toaster, notices *notices, reveal func(path string), keys madeKeys, made files.Made, err error) {
	with := message.With{"File": filepath.Base(made.Path), "Left": leftAlone(made.Skipped)}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, engine.ErrClosed):
		toaster.show(message.T(keys.stopped))
	case err != nil:
		notices.fail(keys.failed, err, aboutFolder(err))
	case made.Path == "":
		notices.set(noticeAction, widgets.BannerWarning, message.T(keys.nothing, with), notices.details(errorsOf(made.Skipped)...)...)
	default:
		toaster.show(message.N(keys.done, made.Pictures, with), widgets.Action{Text: message.T("export.show"), Run: func() { reveal(made.Path) }})
	}
}

// proofWords are the words on a page.
func proofWords() proof.Words {
	word := func(name string) string { return message.T("proof.page." + name) }
	return proof.Words{
		Lang: message.T("proof.page.lang"), Intro: word("intro"), Keys: word("keys"), Yes: word("yes"), No: word("no"), Stars: word("stars"), Note: word("note"),
		From: word("from"), About: word("about"), Save: word("save"), Copy: word("copy"), Saved: word("saved"), Copied: word("copied"),
		Count: word("count"), Close: word("close"), Previous: word("previous"), Next: word("next"), Picture: word("picture"), SendBack: word("sendback"),
		Only: word("only"), All: word("all"),
	}
}

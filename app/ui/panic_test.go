package ui

import (
	"context"
	"testing"

	"lookbook/app/files"
	"lookbook/app/ui/background"
)

// After work that panicked, later work still runs.
func TestAPanicLeavesNothingBusy(t *testing.T) {
	_, b := picturesSelected(t)
	b.crashes = true
	crash := func(context.Context, files.Progress) func() { panic("a defect of ours") }
	b.main.queue.Add(func() background.Work { return b.main.tasks.watched("Breaking", crash) })
	b.runes("4")
	b.until("the rating", func() bool { return b.marks(0).Rating == 4 && b.marks(3).Rating == 4 })
	b.choose("Undo")
	b.until("no rating, and no task that is shown for ever", func() bool { return b.marks(0).Rating == 0 && len(b.main.tasks.list) == 0 })
	if b.notice(noticeInternal) == "" {
		t.Errorf("nothing is said: %q", b.words())
	}
}

// later collects functions until the test runs them.
type later []func()

func (l *later) run(do func(context.Context) func()) {
	*l = append(*l, func() {
		if paint := do(context.Background()); paint != nil {
			paint()
		}
	})
}

func (l *later) drain() {
	for len(*l) > 0 {
		next := (*l)[0]
		*l = (*l)[1:]
		next()
	}
}

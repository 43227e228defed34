package command

import (
	"fmt"
	"os"

	"lookbook/app/library"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// progress is a line on a terminal that is overwritten again and again.
type progress struct {
	env   *Env
	shown bool
}

// show prints the progress of the entries.
func (p *progress) show(entries map[int64]library.Entry) {
	if !p.env.Terminal {
		return
	}
	jobs, saved, expected := 0, 0, 0
	for _, e := range entries {
		if !task.Finished(e) {
			jobs++
		}
		saved += e.Images.Saved
		expected += e.Expected()
	}
	words := message.T("command.progress", message.With{"Saved": message.Of(saved, expected), "Jobs": message.N("command.jobs", jobs)})
	if _, plain := os.LookupEnv("NO_COLOR"); !plain && os.Getenv("TERM") != "dumb" {
		words = "\x1b[36m" + words + "\x1b[0m"
	}
	_, _ = fmt.Fprintf(p.env.Err, "\r\x1b[K%s", words)
	p.shown = true
}

// clear removes the line.
func (p *progress) clear() {
	if p.shown {
		_, _ = fmt.Fprint(p.env.Err, "\r\x1b[K")
	}
}

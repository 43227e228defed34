package ui

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/background"
)

// promptsKept bounds the remembered prompts: more than any screen shows.
const promptsKept = 1000

// prompts are the prompts of pictures in sight, for screen readers: the gallery's rows have none. They
// are read when they are first asked for. UI goroutine only.
type prompts struct {
	library *library.Library
	run     background.Run
	known   map[int64]string // by entry; "": being read
}

func newPrompts(l *library.Library, run background.Run) *prompts {
	return &prompts{library: l, run: run, known: map[int64]string{}}
}

// of returns the prompt of an entry; "": it isn't known yet.
func (p *prompts) of(entry int64) string {
	prompt, asked := p.known[entry]
	if asked {
		return prompt
	}
	if len(p.known) >= promptsKept {
		clear(p.known)
	}
	p.known[entry] = ""
	background.Do(p.run, func(ctx context.Context) ([]library.Entry, error) {
		return p.library.EntriesByID(ctx, []int64{entry})
	}, func(entries []library.Entry, err error) {
		if err != nil {
			delete(p.known, entry) // asked again for the next look
			return
		}
		for _, e := range entries {
			p.known[e.ID] = e.Job.Request(0).Prompt
		}
	})
	return ""
}

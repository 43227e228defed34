package ui

import (
	"log/slog"

	"lookbook/app/edit"
	"lookbook/app/ui/params"
)

// startDraft is what was being written when the program last ended; nil where
// there was nothing.
func startDraft(stored []byte) *params.State {
	if len(stored) == 0 {
		return nil
	}
	state, err := params.ParseState(stored)
	if err != nil || tooLong(state.Config) != nil {
		return nil // a draft from a broken file is no reason not to start
	}
	return &state
}

// draftOf notes what the panel shows as the draft. It may be called on any
// goroutine.
func draftOf(draft *edit.Draft, log *slog.Logger) func(params.State) {
	return func(s params.State) {
		draft.Change(s, func() { log.Debug("draft stored", "prompt_bytes", len(s.Config.Prompt)) })
	}
}

package ui

import (
	"context"
	"encoding/json"

	"lookbook/app/library"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// draftName is the name under which the library keeps what is being written.
const draftName = "panel"

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

// draftKeeper stores what is being written, at most once a second.
type draftKeeper struct {
	w       *Window
	library *library.Library
	pending *params.State
	writing bool
}

func (d *draftKeeper) changed(s params.State) { d.pending = &s }

// flush stores the latest draft unless a write is under way.
func (d *draftKeeper) flush() {
	if d.pending == nil || d.writing {
		return
	}
	draft := *d.pending
	d.pending, d.writing = nil, true
	d.w.run(func(ctx context.Context) func() {
		err := d.store(ctx, draft)
		return func() {
			d.writing = false
			if err != nil {
				d.w.log.Error("storing the draft", "error", err)
				d.w.notices.set(noticeLibrary, widgets.BannerWarning, "What you are writing could not be stored: "+err.Error()+".")
			}
		}
	})
}

func (d *draftKeeper) store(ctx context.Context, draft params.State) error {
	raw, err := json.Marshal(draft)
	if err != nil {
		return err
	}
	if err := d.library.SaveDraft(ctx, draftName, raw); err != nil {
		return err
	}
	d.w.log.Debug("draft stored", "prompt_bytes", len(draft.Config.Prompt))
	return nil
}

// last returns what stores the draft that is still pending, nil when there is
// none.
func (d *draftKeeper) last() func(ctx context.Context) error {
	if d.pending == nil {
		return nil
	}
	draft := *d.pending
	return func(ctx context.Context) error { return d.store(ctx, draft) }
}

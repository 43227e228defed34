package ui

import (
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/api"
	"lookbook/app/request"
)

const (
	// sentFor is how long an equal request is not sent again: longer than a
	// double click, and than the delay before a held key repeats.
	sentFor = 2 * time.Second

	// burst is how long after a suppressed press the next one still belongs to
	// it.
	burst = 500 * time.Millisecond
)

// batch is what a press would send.
type batch struct {
	again  bool       // replaces an earlier one that was refused or lost
	config api.Config // of a single job, or with its alternatives
	sweeps map[request.Field]string
	jobs   int
}

// batchOfOne is a single job.
func batchOfOne(c api.Config) batch { return batch{config: c, jobs: 1} }

func (p batch) same(q batch) bool {
	return p.again == q.again && p.jobs == q.jobs && p.config.Prompt == q.config.Prompt && maps.Equal(p.sweeps, q.sweeps) &&
		api.Same(p.config, q.config) && api.Same(q.config, p.config)
}

// debouncer decides, for everything that can cost tokens, whether to act on a press, so that one
// press sends one request. A held key, a double click and the same button in two places count once.
// UI goroutine only.
type debouncer struct {
	now func() time.Time

	// The toolkit repeats a shortcut while its key is held. It reports neither
	// the repetition nor the key.
	key  fyne.KeyName // last key that is still down; "": none
	used bool         // the key has already acted
	last time.Time    // time of the last press

	asking  bool // a question whether to send is open
	sending []*sending
}

// sending is a batch that was let through.
type sending struct {
	batch
	written bool      // it is on disk and is being sent
	until   time.Time // once written: no equal request before this
}

// keyDown records a pressed key. The toolkit does not call it for repetitions.
func (d *debouncer) keyDown(event *fyne.KeyEvent) {
	switch event.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight:
		return
	}
	d.key, d.used = event.Name, false
}

// keyUp records a released key.
func (d *debouncer) keyUp(event *fyne.KeyEvent) {
	if event.Name == d.key {
		d.key, d.used = "", false
	}
}

// repeated records a press and reports whether a held key repeated it. A key
// whose release was not reported, because one of the toolkit's widgets had the
// focus, is forgotten after a pause.
func (d *debouncer) repeated() bool {
	now := d.now()
	held := d.key != "" && d.used && now.Sub(d.last) < sentFor
	d.last, d.used = now, d.key != ""
	return held
}

// press reports whether to act on a press that would send p.
func (d *debouncer) press(p batch) bool {
	if d.repeated() {
		if n := len(d.sending); n > 0 {
			d.sending[n-1].prolong(d.now())
		}
		return false
	}
	if d.asking {
		return false
	}
	s := d.find(p)
	if s != nil {
		s.prolong(d.now())
	}
	return s == nil
}

// begin records that p is being sent; nil: an equal batch already is.
func (d *debouncer) begin(p batch) *sending {
	if d.find(p) != nil {
		return nil
	}
	s := &sending{batch: p}
	d.sending = append(d.sending, s)
	return s
}

// end records whether writing p down succeeded. If it failed, p may be tried
// again at once.
func (d *debouncer) end(s *sending, sent bool) {
	s.written, s.until = true, d.now()
	if sent {
		s.until = s.until.Add(sentFor)
	}
}

// sent reports whether p is blocked because it was just sent.
func (d *debouncer) sent(p batch) bool {
	s := d.find(p)
	return s != nil && s.written
}

// find returns the sending of p that is running or has just ended.
func (d *debouncer) find(p batch) *sending {
	now, kept := d.now(), d.sending[:0]
	var found *sending
	for _, s := range d.sending {
		if s.written && !now.Before(s.until) {
			continue
		}
		kept = append(kept, s)
		if s.same(p) {
			found = s
		}
	}
	clear(d.sending[len(kept):])
	d.sending = kept
	return found
}

// next returns how long until something may be sent again; 0: nothing is
// blocked.
func (d *debouncer) next() time.Duration {
	var wait time.Duration
	for _, s := range d.sending {
		if left := s.until.Sub(d.now()); s.written && left > 0 && (wait == 0 || left < wait) {
			wait = left
		}
	}
	return wait
}

func (s *sending) prolong(now time.Time) {
	if until := now.Add(burst); s.written && until.After(s.until) {
		s.until = until
	}
}

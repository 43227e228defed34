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
	// sentFor is how long the same request is not sent a second time: longer
	// than a double click and than the wait before a held key repeats.
	sentFor = 2 * time.Second

	// burst is how long after a press that was not let through the next one
	// still belongs to it.
	burst = 500 * time.Millisecond
)

// purchase is what a press would send.
type purchase struct {
	again  bool       // in place of an earlier one that was refused or lost
	config api.Config // of the only job, or with what varies still in it
	sweeps map[request.Field]string
	jobs   int
}

// onePurchase is a single job.
func onePurchase(c api.Config) purchase { return purchase{config: c, jobs: 1} }

func (p purchase) same(q purchase) bool {
	return p.again == q.again && p.jobs == q.jobs && p.config.Prompt == q.config.Prompt && maps.Equal(p.sweeps, q.sweeps) &&
		api.Same(p.config, q.config) && api.Same(q.config, p.config)
}

// debouncer decides for everything that can buy whether a press is one to act upon,
// so that one press sends one request: a key that is held down, a double click
// and the same button in two places count once. It is for the UI goroutine.
type debouncer struct {
	now func() time.Time

	// The toolkit repeats a shortcut for as long as its key is held, and says
	// neither that it does nor which key it was.
	key  fyne.KeyName // the last that went down and has not come up; "" for none
	used bool         // it has been acted upon
	last time.Time    // of the last press

	asking  bool // a person is asked whether to send
	sending []*sending
}

// sending is a purchase that was let through.
type sending struct {
	purchase
	written bool      // it is on disk, and goes out
	until   time.Time // once written: how long the same is not sent again
}

// keyDown notes a key that was pressed. The toolkit does not call it for
// repeats.
func (d *debouncer) keyDown(event *fyne.KeyEvent) {
	switch event.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight:
		return
	}
	d.key, d.used = event.Name, false
}

// keyUp notes a key that was let go.
func (d *debouncer) keyUp(event *fyne.KeyEvent) {
	if event.Name == d.key {
		d.key, d.used = "", false
	}
}

// repeated notes a press, and reports whether it is the repeat of a key that is
// held down. A key whose coming up was not told, because something of the
// toolkit's own had the focus, is given up when it has been silent for long
// enough.
func (d *debouncer) repeated() bool {
	now := d.now()
	held := d.key != "" && d.used && now.Sub(d.last) < sentFor
	d.last, d.used = now, d.key != ""
	return held
}

// press reports whether a press that would send p is to be acted upon.
func (d *debouncer) press(p purchase) bool {
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

// begin takes note that p is sent now; nil: the same is being sent already.
func (d *debouncer) begin(p purchase) *sending {
	if d.find(p) != nil {
		return nil
	}
	s := &sending{purchase: p}
	d.sending = append(d.sending, s)
	return s
}

// end takes note of how writing it down went. What is not sent may be tried
// again at once.
func (d *debouncer) end(s *sending, sent bool) {
	s.written, s.until = true, d.now()
	if sent {
		s.until = s.until.Add(sentFor)
	}
}

// sent reports whether p is not sent at present because it was just now.
func (d *debouncer) sent(p purchase) bool {
	s := d.find(p)
	return s != nil && s.written
}

// find is the sending of p that is under way or was over just now.
func (d *debouncer) find(p purchase) *sending {
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

// next is how long until something may be sent again; 0: all may.
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

// finished is a request as it is bought, never as a dry run.
func finished(c api.Config) api.Config {
	c.DryRun = false
	c.Unknown = maps.Clone(c.Unknown)
	delete(c.Unknown, string(request.DryRun))
	return c
}

//go:build linux

package desktop

import (
	"bytes"
	"image"
	"io"
	"log"
	"slices"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Probe types and moves the pointer over a connection of its own, and sees within a millisecond when the screen
// changes. A program started for each key would take longer than what is measured.
type Probe struct {
	d    *Desktop
	conn *xgb.Conn
	root xproto.Window
	keys *xproto.GetKeyboardMappingReply
}

const firstKeycode = 8

// NewProbe connects to the screen.
func (d *Desktop) NewProbe() *Probe {
	d.t.Helper()
	xgb.Logger = log.New(io.Discard, "", 0) // it reports that there is no password, and the end
	conn, err := xgb.NewConnDisplay(d.display)
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	d.t.Cleanup(conn.Close)
	p := &Probe{d: d, conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root}
	if err = xtest.Init(conn); err == nil {
		p.keys, err = xproto.GetKeyboardMapping(conn, firstKeycode, 256-firstKeycode).Reply()
	}
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	return p
}

// Key presses and releases the key of an X keysym: of a letter, its Latin-1 code.
func (p *Probe) Key(keysym uint32) {
	at := slices.Index(p.keys.Keysyms, xproto.Keysym(keysym))
	if at < 0 {
		p.d.t.Fatalf("desktop: no key for %#x", keysym)
	}
	code := byte(firstKeycode + at/int(p.keys.KeysymsPerKeycode))
	p.fake(xproto.KeyPress, code, 0, 0)
	p.fake(xproto.KeyRelease, code, 0, 0)
}

// Button presses a button of the mouse, or releases it. 4 and 5 are a notch of the wheel.
func (p *Probe) Button(button byte, down bool) {
	kind := byte(xproto.ButtonRelease)
	if down {
		kind = xproto.ButtonPress
	}
	p.fake(kind, button, 0, 0)
}

// Move moves the pointer.
func (p *Probe) Move(to image.Point) { p.fake(xproto.MotionNotify, 0, int16(to.X), int16(to.Y)) }

func (p *Probe) fake(kind, detail byte, x, y int16) {
	xtest.FakeInput(p.conn, kind, detail, 0, p.root, x, y, 0)
}

// Changes does acts, one every interval, and returns when an area of the screen changed meanwhile and until it had been
// still for rest, since the first act. What is copied to the screen in pieces is one change, at its end.
func (p *Probe) Changes(area image.Rectangle, interval, rest time.Duration, acts ...func()) (at []time.Duration) {
	p.d.t.Helper()
	const oneFrame = 8 * time.Millisecond
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	before, began, still := p.look(area), time.Now(), time.Now()
	for done := 0; time.Since(began) < Patience; <-tick.C {
		if since := time.Since(began); done < len(acts) && since >= time.Duration(done)*interval {
			acts[done]()
			done++
			still = time.Now()
		}
		now := p.look(area)
		switch since := time.Since(began); {
		case bytes.Equal(now, before):
			if done == len(acts) && time.Since(still) > rest && (len(at) > 0 || since > Patience/6) {
				return at
			}
		case len(at) > 0 && since-at[len(at)-1] < oneFrame:
			at[len(at)-1], before, still = since, now, time.Now()
		default:
			at, before, still = append(at, since), now, time.Now()
		}
	}
	p.d.t.Fatal("desktop: the screen changes all the time")
	return nil
}

// look returns every eighth line of an area.
func (p *Probe) look(area image.Rectangle) (pixels []byte) {
	for y := area.Min.Y; y < area.Max.Y; y += 8 {
		line, err := p.d.screen.lines(y, 1)
		if err != nil {
			p.d.t.Fatalf("desktop: reading the screen: %v", err)
		}
		pixels = append(pixels, line[4*area.Min.X:4*area.Max.X]...)
	}
	return pixels
}

//go:build unix && !darwin

package clipboard

import (
	"context"
	"errors"
	"os"
	"time"

	"lookbook/app/cause"
)

const (
	// piece is how many bytes are sent at once. Larger pictures are sent in
	// several pieces (INCR), which every program that pastes pictures supports.
	piece = 64 << 10

	// transferPatience is how long a pasting program may take between two
	// pieces, after another program took over the clipboard.
	transferPatience = 30 * time.Second
)

// atoms are the numbers of the names that are used.
type atoms struct{ clipboard, targets, timestamp, incr, png, time uint32 }

// owner owns the clipboard and sends the picture to programs that paste. It
// follows the ICCCM, chapter 2.
type owner struct {
	*conn
	atoms
	window uint32
	since  uint32 // server time at which we became the owner
	png    []byte
	owns   bool
	moving map[transfer]int // bytes already sent
}

// transfer identifies a picture that a program receives in pieces.
type transfer struct{ window, property uint32 }

var errTaken = cause.Err(cause.ClipboardTaken)

// write makes this program the owner of the clipboard.
func write(ctx context.Context, png []byte) error {
	c, err := open(ctx, os.Getenv("DISPLAY"))
	if err != nil {
		return timedOut(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) }) // interrupts reads
	o := &owner{conn: c, png: png, moving: map[transfer]int{}}
	err = o.take()
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = c.SetDeadline(time.Time{})
	}
	if err != nil {
		_ = c.Close() // the earlier error is returned
		return timedOut(err)
	}
	go o.serve()
	return nil
}

// timedOut replaces the errors that mean that there was no answer.
func timedOut(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// take takes over the clipboard.
func (o *owner) take() (err error) {
	for name, atom := range map[string]*uint32{
		"CLIPBOARD": &o.clipboard, "TARGETS": &o.targets, "TIMESTAMP": &o.timestamp,
		"INCR": &o.incr, "image/png": &o.atoms.png, "LOOKBOOK_TIME": &o.time,
	} {
		if *atom, err = o.atom(name); err != nil {
			return err
		}
	}
	if o.window, err = o.conn.window(); err != nil {
		return err
	}
	if o.since, err = o.now(); err != nil {
		return err
	}
	if err := o.send(reqSetSelectionOwner, 0, words(o.window, o.clipboard, o.since)); err != nil {
		return err
	}
	if err := o.send(reqGetSelectionOwner, 0, words(o.clipboard)); err != nil {
		return err
	}
	answer, err := o.reply()
	if err != nil {
		return err
	}
	if o.owns = le.Uint32(answer[8:]) == o.window; !o.owns {
		return errTaken
	}
	return nil
}

// now returns the server's time: changing a property by nothing reports it.
func (o *owner) now() (uint32, error) {
	if err := o.change(appending, o.window, o.time, atomInteger, 32, nil); err != nil {
		return 0, err
	}
	for {
		event, err := o.next()
		if err != nil {
			return 0, err
		}
		if event[0]&0x7F == eventPropertyNotify && le.Uint32(event[4:]) == o.window {
			return le.Uint32(event[12:]), nil
		}
	}
}

// serve answers programs that paste, until the clipboard has another owner and
// every transfer is complete. After any error the picture can't be pasted any
// more, with no other effect.
func (o *owner) serve() {
	defer func() { _ = recover() }()
	defer func() { _ = o.Close() }()
	for o.owns || len(o.moving) > 0 {
		if !o.owns {
			if err := o.SetDeadline(time.Now().Add(transferPatience)); err != nil {
				return
			}
		}
		event, err := o.next()
		if err == nil {
			err = o.answer(event)
		}
		if err != nil {
			return
		}
	}
}

// answer handles one event. Errors of the server are about windows that have
// disappeared, and are ignored.
func (o *owner) answer(event []byte) error {
	switch event[0] & 0x7F {
	case eventSelectionClear:
		o.owns = false
	case eventSelectionRequest:
		return o.request(event)
	case eventPropertyNotify:
		at := transfer{le.Uint32(event[4:]), le.Uint32(event[8:])}
		if _, moving := o.moving[at]; moving && event[16] == propertyDeleted {
			return o.more(at)
		}
	case eventDestroyNotify:
		for at := range o.moving {
			if at.window == le.Uint32(event[8:]) {
				delete(o.moving, at)
			}
		}
	}
	return nil
}

// request answers a program's request with the picture, or says that there is
// no such data.
func (o *owner) request(event []byte) error {
	at, requestor, selection := le.Uint32(event[4:]), le.Uint32(event[12:]), le.Uint32(event[16:])
	target, property := le.Uint32(event[20:]), le.Uint32(event[24:])
	if property == 0 {
		property = target // for old programs
	}
	var err error
	switch {
	case selection != o.clipboard || at != 0 && at-o.since > 1<<31: // older than our ownership
		property = 0
	case target == o.targets:
		err = o.change(replace, requestor, property, atomAtom, 32, words(o.targets, o.timestamp, o.atoms.png))
	case target == o.timestamp:
		err = o.change(replace, requestor, property, atomInteger, 32, words(o.since))
	case target != o.atoms.png:
		property = 0
	case len(o.png) <= o.piece():
		err = o.change(replace, requestor, property, o.atoms.png, 8, o.png)
	default:
		if err = o.listen(requestor, maskProperty|maskStructure); err == nil {
			o.moving[transfer{requestor, property}] = 0
			err = o.change(replace, requestor, property, o.incr, 32, words(uint32(len(o.png))))
		}
	}
	if err != nil {
		return err
	}
	told := append([]byte{eventSelectionNotify, 0, 0, 0}, words(at, requestor, selection, target, property, 0, 0)...)
	return o.send(reqSendEvent, 0, append(words(requestor, 0), told...))
}

// piece is the number of bytes in one request.
func (o *owner) piece() int { return min(piece, o.largest-packet) &^ 3 }

// more sends the next piece; an empty one ends the transfer.
func (o *owner) more(at transfer) error {
	from := o.moving[at]
	to := min(from+o.piece(), len(o.png))
	if from == to {
		delete(o.moving, at)
	} else {
		o.moving[at] = to
	}
	return o.change(replace, at.window, at.property, o.atoms.png, 8, o.png[from:to])
}
